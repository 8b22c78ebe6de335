"""How a community stands in a half-year: its figures, what its coordinator made of them, its indicators' ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communities.thresholds import Thresholds
from evaluation.figure_queries.receipts import canonical
from evaluation.figure_visibility import Seen, seen_figure, seen_indicator, seen_without_figure
from evaluation.instrument import INDICATORS, Indicator, Part, parts_of_indicator
from evaluation.measures import IndicatorRating, Measured, Override, Rating
from evaluation.models import Figure
from evaluation.wording_ratings import why_indicator, why_rated
from tfc.disclosure import Reader


@dataclass(frozen=True)
class PartStanding:
    """``measured`` is the effective figure: computed, or where that is unknown the coordinator's, and then marked.

    Figure and rating are as their reader may see them. Without a stored figure there is no receipt.
    """

    part: Part
    measured: Measured
    rating: Rating
    has_receipt: bool
    thresholds: Thresholds

    @property
    def why(self) -> str:
        """Where the line is, or what holds the rating down."""
        return why_rated(self.part, self.measured, self.rating, self.thresholds)


@dataclass(frozen=True)
class IndicatorStanding:
    indicator: Indicator
    rating: IndicatorRating
    parts: Sequence[PartStanding]
    thresholds: Thresholds

    @property
    def why(self) -> str:
        """How the rating came about from those of its parts."""
        parts = [one.part for one in self.parts]
        return why_indicator(parts, [one.rating for one in self.parts], self.rating, self.thresholds)


class Standings(list[IndicatorStanding]):
    """The indicators of one half-year, in their order, all by the same thresholds.

    ``drawn``: what was made of them for a page, by whatever else it says; it lives as long as they are kept.
    """

    def __init__(self) -> None:
        super().__init__()
        self.drawn: dict[Any, Any] = {}

    @property
    def fingerprint(self) -> str:
        """Another text as soon as a page says anything else of them: a key for ``{% cache %}``."""
        thresholds = canonical(self[0].thresholds.as_json()) if self else ""
        parts = [
            (one.part.code, one.rating, one.has_receipt, one.measured)
            for standing in self
            for one in standing.parts
        ]
        return repr((thresholds, [one.rating for one in self], parts))


def standings(
    figures: Mapping[str, Figure],
    overrides: Mapping[tuple[int, str, str], Override],
    thresholds: Thresholds,
    reader: Reader,
    *,
    takes_part: bool = True,
) -> Standings:
    """The five indicators over one community's figures of one half-year, by part code, as ``reader`` may see them.

    ``takes_part``: what a part without a figure is, unknown or not applicable.
    """

    def seen(part: Part) -> Seen:
        figure = figures.get(part.code)
        return (
            seen_figure(figure, overrides, thresholds, reader)
            if figure
            else seen_without_figure(part, thresholds, takes_part=takes_part)
        )

    found = Standings()
    for indicator in INDICATORS:
        pairs = [(part, seen(part)) for part in parts_of_indicator(indicator.code)]
        rating = seen_indicator([one.possible for _part, one in pairs], thresholds)
        parts = [
            PartStanding(part, one.measured, one.rating, part.code in figures, thresholds)
            for part, one in pairs
        ]
        found.append(IndicatorStanding(indicator, rating, parts, thresholds))
    return found
