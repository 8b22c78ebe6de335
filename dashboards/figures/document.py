"""A page of figures as a document, the source of its PDF."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from charts.signs import ORDER
from communities.models import Community
from dashboards.figures import community as of_community
from dashboards.figures import international as of_all
from dashboards.figures import office as of_office
from dashboards.figures.towns import ListedCommunity
from dashboards.forms.figures import Look
from evaluation.instrument import PARTS
from evaluation.review import SURVEY_STATES
from evaluation.wording import fraction_text, interval_text, overrides_text, rating_text, value_text
from tfc.charts import Chart
from tfc.number_text import number_text
from tfc.periods import half_year_text
from tfc.text.line_breaks import moment_words
from tfc.text.punctuation import join_bracketed, phrases, short_year_month_format

# The maximum number of communities in an office's document, and in one of its maps, which must fit on a sheet.
MOST, A_MAP = 200, 25
# Tables with more columns are landscape.
WIDE = 8


@dataclass(frozen=True)
class AnnotatedCell:
    """A cell with annotations. ``note``: small, below; ``sign``: the code of the rating drawn before it."""

    text: str
    note: str = ""
    sign: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table. ``shares``: relative column widths; 0 means as wide as the text."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str | AnnotatedCell]]
    shares: Sequence[float] = ()

    @property
    def is_wide(self) -> bool:
        return len(self.headers) > WIDE

    @property
    def signs(self) -> set[str]:
        return {cell.sign for row in self.rows for cell in row if isinstance(cell, AnnotatedCell)} - {""}

    def as_json(self) -> dict[str, Any]:
        cells = [
            [cell if isinstance(cell, AnnotatedCell) else AnnotatedCell(cell) for cell in row]
            for row in self.rows
        ]
        return {
            "title": self.title,
            "headers": list(self.headers),
            "shares": list(self.shares) or [1.6, *(1 for _each in self.headers[1:])],
            "is_wide": self.is_wide,
            "rows": [[asdict(cell) for cell in row] for row in cells],
            # Wide tables show signs without text, so they need a legend.
            "legend": [code for code in ORDER if code in self.signs] if self.is_wide else [],
        }


@dataclass(frozen=True)
class Document:
    """``selection`` describes what was chosen; ``path`` leads to the same view."""

    title: str
    place: str
    selection: Sequence[str]
    path: str
    computed_at: dt.datetime | None
    sheets: Sequence[Sheet] = field(default_factory=list)
    charts: Sequence[Chart] = field(default_factory=list)
    charts_first: bool = False

    @property
    def signs(self) -> set[str]:
        """Return the ratings whose signs appear in a table."""
        return {code for sheet in self.sheets for code in sheet.signs}

    def as_json(self, made_at: dt.datetime) -> dict[str, Any]:
        return {
            "title": self.title,
            "place": self.place,
            "selection": list(self.selection),
            "link": settings.SITE_URL + self.path,
            "computed": _moment(self.computed_at),
            "made": _moment(made_at),
            "language": get_language() or "en",
            "charts_first": self.charts_first,
            "sheets": [sheet.as_json() for sheet in self.sheets],
            "words": {
                "computed": _("Computed"),
                "view": _("Current version of this view"),
                "page": _("Page"),
                "unknown": _("Unknown figures are left out of sums and medians and counted separately."),
            },
        }


def _moment(at: dt.datetime | None) -> str:
    """Return the time in the active time zone, with the zone's name."""
    if at is None:
        return ""
    there = timezone.localtime(at)
    return f"{moment_words(there)} {date_format(there, 'T')}"


def build_town_document(town: Community) -> Document:
    """Return a community's document. Call in its scope."""
    overview = of_community.build_overview(town)
    rows: list[Sequence[str | AnnotatedCell]] = [
        [
            f"{entry.part.label} {entry.part.title}",
            value_text(entry.now.measured) if entry.now else _("Unknown"),
            AnnotatedCell(rating_text(entry.rating), entry.why, entry.rating),
            entry.similar,
        ]
        for entry in overview.parts
    ]
    headers = [_("Item"), _("Figure"), _("Rating"), _("Similar communities")]
    newest = half_year_text(overview.newest) if overview.newest else ""
    return Document(
        _("Figures"), town.name, [newest] if newest else [], reverse("dashboards:figures", args=[town.slug]),
        overview.computed_at, [Sheet(newest, headers, rows, (1.2, 0, 1.7, 1.9))] if newest else [],
        [chart for chart in overview.charts if chart.is_drawn],
    )  # fmt: skip


