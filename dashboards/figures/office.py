"""An office's communities × parts for one page of figures: the rows, the sums of all selected communities, the map."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from charts import Cell, Column, HeatRow, get_cached_heat_map
from communities.models import Community, Office, User
from communities.models.communities import CommunityQuerySet
from dashboards.figures.page_query import A_PAGE, first_towns, get_rounds
from dashboards.figures.towns import (
    ListedCommunity,
    Reading,
    build_reading,
    list_page,
    select_communities,
)
from dashboards.forms.figures import Look, OverviewForm, get_cached_form
from dashboards.models import PinnedCommunity
from dashboards.results_cache import get_cached_results
from evaluation.board import Board, require_round
from evaluation.community_results import RatedIndicators, RatedPart
from evaluation.figure_queries.overrides import get_overrides
from evaluation.figure_queries.round_membership import list_not_computed
from evaluation.figure_queries.sums import pool_stored_figures
from evaluation.instrument import INDICATORS, PARTS, Part
from evaluation.measures import PooledFigure
from evaluation.models import Round
from evaluation.office_totals import totals_in
from evaluation.wording import parts_text, value_text
from tfc.charts import Chart
from tfc.number_text import number_text
from tfc.periods import half_year_within
from tfc.text.punctuation import end_sentence, join_bracketed, phrases, sentences


@dataclass(frozen=True)
class OverviewRow:
    """One community with its results in the round."""

    listed: ListedCommunity
    indicators: RatedIndicators

    @property
    def community(self) -> Community:
        return self.listed.community

    @property
    def parts(self) -> list[RatedPart]:
        """Return the parts in the order of the instrument."""
        parts_by_code = {part.part.code: part for standing in self.indicators for part in standing.parts}
        return [parts_by_code[part.code] for part in PARTS]


@dataclass(frozen=True)
class OfficeOverview:
    """``selected``: the ids of the communities that the form's filters select, or None for all; ``total`` of them, with
    their ``sums``. ``all_computed``: all of them are known to have figures. ``rows``: those of the page.
    """

    office: Office
    form: OverviewForm
    rounds: Sequence[Round]
    round: Round | None = None
    total: int = 0
    page: int = 1
    rows: Sequence[OverviewRow] = ()
    sums: Sequence[tuple[Part, PooledFigure | None]] = ()
    computed_at: datetime | None = None
    charts: Sequence[Chart] = field(default_factory=list)
    selected: Sequence[int] | None = None
    all_computed: bool = False

    @property
    def pages(self) -> int:
        return max(-(-self.total // A_PAGE), 1)

    @property
    def first(self) -> int:
        return (self.page - 1) * A_PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def look(self) -> str:
        return self.form.chosen("look")

    def get_url(self, row: OverviewRow) -> str:
        """Return the URL of the row's community in this round."""
        return _town_url(self.office, row.community, self.round.half_year if self.round else "")


def get_form(office: Office, data: dict[str, str]) -> tuple[OverviewForm, list[Round]]:
    rounds: list[Any] = get_rounds(office.pk)
    regions = tuple(sorted(rounds[0].regions)) if rounds else ()
    half_years = tuple(round_.half_year for round_ in rounds)
    return get_cached_form(tuple(data.items()), half_years, regions), rounds


def build_overview(
    office: Office,
    data: dict[str, str],
    *,
    reader: User,
    page: int = 1,
    size: int = A_PAGE,
    form_and_rounds: tuple[OverviewForm, list[Round]] | None = None,
) -> OfficeOverview:
    """Return the overview in a constant number of queries. Call in the office's scope.

    ``form_and_rounds``: see `get_form`.
    """
    form, rounds = form_and_rounds or get_form(office, data)
    chosen = next((round_ for round_ in rounds if round_.half_year == form.chosen("round")), None)
    round_ = chosen or (rounds[0] if rounds else None)
    if round_ is None:
        return OfficeOverview(office, form, rounds)
    overview, reading = OfficeOverview(office, form, rounds, round_), build_reading(office, round_)
    if form.is_default and page == 1 and size == A_PAGE:
        overview = _add_stored_sums(overview, round_)
        listed = first_towns(office.pk, round_, reader.pk)
    else:
        towns = select_communities(reading, form)
        overview = (
            _add_selected_sums(overview, reading, towns)
            if form.filters
            else _add_stored_sums(overview, round_)
        )
        page = min(max(page, 1), overview.pages)
        listed = list_page(towns, get_pinned_ids(reader), (page - 1) * A_PAGE, size)
    rows = _build_rows(reading, listed)
    shown = replace(overview, page=page, rows=rows)
    return replace(shown, charts=[] if shown.look == Look.TABLE else [build_map(shown, rows, "map")])


def _add_stored_sums(overview: OfficeOverview, round_: Round) -> OfficeOverview:
    totals = totals_in(overview.office, round_.period)
    sums = [(part, totals.pooled.get(part.code)) for part in PARTS]
    return replace(
        overview,
        total=totals.expected_count,
        all_computed=totals.all_computed,
        sums=sums,
        computed_at=totals.at,
    )


