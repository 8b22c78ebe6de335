"""A recomputed part with its state, bounds and rating; overrides, and which value counts."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tests.recompute.half_years import CommunityHalfYear
from tests.recompute.raw_rows import Row

# Rated against the office's target.
COUNTS = ("stakeholder_meetings", "engagement_events", "professionals_trained")
# Answers of residents: their small numbers are guarded, and they are never added up.
SAMPLES = ("access_known", "risks_known")
KNOWN = ("value", "declared_zero")
FEW = 5

NOT_MET, PARTLY, MET = range(3)
# From the rating of the lower end to that of the upper one.
RATINGS = {
    (NOT_MET, NOT_MET): "not_met",
    (NOT_MET, PARTLY): "not_met_or_partly",
    (PARTLY, PARTLY): "partly",
    (PARTLY, MET): "partly_or_met",
    (MET, MET): "met",
    (NOT_MET, MET): "inconclusive",
}
ENDS = {rating: ends for ends, rating in RATINGS.items()}

Number = int | Decimal


@dataclass(frozen=True)
class RecomputedFigure:
    """Numbers only where it is known. ``upper`` is None where it is known and there is no most."""

    state: str
    rating: str = ""
    numerator: Number | None = None
    denominator: Number | None = None
    lower: Number | None = None
    upper: Number | None = None
    interval: tuple[float, float] | None = None
    # Rated "partly met" at most, at the lower end and at the upper end.
    capped: bool = False
    upper_is_capped: bool = False
    overridden: bool = False
    # An override of which only the percentage is known.
    percentage: Decimal | None = None
    # Of items 6 and 7: version and method, and the town's population.
    survey: tuple[int, str] | None = None
    population: int = 0

    @property
    def is_known(self) -> bool:
        return self.state in KNOWN

    @property
    def value(self) -> Fraction | None:
        """In percent where there is a denominator; None where it is not known."""
        if self.percentage is not None:
            return Fraction(self.percentage)
        if self.numerator is None:
            return None
        number = Fraction(self.numerator)
        return number if self.denominator is None else 100 * number / Fraction(self.denominator)

    @property
    def is_about_few(self) -> bool:
        """Of a share of people: one to four said it, or one to four did not."""
        if self.numerator is None or self.denominator is None or self.overridden:
            return False
        return 0 < self.numerator < FEW or 0 < self.denominator - self.numerator < FEW


UNKNOWN = RecomputedFigure("unknown")
NOT_APPLICABLE = RecomputedFigure("not_applicable", "not_applicable")


def make_value(
    lower: Number, upper: Number | None, denominator: Number | None = None, *, state: str = "value"
) -> RecomputedFigure:
    """“What is recorded counts; what is unresolved … widens the bounds”."""
    return RecomputedFigure(state, numerator=lower, denominator=denominator, lower=lower, upper=upper)


def get_rating(figure: RecomputedFigure, part: str, at: CommunityHalfYear) -> str:
    """“counts are rated against the office's target, without target not rated. A part with bounds is rated at both
    ends: equal ratings are the rating, different ones are shown as a range … Survey items: from the rating of the
    interval's lower bound to that of its upper bound; inconclusive only if that is from not met to met”.
    """
    if part in COUNTS and part not in at.targets:
        return "not_rated"
    if not figure.is_known:
        return figure.state
    if figure.interval is not None:
        ends = [_get_level(Fraction(share), at) for share in figure.interval]
    else:
        denominator = at.targets[part] if part in COUNTS else figure.denominator
        ends = [_get_level(share, at) for share in _get_shares(figure, denominator or 0)]
    caps = (figure.capped, figure.upper_is_capped)
    lower, upper = (min(end, PARTLY) if capped else end for end, capped in zip(ends, caps, strict=True))
    return RATINGS[lower, upper]


def _get_shares(figure: RecomputedFigure, denominator: Number) -> list[Fraction]:
    """In percent; where there is no most, the upper end is all of it."""
    return [
        Fraction(100) if number is None else 100 * Fraction(number) / Fraction(denominator)
        for number in (figure.lower, figure.upper)
    ]


def _get_level(share: Fraction, at: CommunityHalfYear) -> int:
    """Rating of a part: “met ≥ 80 %, partly ≥ 40 %, else not met”."""
    return MET if share >= at.thresholds["met"] else PARTLY if share >= at.thresholds["partly"] else NOT_MET


def make_override(answer: Row, at: CommunityHalfYear) -> RecomputedFigure:
    """“A share is overridden by numerator and denominator; where only a percentage is known it is stored as such and
    never enters a sum. … A count is overridden by a count”.
    """
    if answer.part in COUNTS:
        figure = make_value(answer.override_value, answer.override_value)
    elif answer.override_numerator is not None:
        numerator = answer.override_numerator
        figure = make_value(numerator, numerator, answer.override_denominator)
    else:
        share = make_value(answer.override_value, answer.override_value, 100)
        rating = get_rating(share, answer.part, at)
        return RecomputedFigure("value", rating, overridden=True, percentage=answer.override_value)
    return RecomputedFigure(
        "value",
        get_rating(figure, answer.part, at),
        figure.numerator,
        figure.denominator,
        figure.lower,
        figure.upper,
        overridden=True,
    )


def override_counts(computed: RecomputedFigure, override: RecomputedFigure, choice: str | None) -> bool:
    """“Until the office has reviewed an override, the lower of the two ratings counts … on acceptance the office
    chooses, for each override, which value counts. Ranges compare by their lower end; with equal or no rating the
    computed value counts; where the computed value is unknown the override counts”.
    """
    if computed.state == "not_applicable":
        return False
    if choice is not None:
        return choice == "override"
    if computed.state == "unknown":
        return True
    if computed.rating not in ENDS or override.rating not in ENDS:
        return False
    return ENDS[override.rating][0] < ENDS[computed.rating][0]
