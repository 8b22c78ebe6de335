from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from evaluation.measures import Claim, EngagedOrganization, strategies_implemented

AS_OF = date(2026, 6, 30)
FRESH, STALE = date(2025, 6, 30), date(2025, 6, 29)
NEVER, NONE = EngagedOrganization(), EngagedOrganization(assessed=True)


def doing(*claims: tuple[str, date | None]) -> EngagedOrganization:
    return EngagedOrganization([Claim(*claim) for claim in claims], assessed=True)


def figures(measured):
    return measured.numerator, measured.denominator, measured.lower, measured.upper


def by_status(*organizations: EngagedOrganization) -> dict[str, int]:
    by_status = strategies_implemented(organizations, AS_OF).details["by_status"]
    return {status: number for status, number in by_status.items() if number}


def test_it_counts_fresh_evidence_and_keeps_the_lapsed_in_the_denominator():
    measured = strategies_implemented(
        [
            doing(("implementing", FRESH)),
            doing(("verified", AS_OF)),
            doing(("verified", STALE)),
            doing(("implementing", None)),
            doing(("pledged", FRESH)),
            NEVER,
            NONE,
        ],
        AS_OF,
    )
    assert figures(measured) == (2, 7, 2, 3)
    assert measured.details["by_status"]["lapsed"] == 2


def test_the_furthest_of_several_strategies_counts():
    assert by_status(doing(("pledged", None), ("implementing", FRESH))) == {"implementing": 1}
    assert by_status(doing(("verified", STALE), ("implementing", FRESH))) == {"implementing": 1}
    assert by_status(doing(("verified", STALE), ("planned", None))) == {"lapsed": 1}
    assert by_status(doing(("planned", None), ("pledged", None))) == {"planned": 1}


def test_it_is_unknown_when_nothing_is_engaged_or_assessed():
    assert strategies_implemented([], AS_OF).reason == "nothing_engaged"
    assert strategies_implemented([NEVER, NEVER], AS_OF).reason == "none_assessed"


def test_it_is_zero_when_all_were_looked_at_and_none_acts():
    assert figures(strategies_implemented([NONE], AS_OF)) == (0, 1, 0, 0)


days = st.none() | st.dates(date(2024, 1, 1), AS_OF)
claims = st.builds(Claim, st.sampled_from(["pledged", "planned", "implementing", "verified"]), days)
organizations = st.builds(EngagedOrganization, st.lists(claims, max_size=3), st.booleans())


@given(st.lists(organizations, max_size=12))
def test_one_that_was_never_assessed_never_raises_the_lower_bound(engaged: list[EngagedOrganization]):
    before = strategies_implemented(engaged, AS_OF)
    after = strategies_implemented([*engaged, NEVER], AS_OF)
    assert (after.lower_value or 0) <= (before.lower_value or 0)
    assert after.lower == before.lower
    # It may turn out to act: the upper bound never falls.
    assert (after.upper_value or 0) >= (before.upper_value or 0)


@given(st.lists(organizations, min_size=1, max_size=12))
def test_every_engaged_organization_has_one_status(engaged: list[EngagedOrganization]):
    assert sum(by_status(*engaged).values()) == len(engaged)
