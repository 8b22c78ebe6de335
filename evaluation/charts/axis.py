"""The axes that charts share: a vertical scale with few lines, and half-years from left to right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import pgettext

from evaluation.charts.scale import Linear, nice_top
from evaluation.instrument import Unit
from evaluation.wording import number_text, percent_text


@dataclass(frozen=True)
class Tick:
    y: float
    label: str


@dataclass(frozen=True)
class HalfYearLabel:
    """Under a point: which half, and the year where it begins to be this one."""

    x: float
    half: str
    year: str


def vertical(unit: Unit, values: Iterable[float], floor: float, top: float) -> Linear:
    """Percentages always from 0 to 100, counts from 0 to a round number above all: charts of one unit compare."""
    highest = 100.0 if unit == Unit.PERCENT else nice_top(list(values))
    return Linear(0, highest, floor, top)


def ticks(scale: Linear, unit: Unit) -> list[Tick]:
    """None, half and all; no half where there is no half an event."""
    has_half = unit == Unit.PERCENT or scale.high % 2 == 0
    steps = (0, scale.high / 2, scale.high) if has_half else (0, scale.high)
    return [Tick(scale(step), in_unit(step, unit)) for step in steps]


def in_unit(number: float, unit: Unit) -> str:
    return percent_text(number) if unit == Unit.PERCENT else number_text(number)


def half_year_labels(half_years: Sequence[str], middles: Sequence[float]) -> list[HalfYearLabel]:
    """ "2025-H2" as "H2", with "2025" below the first one of each year."""
    found, before = [], ""
    for half_year, x in zip(half_years, middles, strict=True):
        year, _dash, half = half_year.partition("-H")
        short = pgettext("half-year", "H%(half)s") % {"half": half}
        found.append(HalfYearLabel(x, short, year if year != before else ""))
        before = year
    return found
