"""A recomputed figure as pages, files and reports write it."""

from fractions import Fraction

from lxml import html

from evaluation.instrument import Part, Unit
from tests.recompute.ratings import COUNTS, SAMPLES, RecomputedFigure
from tests.recompute.recomputed import Recomputed

OFFICES = ("uk", "usa")


def without_figure(again: Recomputed, office: str, part: str) -> RecomputedFigure:
    """For a community without figure yet: a count without target is never rated."""
    others = [
        figure for when in again.half_years(office) for figure in again.of_office(office, when, part).values()
    ]
    has_target = part not in COUNTS or all(other.rating != "not_rated" for other in others)
    return RecomputedFigure("unknown", "unknown" if has_target else "not_rated")


def hidden(part: str, figure: RecomputedFigure) -> bool:
    return part in SAMPLES and figure.is_known and figure.is_about_few


def get_text(figure: RecomputedFigure, part: Part) -> str:
    """Return the value of the figure as pages write it."""
    if figure.state == "declared_zero":
        return "0 (reported as zero)"
    if figure.state == "not_applicable":
        return "Does not apply"
    return number_text(figure.value, part) if figure.value is not None else "Unknown"


def number_text(value: Fraction, part: Part) -> str:
    return f"{int(value + Fraction(1, 2))}%" if part.unit == Unit.PERCENT else f"{int(value):,}"


def points_text(number: float) -> str:
    """Percentage points with their sign; near zero with a decimal."""
    shown = round(number) if abs(number) >= 1 else round(number, 1)
    return f"{'+' if shown > 0 else '−'}{abs(shown)}" if shown else "0"


def read_element(element: html.HtmlElement) -> str:
    """Return the visible text, without that for screen readers."""
    return " ".join("".join(element.xpath(".//text()[not(ancestor::*[@class='visually-hidden'])]")).split())


def overrides_text(number: int) -> str:
    """“A sum that contains overrides says how many”; empty for none."""
    if not number:
        return ""
    return "1 of them is an override" if number == 1 else f"{number} of them are overrides"