def _add_selected_sums(
    overview: OfficeOverview, reading: Reading, towns: CommunityQuerySet
) -> OfficeOverview:
    """Add up the figures of the communities that the form selects: stored totals are of all, and say whether all are
    computed, and when.
    """
    office_id, period = overview.office.pk, reading.round.period
    ids = list(towns.order_by().values_list("pk", flat=True))
    sums = pool_stored_figures(office_id, period, ids, get_overrides([period]))
    totals = totals_in(overview.office, period)
    not_computed = 0 if totals.all_computed else len(list_not_computed(office_id, period, ids))
    return replace(
        overview,
        total=len(ids),
        selected=ids,
        all_computed=totals.all_computed,
        sums=[
            (part, sums[part.code].with_not_computed(not_computed) if part.code in sums else None)
            for part in PARTS
        ],
        computed_at=totals.at,
    )


def _build_rows(reading: Reading, listed: Sequence[ListedCommunity]) -> list[OverviewRow]:
    """Return the rows with the results of their communities; two queries."""
    ids, period = [entry.community.pk for entry in listed], reading.round.period
    overrides = get_overrides([period], community_ids=ids)
    results = get_cached_results(reading.office.pk, ids, period, overrides, reading.thresholds)
    return [OverviewRow(entry, results[entry.community.pk]) for entry in listed]


def get_pinned_ids(reader: User) -> set[int]:
    return set(PinnedCommunity.objects.for_user(reader.pk).values_list("community_id", flat=True))


def build_home_map(board: Board, reader: User) -> Chart:
    """Return the heat map of an office's home page: the first communities by name, pinned ones before them."""
    round_ = require_round(board)
    reading = Reading(board.office, round_, board.thresholds)
    rows = _build_rows(reading, first_towns(board.office.pk, round_, reader.pk))
    form = get_cached_form((), tuple(opened.half_year for opened in board.rounds), ())
    overview = OfficeOverview(board.office, form, board.rounds, round_, board.expected_count, rows=rows)
    return build_map(overview, rows, "communities")


def build_map(overview: OfficeOverview, rows: Sequence[OverviewRow], code: str) -> Chart:
    """Return a heat map of the ``rows``: of the items, or of the indicators if that view is chosen."""
    office, round_ = overview.office, overview.round
    half_year = round_.half_year if round_ else ""
    by_indicator = overview.look == Look.INDICATORS
    if by_indicator:
        columns = [Column(str(at), str(indicator.title)) for at, indicator in enumerate(INDICATORS, start=1)]
    else:
        columns = [Column(part.label, str(part.title)) for part in PARTS]
    return get_cached_heat_map(
        code,
        _("Communities and indicators") if by_indicator else _("Communities and items"),
        tuple(columns),
        tuple(_heat_row(row, office, half_year, by_indicator=by_indicator) for row in rows),
        note=sentences((_get_range_text(overview), _names(columns) if by_indicator else "")),
        source=phrases((office.name, half_year_within(half_year))),
        made_on=timezone.localdate(),
    )


def _heat_row(row: OverviewRow, office: Office, half_year: str, *, by_indicator: bool) -> HeatRow:
    """Return the heat map row, built once for the same figures."""
    town = row.community
    key = get_language(), town.name, town.slug, office.slug, half_year, by_indicator, row.listed.is_pinned
    if key not in row.indicators.drawn:
        cells = (_build_indicator_cells if by_indicator else _build_part_cells)(row, office, half_year)
        url = _town_url(office, town, half_year)
        row.indicators.drawn[key] = HeatRow(town.name, cells, url, is_own=row.listed.is_pinned)
    return row.indicators.drawn[key]


def _names(columns: Sequence[Column]) -> str:
    """Return the legend of the column numbers; the table of sums explains items."""
    return " · ".join(f"{column.label} {column.title}" for column in columns)


def _get_range_text(overview: OfficeOverview) -> str:
    if overview.total <= len(overview.rows):
        return ""
    return end_sentence(
        _("%(first)s to %(last)s of %(total)s communities")
        % {
            "first": number_text(overview.first),
            "last": number_text(overview.last),
            "total": number_text(overview.total),
        }
    )


def _build_part_cells(row: OverviewRow, office: Office, half_year: str) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            part_result.rating.value,
            value_text(part_result.measured),
            receipt_url(office, row.community, half_year, part_result.part.code)
            if part_result.has_receipt
            else "",
        )
        for part_result in row.parts
    )


def _build_indicator_cells(row: OverviewRow, office: Office, half_year: str) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            indicator_result.rating.rating.value,
            join_bracketed(parts_text(indicator_result.rating), indicator_result.failures),
            _town_url(office, row.community, half_year),
        )
        for indicator_result in row.indicators
    )


def receipt_url(office: Office, town: Community, half_year: str, part: str) -> str:
    return reverse("evaluation:office-figure-receipt", args=[office.slug, town.slug, half_year, part])


def _town_url(office: Office, town: Community, half_year: str) -> str:
    return f"{reverse('dashboards:office-community', args=[office.slug, town.slug])}?round={half_year}"
