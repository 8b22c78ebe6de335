"""Which value of an overridden part counts, and what enters a sum. Pure."""

from fractions import Fraction

import pytest

from communities.thresholds import Thresholds
from evaluation.instrument import Unit, part
from evaluation.measures import Override, build_not_applicable, override_counts, pool, rate, unknown
from evaluation.measures.measured import count, effective, share
from evaluation.wording import coverage_text, fraction_text, override_text, value_text

RESEARCH, MEETINGS = part("research_done"), part("stakeholder_meetings")


def own(numerator, denominator=None, **more) -> Override:
    return Override(numerator, denominator, "We know better.", **more)


@pytest.mark.parametrize(
    ("computed", "override", "counts"),
    [
        # The lower of two ratings.
        (share(4, 5), own(1, 5), True),
        (share(1, 5), own(4, 5), False),
        (share(4, 5), own(3, 5), True),
        # Equal ratings: the computed value, even if it is lower.
        (share(4, 5), own(5, 5), False),
        (share(5, 5), own(4, 5), False),
        # Nothing was computed.
        (unknown(Unit.PERCENT, "no_research"), own(5, 5), True),
        (build_not_applicable(Unit.PERCENT), own(5, 5), False),
        # A bare percentage is rated as well.
        (share(4, 5), own(30, 100, percent_only=True), True),
    ],
)
def test_the_lower_rating_counts_until_the_office_decides(computed, override, counts):
    thresholds = Thresholds()
    rating = rate(RESEARCH, computed, thresholds)
    assert override_counts(RESEARCH, computed, rating, override, thresholds) is counts


def test_without_a_target_nothing_is_rated_and_the_computed_count_counts():
    computed = count(5, upper=5)
    rating = rate(MEETINGS, computed, Thresholds())
    assert override_counts(MEETINGS, computed, rating, own(1), Thresholds()) is False
    with_target = Thresholds(targets={MEETINGS.code: 5})
    rating = rate(MEETINGS, computed, with_target)
    assert override_counts(MEETINGS, computed, rating, own(1), with_target) is True


def test_a_bare_percentage_enters_no_sum_and_the_sum_says_how_many_are_overrides():
    """Otherwise an office would read "46 %, the mean of 63, 50 and 25" under "percentages are never averaged"."""
    unknown_part = unknown(Unit.PERCENT, "nothing_recorded")
    bare = [effective(unknown_part, own(number, 100, percent_only=True)) for number in (63, 50, 25)]
    assert pool(RESEARCH, bare).measured.value is None
    assert pool(RESEARCH, bare).value_count == 0
    by_parts = effective(unknown_part, own(1, 5))
    pooled = pool(RESEARCH, [*bare, by_parts, share(4, 5)])
    assert (pooled.measured.numerator, pooled.measured.denominator) == (5, 10)
    assert (pooled.value_count, pooled.applicable, pooled.overridden) == (2, 5, 1)
    assert coverage_text(pooled) == "known for 2 of 5 communities, 1 of them is an override"
    assert value_text(bare[0]) == "63%"
    assert fraction_text(bare[0]) == ""
    assert fraction_text(by_parts) == "1 of 5"


def test_what_does_not_count_changes_nothing_and_what_counts_is_marked():
    computed = share(4, 5, lower=3, upper=5)
    assert effective(computed, own(1, 5, counts=False)) == computed
    result = effective(computed, own(1, 5))
    assert (result.value, result.lower, result.upper, result.overridden) == (Fraction(20), 1, 1, True)
    assert override_text(result) == "override, not reviewed"
    assert override_text(effective(computed, own(1, 5, reviewed=True))) == "override"
