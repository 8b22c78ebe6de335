"""Scales from data to drawing units, axes, and labels of points that neither lines nor uncertainty ranges run through.

A vertical axis has few lines; half-years run from left to right.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import pgettext

from evaluation.instrument import Unit
from evaluation.wording import in_unit
from tfc.charts.texts import measure_width

FAR = 34
# A line that rises by less stays below the label.
STEEP = 14
BELOW = 20
HEIGHT = 14
# Line height of text.
LINE = 17
# Minimum distance between two texts on one line.
GAP = 4


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    anchor: str = "middle"


@dataclass(frozen=True)
class Extent:
    """The extent of a text: from ``left`` to ``right``, on a line at ``y``. Empty if there is no text."""

    left: float
    right: float
    y: float = 0

    @classmethod
    def for_text(cls, text: str, x: float, size: float, y: float = 0, anchor: str = "middle") -> "Extent":
        width = measure_width(text, size)
        left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
        return cls(left, left + width, y)

    def meets(self, other: "Extent") -> bool:
        return (
            abs(self.y - other.y) < HEIGHT and self.left < other.right + GAP and other.left < self.right + GAP
        )


def choose_visible(extents: Sequence[Extent]) -> set[int]:
    """Return the indexes of labels that do not overlap; the last one is the newest and always shown."""
    visible: list[int] = []
    for index in reversed(range(len(extents))):
        own = extents[index]
        if own.left < own.right and not any(own.meets(extents[other]) for other in visible):
            visible.append(index)
    return set(visible)


def find_valleys(heights: Sequence[float | None], runs: Sequence[Sequence[int]]) -> set[int]:
    """Return the indexes of points from which the line rises steeply on all sides, through a label above them.

    ``heights`` grow downwards, as in a drawing.
    """
    valleys = set()
    for run in runs:
        for at, index in enumerate(run):
            own = heights[index] or 0
            neighbors = [
                heights[neighbor] or 0 for neighbor in (*run[max(at - 1, 0) : at], *run[at + 1 : at + 2])
            ]
            if neighbors and max(neighbors) <= own and min(neighbors) < own - STEEP:
                valleys.add(index)
    return valleys


def place_below(lowest: float, floor: float) -> float | None:
    """Return the position below what ends at ``lowest``; None if the axis is too near."""
    y = round(lowest + BELOW, 2)
    return y if y <= floor - 4 else None


def label_at(
    index: int,
    x: float,
    y: float,
    ends: Sequence[float],
    floor: float,
    *,
    in_valley: bool,
    other: float | None,
) -> Label:
    """Return the label's position: above the point and its range (``ends``), or below it in a valley, unless the
    ``other`` line is there.

    If the range reaches so far up that the label would be detached, it is below the point, or next to it if there is
    no room.
    """
    lowest, highest = max(y, *ends), min(y, *ends)
    under = place_below(lowest, floor) if lowest - y <= STEEP else None
    if under is not None and other is not None and under - HEIGHT < other < under + 2:
        under = None
    is_far = y - highest > FAR
    if under is not None and (in_valley or is_far):
        return Label(x, under)
    if not is_far:
        return Label(x, round(highest - 10, 2))
    # All on the left, so that neighboring labels do not meet; the first is on the right, because the axis labels are
    # to its left.
    return Label(x + 9, y + 5, "start") if index == 0 else Label(x - 9, y + 5, "end")


@dataclass(frozen=True)
class Linear:
    """Maps ``low``…``high`` of the data to ``start``…``end`` of the drawing; a flat domain maps to the start."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        if self.high == self.low:
            return self.start
        return round(self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start), 2)


@dataclass(frozen=True)
class Bands:
    """Divides ``start``…``end`` into ``count`` equal bands, ``gap`` (0 to 1) of each left free."""

    count: int
    start: float
    end: float
    gap: float = 0.2

    @property
    def step(self) -> float:
        return (self.end - self.start) / max(self.count, 1)

    @property
    def width(self) -> float:
        return round(self.step * (1 - self.gap), 2)

    def __call__(self, index: int) -> float:
        """Return where band ``index`` begins."""
        return round(self.start + index * self.step + self.step * self.gap / 2, 2)

    def middle(self, index: int) -> float:
        return round(self.start + (index + 0.5) * self.step, 2)


# Multiplied by a power of ten.
TOPS = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)


def nice_top(values: Sequence[float]) -> float:
    """Return the top of an axis: the smallest whole number of TOPS × 10ⁿ that no value exceeds."""
    top = max([*values, 1])
    power = 10 ** math.floor(math.log10(top))
    candidates = (float(step * power) for step in TOPS)
    return next(candidate for candidate in candidates if candidate >= top and candidate.is_integer())


@dataclass(frozen=True)
class Tick:
    y: float
    label: str


@dataclass(frozen=True)
class HalfYearLabel:
    """The label below a point: the half, and the year at its first half-year."""

    x: float
    half: str
    year: str


def vertical(unit: Unit, values: Iterable[float], floor: float, top: float) -> Linear:
    """Return a scale from 0 to 100 for percentages, and from 0 to a round maximum for counts, so that charts of one
    unit are comparable.
    """
    highest = 100.0 if unit == Unit.PERCENT else nice_top(list(values))
    return Linear(0, highest, floor, top)


def ticks(scale: Linear, unit: Unit) -> list[Tick]:
    """Return ticks at zero, half and maximum; no half for counts if it is not a whole number."""
    has_half = unit == Unit.PERCENT or scale.high % 2 == 0
    steps = (0, scale.high / 2, scale.high) if has_half else (0, scale.high)
    return [Tick(scale(step), in_unit(step, unit)) for step in steps]


def half_year_labels(half_years: Sequence[str], middles: Sequence[float], size: float) -> list[HalfYearLabel]:
    """Label "2025-H2" as "H2", with "2025" below the first one of each year; labels without room are left out."""
    halves, years = [], []
    for at, half_year in enumerate(half_years):
        year, _dash, half = half_year.partition("-H")
        halves.append(pgettext("half-year", "H1") if half == "1" else pgettext("half-year", "H2"))
        years.append(year if at == 0 or not half_years[at - 1].startswith(year) else "")
    kept_halves, kept_years = (
        choose_visible([Extent.for_text(text, x, size) for text, x in zip(texts, middles, strict=True)])
        for texts in (halves, years)
    )
    return [
        HalfYearLabel(x, halves[at] if at in kept_halves else "", years[at] if at in kept_years else "")
        for at, x in enumerate(middles)
    ]
