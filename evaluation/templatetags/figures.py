"""Figures in templates, worded by evaluation.wording."""

from typing import Any

from django import template
from django.urls import reverse

from communities.models import Community, Office
from evaluation import wording
from evaluation.charts.signs import area_sign
from evaluation.measures import Measured, State

register = template.Library()

for _filter in (
    wording.value_text,
    wording.fraction_text,
    wording.bounds_text,
    wording.interval_text,
    wording.rating_text,
    wording.number_text,
    wording.percent_text,
    wording.parts_text,
    wording.half_year_text,
):
    register.filter(_filter.__name__, _filter)
# A rating or state as it looks in a bar, in a square of 16.
register.filter("area_sign", area_sign)


@register.inclusion_tag("components/figure.html")
def figure(
    measured: Measured | None, url: str = "", about: object = "", *, plain: bool = False
) -> dict[str, Any]:
    """A figure in its state, leading to what is behind it; where nobody computed one it is not known."""
    if not measured:
        return {"state": State.UNKNOWN.value}
    return {
        "state": measured.state.value,
        "value": wording.value_text(measured),
        "url": url,
        "about": about,
        "plain": plain,
    }


@register.inclusion_tag("evaluation/figure_files.html")
def figure_files(half_year: str, whose: Community | Office | None = None) -> dict[str, Any]:
    """The files of a half-year's figures: of a community, of an office, or of all offices."""
    if whose is None:
        name, args = "evaluation:international-figures-file", []
    else:
        kind = "community" if isinstance(whose, Community) else "office"
        name, args = f"evaluation:{kind}-figures-file", [whose.slug]
    endings = ("csv", "xlsx", "xml", "json")
    links = {ending: reverse(name, args=[*args, half_year, ending]) for ending in endings}
    return {**links, "is_own": isinstance(whose, Community)}
