"""Which of two values of a part counts: the computed one or the coordinator's override."""

from communities.thresholds import Thresholds
from evaluation.instrument import Part, Rule
from evaluation.measures.measured import Measurement, Override, State, replace_by
from evaluation.measures.ratings import Rating, rate

# From the lowest rating to the highest.
ORDER = (Rating.NOT_MET, Rating.PARTLY, Rating.MET)


def may_be_overridden(part: Part) -> bool:
    """What residents answered is never overridden."""
    return part.rule != Rule.INTERVAL


def override_counts(
    part: Part, computed: Measurement, rating: Rating, override: Override, thresholds: Thresholds
) -> bool:
    """Whether the override counts until the office has decided: the lower of the two ratings does.

    ``rating``: of the computed figure. With equal ratings, or without a rating, the computed figure counts; where it is
    unknown, the override does.
    """
    if computed.state == State.UNKNOWN:
        return True
    if not computed.has_value:
        return False
    own = get_lower_end(rate(part, replace_by(computed, override), thresholds))
    lower_end = get_lower_end(rating)
    return own is not None and lower_end is not None and own < lower_end


def get_lower_end(rating: Rating) -> int | None:
    """The place of a rating's lower end in ORDER; None for what is not rated."""
    return None if rating.ends is None else ORDER.index(rating.ends[0])
