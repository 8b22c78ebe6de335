"""Axes shared by charts: a vertical scale with few lines, and half-years from left to right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import pgettext

from charts.labels import Extent, choose_visible
from charts.scale import Linear, nice_top
from evaluation.instrument import Unit
from tfc.number_text import number_text, percent_text


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


def in_unit(number: float, unit: Unit) -> str:
    return percent_text(number) if unit == Unit.PERCENT else number_text(number)


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
