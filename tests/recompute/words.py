"""A figure that was computed again, as pages, files and reports write it."""

from fractions import Fraction

from lxml import html

from evaluation.instrument import Part, Unit
from tests.recompute.recomputed import COUNTS, SAMPLES, Again, Recomputed

OFFICES = ("uk", "usa")


def without_figure(again: Recomputed, office: str, part: str) -> Again:
    """Of a community that was asked and has no figure yet: a count without a target is never rated."""
    others = [
        one for when in again.half_years(office) for one in again.of_office(office, when, part).values()
    ]
    has_target = part not in COUNTS or all(other.rating != "not_rated" for other in others)
    return Again("unknown", "unknown" if has_target else "not_rated")


def hidden(part: str, figure: Again) -> bool:
    return part in SAMPLES and figure.known and figure.tells_of_few


def text_of(figure: Again, part: Part) -> str:
    """As pages write it."""
    if figure.state == "declared_zero":
        return "None, declared"
    if figure.state == "not_applicable":
        return "Does not apply"
    return number_text(figure.value, part) if figure.value is not None else "Not known"


def number_text(value: Fraction, part: Part) -> str:
    return f"{int(value + Fraction(1, 2))}%" if part.unit == Unit.PERCENT else f"{int(value):,}"


def seen(element: html.HtmlElement) -> str:
    """The text that stands there, without what only a screen reader says."""
    return " ".join("".join(element.xpath(".//text()[not(ancestor::*[@class='visually-hidden'])]")).split())
