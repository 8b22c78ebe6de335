"""From figures to ratings: of a part, and of an indicator over its parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from evaluation.instrument import Part, Rule, Thresholds
from evaluation.measures.intervals import wilson
from evaluation.measures.measured import Measured, Number, State, sure


class Rating(StrEnum):
    """NOT_RATED: the figure is known, but its office set no target. INCONCLUSIVE: too few answers to tell.

    HIDDEN is never stored: evaluation.shown puts it in the place of a rating that would tell of few people.
    """

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_RATED = "not_rated"
    INCONCLUSIVE = "inconclusive"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    NOT_ENOUGH_DATA = "not_enough_data"  # of an indicator only
    HIDDEN = "hidden"


RATED = (Rating.MET, Rating.PARTLY, Rating.NOT_MET)


def rate(part: Part, measured: Measured, thresholds: Thresholds | None = None) -> Rating:
    """The rating of a part.

    Give it the figure from `effective` so that overrides stand in for unknown ones.
    """
    settings = thresholds or Thresholds()
    if measured.state == State.NOT_APPLICABLE:
        return Rating.NOT_APPLICABLE
    if measured.state == State.UNKNOWN:
        return Rating.UNKNOWN
    rating = _rate_known(part, measured, settings)
    return Rating.PARTLY if measured.capped and rating == Rating.MET else rating


def _rate_known(part: Part, measured: Measured, thresholds: Thresholds) -> Rating:
    if part.rule == Rule.INTERVAL:
        return _rate_interval(measured, thresholds)
    if part.rule == Rule.SHARE:
        return _rate_percent(sure(measured.value), thresholds)
    target = thresholds.targets.get(part.code)
    if target is None:
        return Rating.NOT_RATED
    reached = measured.lower if part.rule == Rule.LOWER_BOUND_TARGET else measured.numerator
    return _rate_percent(Fraction(100 * sure(reached)) / target, thresholds)


def _rate_percent(percent: Number, thresholds: Thresholds) -> Rating:
    if percent >= thresholds.met:
        return Rating.MET
    return Rating.PARTLY if percent >= thresholds.partly else Rating.NOT_MET


def _rate_interval(measured: Measured, thresholds: Thresholds) -> Rating:
    """By the whole interval."""
    interval = interval_to_rate(measured, thresholds)
    if interval is None:
        return Rating.INCONCLUSIVE
    lower, upper = interval
    if lower >= thresholds.met:
        return Rating.MET
    if upper < thresholds.partly:
        return Rating.NOT_MET
    if lower >= thresholds.partly and upper < thresholds.met:
        return Rating.PARTLY
    return Rating.INCONCLUSIVE


def interval_to_rate(measured: Measured, thresholds: Thresholds) -> tuple[float, float] | None:
    """In percent. An override has none of its own: it gets one when enough residents answered, else None."""
    if measured.interval is not None:
        return measured.interval
    answers = sure(measured.denominator)
    if answers < thresholds.survey_answers:
        return None
    low, high = wilson(float(sure(measured.numerator)), answers)
    return 100 * low, 100 * high


@dataclass(frozen=True)
class IndicatorRating:
    """An indicator over its parts; `score` = (met + ½ partly) / rated in percent, None without a rating.

    "`known` of `applicable` known": known counts figures, rated or not; `rated` those that entered the score, and
    `inconclusive` those of the known ones that are too close to tell.
    """

    rating: Rating
    score: Fraction | None
    known: int
    applicable: int
    rated: int
    inconclusive: int = 0


def indicator_rating(ratings: Iterable[Rating], thresholds: Thresholds | None = None) -> IndicatorRating:
    """The indicator from the ratings of its parts, one each.

    When more than 25 % of the applicable parts are unknown or inconclusive, there is not enough data. With
    none applicable it does not apply; with none rated (counts without targets) it is not rated.
    """
    settings = thresholds or Thresholds()
    applicable = [rating for rating in ratings if rating != Rating.NOT_APPLICABLE]
    known = sum(rating != Rating.UNKNOWN for rating in applicable)
    rated = [rating for rating in applicable if rating in RATED]
    inconclusive = sum(rating == Rating.INCONCLUSIVE for rating in applicable)
    open_parts = len(applicable) - known + inconclusive
    without = None
    if not applicable:
        without = Rating.NOT_APPLICABLE
    elif open_parts * 100 > settings.unknown_share * len(applicable):
        without = Rating.NOT_ENOUGH_DATA
    elif not rated:
        without = Rating.NOT_RATED
    if without is not None:
        return IndicatorRating(without, None, known, len(applicable), len(rated), inconclusive)
    points = Fraction(sum(2 * (each == Rating.MET) + (each == Rating.PARTLY) for each in rated), 2)
    score = 100 * points / len(rated)
    rating = _rate_percent(score, settings)
    return IndicatorRating(rating, score, known, len(applicable), len(rated), inconclusive)