def build_office_document(overview: of_office.OfficeOverview) -> Document:
    """Return an office's document from an overview that was read with the size `MOST`."""
    office, form = overview.office, overview.form
    path = f"{reverse('dashboards:office-figures', args=[office.slug])}?{form.query()}".removesuffix("?")
    if overview.round is None:
        return Document(_("Figures"), office.name, [], path, None)
    selection = [half_year_text(overview.round.period), *form.describe()]
    if not overview.total:
        selection.append(_("No results"))
        return Document(_("Figures"), office.name, selection, path, overview.computed_at)
    selection.append(_get_count_text(overview))
    starts = range(0, len(overview.rows), A_MAP)
    charts, sheets = [], [_sums(overview)]
    if overview.look == Look.TABLE:
        sheets.insert(0, _table(overview))
    else:
        charts = [of_office.build_map(overview, overview.rows[at : at + A_MAP], f"map-{at}") for at in starts]
    return Document(
        _("Figures"), office.name, selection, path, overview.computed_at, sheets, charts, charts_first=True
    )


def _get_count_text(overview: of_office.OfficeOverview) -> str:
    if overview.total > len(overview.rows):
        return _("First %(shown)s of %(total)s communities") % {
            "shown": number_text(len(overview.rows)),
            "total": number_text(overview.total),
        }
    text = ngettext("%(number_text)s community", "%(number_text)s communities", overview.total)
    return text % {"number_text": number_text(overview.total)}


def _table(overview: of_office.OfficeOverview) -> Sheet:
    """Return the table of communities, with their facts in small print below the name, in the order of the heading."""
    rows = [
        [
            AnnotatedCell(row.community.name, " · ".join(_describe_community(row.listed))),
            *(
                AnnotatedCell(value_text(part_result.measured), sign=part_result.rating)
                for part_result in row.parts
            ),
        ]
        for row in overview.rows
    ]
    about = " · ".join([_("Community"), _("Stage"), _("Since"), _("Survey")])
    headers = [about, *(part.label for part in PARTS)]
    return Sheet(_("Communities and items"), headers, rows, [3, *(1 for _part in PARTS)])


def _describe_community(listed: ListedCommunity) -> list[str]:
    since = date_format(listed.since, short_year_month_format()) if listed.since else _("Unknown")
    texts = [listed.community.get_stage_display(), since, str(SURVEY_STATES[listed.survey])]
    return [*texts, _("Pinned")] if listed.is_pinned else texts


def _sums(overview: of_office.OfficeOverview) -> Sheet:
    headers = [_("Item"), _("Figure"), _("Made of"), _("Known for")]
    rows = []
    for part, pooled in overview.sums:
        title = f"{part.label} {part.title}"
        if pooled is None:
            rows.append([title, _("Not computed yet"), "", ""])
            continue
        coverage = _("%(part)s of %(whole)s") % {
            "part": number_text(pooled.value_count),
            "whole": number_text(pooled.applicable),
        }
        coverage = phrases((coverage, overrides_text(pooled.overridden)))
        made_of = (
            fraction_text(pooled.measured)
            or interval_text(pooled.measured)
            or str(pooled.measured.reason_text)
        )
        rows.append([title, value_text(pooled.measured), made_of, coverage])
    return Sheet(_("These communities together"), headers, rows)


def build_international_document(overview: of_all.InternationalOverview) -> Document:
    names = [board.office.name for board in overview.boards]
    rows = [
        [
            f"{part.label} {part.title}",
            _format_pooled(together),
            *(_format_pooled(office_sum.pooled) for office_sum in offices),
        ]
        for part, together, offices in overview.parts
    ]
    path = f"{reverse('dashboards:international-home')}?{overview.form.query()}".removesuffix("?")
    title = half_year_text(overview.half_year) if overview.half_year else ""
    sheet = Sheet(_("All countries together"), [_("Item"), _("All together"), *names], rows)
    return Document(
        _("All offices"), "Oasis", [title] if title else [], path, overview.computed_at,
        [sheet, _surveys(overview)] if title else [],
        [chart for chart in overview.charts if chart.is_drawn],
    )  # fmt: skip


def _surveys(overview: of_all.InternationalOverview) -> Sheet:
    """Return each office's number of surveys by state, in its round's half-year."""
    rows = [
        [
            board.office.name,
            half_year_text(board.round.half_year) if board.round else _("No half-year is open yet"),
            number_text(board.communities),
            *(number_text(count) if board.round else "" for _state, count in board.states),
        ]
        for board in overview.boards
    ]
    headers = [_("Office"), _("Half-year"), _("Communities"), *map(str, SURVEY_STATES.values())]
    return Sheet(_("Surveys"), headers, rows, [1.4, 1.9, 1.2, *(1 for _state in SURVEY_STATES)])


def _format_pooled(pooled: Any) -> str:
    if pooled is None:
        return _("No round")
    return join_bracketed(
        value_text(pooled.measured), f"{number_text(pooled.value_count)}/{number_text(pooled.applicable)}"
    )
