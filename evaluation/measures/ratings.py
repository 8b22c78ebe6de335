"""From figures, or their overrides, to ratings: of a part at both of its ends, and of an indicator over its parts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from communities.thresholds import Thresholds
from evaluation.instrument import Part, Rule
from evaluation.measures.measured import Measurement, Number, Override, State, replace_by, sure
from tfc.intervals import wilson


class Rating(StrEnum):
    """A rating, or the range of ratings from that of a figure's lower end to that of its upper end.

    INCONCLUSIVE is the range from not met to met. NOT_RATED: a count for which the office set no target. HIDDEN is
    never stored: evaluation.figure_visibility shows it instead of a rating that would reveal a small number of people.
    """

    MET = "met"
    PARTLY_OR_MET = "partly_or_met"
    PARTLY = "partly"
    NOT_MET_OR_PARTLY = "not_met_or_partly"
    NOT_MET = "not_met"
    NOT_RATED = "not_rated"
    INCONCLUSIVE = "inconclusive"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    NOT_ENOUGH_DATA = "not_enough_data"  # an indicator from not met to met
    HIDDEN = "hidden"

    @property
    def ends(self) -> "tuple[Rating, Rating] | None":
        """Return the lowest and the highest possible rating; None for what is not rated, not applicable or hidden."""
        return ENDS.get(self)


# The best first.
ENDS: Mapping[Rating, tuple[Rating, Rating]] = {
    Rating.MET: (Rating.MET, Rating.MET),
    Rating.PARTLY_OR_MET: (Rating.PARTLY, Rating.MET),
    Rating.PARTLY: (Rating.PARTLY, Rating.PARTLY),
    Rating.NOT_MET_OR_PARTLY: (Rating.NOT_MET, Rating.PARTLY),
    Rating.NOT_MET: (Rating.NOT_MET, Rating.NOT_MET),
    Rating.INCONCLUSIVE: (Rating.NOT_MET, Rating.MET),
    Rating.UNKNOWN: (Rating.NOT_MET, Rating.MET),
}
RANGES = {
    ends: rating for rating, ends in ENDS.items() if rating not in (Rating.INCONCLUSIVE, Rating.UNKNOWN)
}
POINTS = {Rating.MET: Fraction(1), Rating.PARTLY: Fraction(1, 2), Rating.NOT_MET: Fraction(0)}


def rate(part: Part, measured: Measurement, thresholds: Thresholds | None = None) -> Rating:
    """Rate a part at both of its ends.

    Pass the figure from `effective`, so that an override that counts is rated.
    """
    settings = thresholds or Thresholds()
    if measured.state == State.NOT_APPLICABLE:
        return Rating.NOT_APPLICABLE
    if part.rule == Rule.TARGET and part.code not in settings.targets:
        return Rating.NOT_RATED
    if measured.state == State.UNKNOWN:
        return Rating.UNKNOWN
    ends = get_rated_ends(part, measured, settings)
    return RANGES.get(ends, Rating.INCONCLUSIVE) if ends else Rating.INCONCLUSIVE


def get_rated_ends(part: Part, measured: Measurement, thresholds: Thresholds) -> tuple[Rating, Rating] | None:
    """Return the ratings of the lower and the upper end of a known figure; None without an interval to rate."""
    percents = _get_percents(part, measured, thresholds)
    if percents is None:
        return None
    lower, upper = percents
    ends = _rate_percent(lower, thresholds), _rate_percent(upper, thresholds)
    if not measured.capped:
        return ends
    return _cap(ends[0]), ends[1] if measured.may_lose_cap else _cap(ends[1])


def _cap(rating: Rating) -> Rating:
    return Rating.PARTLY if rating == Rating.MET else rating


def _get_percents(
    part: Part, measured: Measurement, thresholds: Thresholds
) -> tuple[Number | float, Number | float] | None:
    """Return both ends in percent of the whole or of the target. Without an upper bound the upper end is 100."""
    if part.rule == Rule.INTERVAL:
        return interval_to_rate(measured, thresholds)
    lower, upper = sure(measured.lower_value), measured.upper_value
    scale = Fraction(100, thresholds.targets[part.code]) if part.rule == Rule.TARGET else Fraction(1)
    return lower * scale, 100 if upper is None else upper * scale


def _rate_percent(percent: Number | float, thresholds: Thresholds) -> Rating:
    if percent >= thresholds.met:
        return Rating.MET
    return Rating.PARTLY if percent >= thresholds.partly else Rating.NOT_MET


def interval_to_rate(measured: Measurement, thresholds: Thresholds) -> tuple[float, float] | None:
    """Return the interval to rate, in percent. An override has none of its own: it gets one when enough residents
    answered, else None.
    """
    if measured.interval is not None:
        return measured.interval
    answers = sure(measured.denominator)
    if answers < thresholds.survey_answers:
        return None
    low, high = wilson(float(sure(measured.numerator)), answers)
    return 100 * low, 100 * high


@dataclass(frozen=True)
class IndicatorRating:
    """An indicator over its parts, with every part at the lower end of its rating and at the upper end.

    `score` and `upper_score` = (met + ½ partly) / `applicable` in percent; both None without a rating. `applicable`
    leaves out counts without a target. Of the `rated_count` known parts, `inconclusive` are inconclusive.
    """

    rating: Rating
    score: Fraction | None
    rated_count: int
    applicable: int
    inconclusive: int = 0
    upper_score: Fraction | None = None


def indicator_rating(ratings: Iterable[Rating], thresholds: Thresholds | None = None) -> IndicatorRating:
    """Rate an indicator from the ratings of its parts, one for each part.

    An unknown or inconclusive part ranges from not met to met. "Not enough data" is given only if the indicator ranges
    from not met to met as well. With no part applicable it does not apply; with none rated (counts without targets) it
    is not rated.
    """
    settings = thresholds or Thresholds()
    applicable = [rating for rating in ratings if rating != Rating.NOT_APPLICABLE]
    parts = [rating for rating in applicable if rating != Rating.NOT_RATED]
    rated_count = sum(rating != Rating.UNKNOWN for rating in parts)
    inconclusive = parts.count(Rating.INCONCLUSIVE)
    if not parts:
        without = Rating.NOT_RATED if applicable else Rating.NOT_APPLICABLE
        return IndicatorRating(without, None, 0, 0)
    lower, upper = (_score([ENDS[rating][end] for rating in parts]) for end in (0, 1))
    rating = RANGES.get((_rate_percent(lower, settings), _rate_percent(upper, settings)))
    if rating is None:
        return IndicatorRating(Rating.NOT_ENOUGH_DATA, None, rated_count, len(parts), inconclusive)
    return IndicatorRating(rating, lower, rated_count, len(parts), inconclusive, upper)


def _score(ratings: list[Rating]) -> Fraction:
    return 100 * sum((POINTS[rating] for rating in ratings), Fraction(0)) / len(ratings)


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
