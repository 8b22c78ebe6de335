from datetime import date

from evaluation.measures import EngagedOrganization, StrategyStatus, strategies_implemented

AS_OF = date(2026, 6, 30)
FRESH, STALE = date(2025, 6, 30), date(2025, 6, 29)


def organizations(*pairs):
    return [EngagedOrganization(StrategyStatus(status), day) for status, day in pairs]


def figures(measured):
    return measured.numerator, measured.denominator, measured.lower, measured.upper


def test_it_counts_fresh_evidence_and_keeps_the_lapsed_in_the_denominator():
    measured = strategies_implemented(
        organizations(
            ("implementing", FRESH),
            ("verified", AS_OF),
            ("verified", STALE),
            ("implementing", None),
            ("pledged", FRESH),
            ("never_assessed", None),
            ("none", None),
        ),
        AS_OF,
    )
    assert figures(measured) == (2, 7, 2, 3)
    assert measured.details["by_status"]["lapsed"] == 2


def test_it_is_unknown_when_nothing_is_engaged_or_assessed():
    assert strategies_implemented([], AS_OF).reason == "nothing_engaged"
    never = organizations(("never_assessed", None), ("never_assessed", None))
    assert strategies_implemented(never, AS_OF).reason == "none_assessed"


def test_it_is_zero_when_all_were_looked_at_and_none_acts():
    assert figures(strategies_implemented(organizations(("none", None)), AS_OF)) == (0, 1, 0, 0)
