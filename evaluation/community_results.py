"""A community's results of a half-year: its figures, overrides and indicator ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communities.thresholds import Thresholds
from evaluation.figure_queries.receipts import canonical
from evaluation.figure_visibility import (
    VisibleFigure,
    mask_indicator,
    mask_missing_figure,
    mask_stored_figure,
)
from evaluation.instrument import INDICATORS, Indicator, Part, parts_of_indicator
from evaluation.measures import IndicatorRating, Measurement, Override, Rating
from evaluation.models import Figure
from evaluation.wording_ratings import explain_indicator, explain_rating, failures_text
from tfc.disclosure import Reader


@dataclass(frozen=True)
class RatedPart:
    """A part with its effective figure and rating, as the reader may see them.

    ``measured`` is the computed figure or the override, marked as such. Without a stored figure there is no receipt.
    """

    part: Part
    measured: Measurement
    rating: Rating
    has_receipt: bool
    thresholds: Thresholds

    @property
    def why(self) -> str:
        """Explain the thresholds, or what limits the rating."""
        return explain_rating(self.part, self.measured, self.rating, self.thresholds)


@dataclass(frozen=True)
class RatedIndicator:
    indicator: Indicator
    rating: IndicatorRating
    parts: Sequence[RatedPart]
    thresholds: Thresholds

    @property
    def why(self) -> str:
        """Explain how the rating follows from those of its parts."""
        return explain_indicator(*self._rated_parts, self.rating, self.thresholds)

    @property
    def failures(self) -> str:
        """Name the parts that are known not to be met."""
        return failures_text(*self._rated_parts)

    @property
    def _rated_parts(self) -> tuple[list[Part], list[Rating]]:
        return [row.part for row in self.parts], [row.rating for row in self.parts]


class RatedIndicators(list[RatedIndicator]):
    """The indicators of one half-year, in order, all rated by the same thresholds.

    ``drawn``: content rendered from them for a page, by its other parameters; cached as long as this object.
    """

    def __init__(self) -> None:
        super().__init__()
        self.drawn: dict[Any, Any] = {}

    @property
    def fingerprint(self) -> str:
        """Return a cache key for ``{% cache %}`` that changes when any displayed value changes."""
        thresholds = canonical(self[0].thresholds.as_json()) if self else ""
        parts = [
            (rated_part.part.code, rated_part.rating, rated_part.has_receipt, rated_part.measured)
            for standing in self
            for rated_part in standing.parts
        ]
        return repr((thresholds, [rated_indicator.rating for rated_indicator in self], parts))


def rate_community(
    figures: Mapping[str, Figure],
    overrides: Mapping[tuple[int, str, str], Override],
    thresholds: Thresholds,
    reader: Reader,
    *,
    takes_part: bool = True,
) -> RatedIndicators:
    """Rate the five indicators of one community's half-year from its figures by part code, as ``reader`` may see them.

    ``takes_part``: whether a part without a figure is unknown (True) or not applicable (False).
    """

    def mask_part(part: Part) -> VisibleFigure:
        figure = figures.get(part.code)
        return (
            mask_stored_figure(figure, overrides, thresholds, reader)
            if figure
            else mask_missing_figure(part, thresholds, takes_part=takes_part)
        )

    rated_indicators = RatedIndicators()
    for indicator in INDICATORS:
        pairs = [(part, mask_part(part)) for part in parts_of_indicator(indicator.code)]
        rating = mask_indicator([visible_figure.possible for _part, visible_figure in pairs], thresholds)
        parts = [
            RatedPart(part, visible_figure.measured, visible_figure.rating, part.code in figures, thresholds)
            for part, visible_figure in pairs
        ]
        rated_indicators.append(RatedIndicator(indicator, rating, parts, thresholds))
    return rated_indicators
