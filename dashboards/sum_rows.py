"""The table of an office's sums by item, in words, for templates."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from evaluation.instrument import Part
from evaluation.measures import PooledFigure
from evaluation.wording import fraction_text, interval_text, overrides_text, value_text
from tfc.number_text import number_text
from tfc.text.punctuation import phrases


class SumRow(NamedTuple):
    """``known_for`` and all later fields are empty if nothing was computed yet."""

    title: str
    url: str
    known_for: str = ""
    state: str = ""
    value: str = ""
    made_of: str = ""
    receipt_url: str = ""
    about: str = ""


def sum_rows(
    sums: Iterable[tuple[Part, PooledFigure | None]],
    office: str,
    half_year: str,
    receipt_url: Callable[[str], str],
) -> tuple[SumRow, ...]:
    """Return the rows. ``office``: its slug; ``receipt_url``: maps a part's code to a URL."""
    return tuple(_row(part, pooled, office, half_year, receipt_url) for part, pooled in sums)


def _row(
    part: Part, pooled: PooledFigure | None, office: str, half_year: str, receipt_url: Callable[[str], str]
) -> SumRow:
    title = f"{part.label} {part.title}"
    url = f"{reverse('dashboards:office-part', args=[office, part.code])}?round={half_year}"
    if pooled is None:
        return SumRow(title, url)
    counts = {"part": number_text(pooled.value_count), "whole": number_text(pooled.applicable)}
    return SumRow(
        title,
        url,
        phrases((_("%(part)s of %(whole)s") % counts, overrides_text(pooled.overridden))),
        pooled.measured.state.value,
        value_text(pooled.measured),
        fraction_text(pooled.measured) or interval_text(pooled.measured) or str(pooled.measured.reason_text),
        receipt_url(part.code),
        _("%(title)s: how this sum was calculated") % {"title": part.title},
    )
