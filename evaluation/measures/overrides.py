"""Which of two values of a part counts: the computed one or the coordinator's override."""

from collections.abc import Mapping

from evaluation.instrument import Part, Rule, Thresholds
from evaluation.measures.measured import Measured, Override, State, replace_by
from evaluation.measures.ratings import Rating, rate

# By the lower end of a rating; what is not here is not rated.
LOWER_ENDS: Mapping[str, int] = {
    "not_met": 0,
    "not_met_or_partly": 0,
    "inconclusive": 0,
    "partly": 1,
    "partly_or_met": 1,
    "met": 2,
}


def may_be_overridden(part: Part) -> bool:
    """What residents answered is never overridden."""
    return part.rule != Rule.INTERVAL


def override_counts(
    part: Part, computed: Measured, rating: Rating, override: Override, thresholds: Thresholds
) -> bool:
    """Whether the override counts until the office has decided: the lower of the two ratings does.

    ``rating``: of the computed figure. With equal ratings, or without a rating, the computed figure counts; where it is
    unknown, the override does.
    """
    if computed.state == State.UNKNOWN:
        return True
    if not computed.known:
        return False
    own, found = (
        LOWER_ENDS.get(one) for one in (rate(part, replace_by(computed, override), thresholds), rating)
    )
    return own is not None and found is not None and own < found
