"""Template tags and filters for figures, using evaluation.wording."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from django import template

from communities.models import Community, Office
from evaluation import wording
from evaluation.measures import Measurement, State
from tfc.number_text import number_text, percent_text
from tfc.periods import half_year_text
from tfc.registry import reverse_page

register = template.Library()

# This many half-years are visible links; older ones are folded away.
IN_SIGHT = 3

for _filter in (
    wording.value_text,
    wording.fraction_text,
    wording.bounds_text,
    wording.interval_text,
    wording.rating_text,
    number_text,
    percent_text,
    wording.parts_text,
    wording.override_text,
    wording.overrides_text,
):
    register.filter(_filter.__name__, _filter)


@register.inclusion_tag("components/figure.html")
def figure(
    measured: Measurement | None, url: str = "", about: object = "", *, plain: bool = False
) -> dict[str, Any]:
    """Render a figure by its state, with a link to its receipt; a missing figure is unknown."""
    # A template variable that does not exist arrives as an empty string.
    if not measured:
        return {"state": State.UNKNOWN.value, "value": "", "plain": plain}
    value = wording.value_text(measured)
    return {"state": measured.state.value, "value": value, "url": url, "about": about, "plain": plain}


class KeepsChoices(Protocol):
    """A form that keeps its other query parameters when one is replaced."""

    def query(self, **replaced: Any) -> str: ...


class HalfYearLink(NamedTuple):
    label: str
    url: str
    current: bool


@register.inclusion_tag("components/half_year_nav.html")
def half_year_choice(
    half_years: Sequence[Any], chosen: Any, form: KeepsChoices | None = None, in_sight: int = IN_SIGHT
) -> dict[str, tuple["HalfYearLink", ...]]:
    """Render links to half-years. ``half_years``, newest first, are rounds or half-years; ``chosen`` is one of them,
    and stays visible.

    ``form`` is that of a view whose other parameters the links keep.
    """
    return half_year_links(half_years, chosen, form, in_sight)


def half_year_links(
    half_years: Sequence[Any], chosen: Any, form: KeepsChoices | None = None, in_sight: int = IN_SIGHT
) -> dict[str, tuple[HalfYearLink, ...]]:
    """Return the links. ``near``: visible; ``far``: folded away."""
    links = tuple(
        HalfYearLink(
            label=half_year_text(half_year),
            url="?" + (form.query(round=half_year) if form else f"round={half_year}"),
            current=half_year == _half_year(chosen),
        )
        for half_year in map(_half_year, half_years)
    )
    near = links if len(links) <= in_sight + 1 else links[:in_sight]
    far = links[len(near) :]
    return {
        "near": near + tuple(link for link in far if link.current),
        "far": tuple(link for link in far if not link.current),
    }


def _half_year(round_or_half_year: Any) -> str:
    return str(getattr(round_or_half_year, "half_year", round_or_half_year))


@register.inclusion_tag("evaluation/figures/files.html")
def figure_files(half_year: str, whose: Community | Office | None = None) -> dict[str, Any]:
    """Render links to the files of a half-year's figures: of a community, of an office, or of all offices."""
    if whose is None:
        name, args = "international-figures-file", []
    else:
        kind = "community" if isinstance(whose, Community) else "office"
        name, args = f"{kind}-figures-file", [whose.slug]
    endings = ("csv", "xlsx", "xml", "json")
    links = {ending: reverse_page(name, *args, half_year, ending) for ending in endings}
    return {**links, "is_own": isinstance(whose, Community)}
