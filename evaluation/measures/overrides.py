"""Which of two values of a part counts: the computed one or the coordinator's override."""

from communities.thresholds import Thresholds
from evaluation.instrument import Part, Rule
from evaluation.measures.measured import Measurement, Override, State, replace_by
from evaluation.measures.ratings import Rating, rate

# From the lowest rating to the highest.
ORDER = (Rating.NOT_MET, Rating.PARTLY, Rating.MET)


def may_be_overridden(part: Part) -> bool:
    """Return False for residents' answers, which can never be overridden."""
    return part.rule != Rule.INTERVAL


def override_counts(
    part: Part, computed: Measurement, rating: Rating, override: Override, thresholds: Thresholds
) -> bool:
    """Return True if the override counts until the office decides: if it has the lower rating.

    ``rating``: of the computed figure. With equal ratings, or without a rating, the computed figure counts; where it
    is unknown, the override does.
    """
    if computed.state == State.UNKNOWN:
        return True
    if not computed.has_value:
        return False
    own = get_lower_end(rate(part, replace_by(computed, override), thresholds))
    lower_end = get_lower_end(rating)
    return own is not None and lower_end is not None and own < lower_end


def get_lower_end(rating: Rating) -> int | None:
    """Return the position of a rating's lower end in ORDER; None for an unrated one."""
    return None if rating.ends is None else ORDER.index(rating.ends[0])
