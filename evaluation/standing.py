"""How a community stands in a half-year: its figures, what its coordinator made of them, its indicators' ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluation.instrument import INDICATORS, Indicator, Part, Thresholds, parts_of_indicator
from evaluation.measures import IndicatorRating, Measured, Override, Rating, indicator_rating, unknown
from evaluation.models import Figure


@dataclass(frozen=True)
class PartStanding:
    """``measured`` is the effective figure: computed, or where that is unknown the coordinator's, and then marked."""

    part: Part
    measured: Measured
    rating: Rating
    figure: Figure | None


@dataclass(frozen=True)
class IndicatorStanding:
    indicator: Indicator
    rating: IndicatorRating
    parts: Sequence[PartStanding]


def standings(
    figures: Mapping[str, Figure],
    overrides: Mapping[tuple[int, str, str], Override],
    thresholds: Thresholds,
) -> list[IndicatorStanding]:
    """The five indicators over one community's figures of one half-year, by part code."""
    found = []
    for indicator in INDICATORS:
        parts = [
            _part(part, figures.get(part.code), overrides, thresholds)
            for part in parts_of_indicator(indicator.code)
        ]
        rating = indicator_rating((one.rating for one in parts), thresholds)
        found.append(IndicatorStanding(indicator, rating, parts))
    return found


def _part(
    part: Part,
    figure: Figure | None,
    overrides: Mapping[tuple[int, str, str], Override],
    thresholds: Thresholds,
) -> PartStanding:
    if figure is None:
        return PartStanding(part, unknown(part.unit, "nothing_recorded"), Rating.UNKNOWN, None)
    measured = figure.effective(overrides)
    return PartStanding(part, measured, figure.rated(thresholds, overrides), figure)
