"""A page of figures as a document: what its PDF is set from."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from communities.models import Community
from evaluation.forms.overviews import Look
from evaluation.instrument import PARTS
from evaluation.overview import community as of_community
from evaluation.overview import international as of_all
from evaluation.overview import office as of_office
from evaluation.wording import fraction_text, half_year_text, number_text, rating_text, value_text
from tfc.charts import Chart

# As many communities as an office's document shows, and as one map of it: it must fit a sheet.
MOST, A_MAP = 200, 25
# More columns than this lie across the sheet.
WIDE = 8


@dataclass(frozen=True)
class Sheet:
    """A table. ``ends_in_words``: its last column holds sentences."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    ends_in_words: bool = False

    @property
    def is_wide(self) -> bool:
        return len(self.headers) > WIDE


@dataclass(frozen=True)
class Document:
    """``told`` says what was chosen; ``path`` leads to the same view."""

    title: str
    place: str
    told: Sequence[str]
    path: str
    computed_at: dt.datetime | None
    sheets: Sequence[Sheet] = field(default_factory=list)
    charts: Sequence[Chart] = field(default_factory=list)
    charts_first: bool = False

    def as_json(self, made_at: dt.datetime) -> dict[str, Any]:
        return {
            "title": self.title,
            "place": self.place,
            "told": list(self.told),
            "link": settings.SITE_URL.rstrip("/") + self.path,
            "computed": _moment(self.computed_at),
            "made": _moment(made_at),
            "language": get_language() or "en",
            "charts_first": self.charts_first,
            "sheets": [
                {
                    "title": one.title,
                    "headers": list(one.headers),
                    "is_wide": one.is_wide,
                    "ends_in_words": one.ends_in_words,
                    "rows": [list(row) for row in one.rows],
                }
                for one in self.sheets
            ],
            "words": {
                "computed": _("Computed"),
                "view": _("The same view, as it is now"),
                "page": _("Page"),
                "unknown": _(
                    "What is not known is no zero: it is left out of sums and medians, and counted beside them."
                ),
            },
        }


def _moment(at: dt.datetime | None) -> str:
    """By the clock that is set, which is named."""
    if at is None:
        return ""
    there = timezone.localtime(at)
    return f"{date_format(there, 'DATETIME_FORMAT')} {date_format(there, 'T')}"


def of_town(town: Community) -> Document:
    """In the community's scope."""
    overview = of_community.overview_of(town)
    rows = [
        [
            f"{one.part.label} {one.part.title}",
            value_text(one.now.measured) if one.now else _("Not known"),
            rating_text(one.rating),
            one.similar,
        ]
        for one in overview.parts
    ]
    headers = [_("Item"), _("Figure"), _("Rating"), _("Similar communities")]
    newest = half_year_text(overview.newest) if overview.newest else ""
    return Document(
        _("Figures"), town.name, [newest] if newest else [], reverse("evaluation:figures", args=[town.slug]),
        overview.computed_at, [Sheet(newest, headers, rows, ends_in_words=True)] if newest else [],
        [one for one in overview.charts if one.is_drawn],
    )  # fmt: skip


def of_its_communities(overview: of_office.OfficeOverview) -> Document:
    """Of an overview that was read with the size `MOST`."""
    office, form = overview.office, overview.form
    path = f"{reverse('evaluation:office-figures', args=[office.slug])}?{form.query()}".removesuffix("?")
    if overview.round is None:
        return Document(_("Figures"), office.name, [], path, None)
    told = [half_year_text(overview.round.period), *form.told(), _how_many(overview)]
    starts = range(0, len(overview.rows), A_MAP)
    charts, sheets = [], [_sums(overview)]
    if overview.look == Look.TABLE:
        sheets.insert(0, _table(overview))
    else:
        charts = [of_office.map_of(overview, overview.rows[at : at + A_MAP], f"map-{at}") for at in starts]
    return Document(
        _("Figures"), office.name, told, path, overview.computed_at, sheets, charts, charts_first=True
    )


def _how_many(overview: of_office.OfficeOverview) -> str:
    if overview.total > len(overview.rows):
        return _("The first %(shown)s of %(total)s communities") % {
            "shown": number_text(len(overview.rows)),
            "total": number_text(overview.total),
        }
    words = ngettext("%(total)s community", "%(total)s communities", overview.total)
    return words % {"total": number_text(overview.total)}


def _table(overview: of_office.OfficeOverview) -> Sheet:
    rows = [[row.community.name, *(value_text(one.measured) for one in row.parts)] for row in overview.rows]
    headers = [_("Community"), *(part.label for part in PARTS)]
    return Sheet(_("Communities and items"), headers, rows)


def _sums(overview: of_office.OfficeOverview) -> Sheet:
    headers = [_("Item"), _("Figure"), _("Made of"), _("Known for")]
    rows = []
    for part, pooled in overview.sums:
        title = f"{part.label} {part.title}"
        if pooled is None:
            rows.append([title, _("Not computed yet"), "", ""])
            continue
        known = _("%(part)s of %(whole)s") % {
            "part": number_text(pooled.known),
            "whole": number_text(pooled.applicable),
        }
        rows.append([title, value_text(pooled.measured), fraction_text(pooled.measured), known])
    return Sheet(_("These communities together"), headers, rows)


def of_all_offices(overview: of_all.InternationalOverview) -> Document:
    names = [board.office.name for board in overview.boards]
    rows = [
        [f"{part.label} {part.title}", _pooled(together), *(_pooled(one.pooled) for one in offices)]
        for part, together, offices in overview.parts
    ]
    path = f"{reverse('evaluation:international-home')}?{overview.form.query()}".removesuffix("?")
    title = half_year_text(overview.half_year) if overview.half_year else ""
    sheet = Sheet(_("All countries together"), [_("Item"), _("Together"), *names], rows)
    return Document(
        _("All offices"), "Oasis", [title] if title else [], path, overview.computed_at, [sheet] if title else [],
        [one for one in overview.charts if one.is_drawn],
    )  # fmt: skip


def _pooled(pooled: Any) -> str:
    if pooled is None:
        return _("No round")
    return f"{value_text(pooled.measured)} ({number_text(pooled.known)}/{number_text(pooled.applicable)})"
