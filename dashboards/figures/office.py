"""An office's communities × parts for one page of figures: the rows, the sums of all selected communities, the map."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from charts import Cell, Column, HeatRow, get_cached_heat_map
from communities.models import Community, Office, User
from communities.thresholds import parse_thresholds
from dashboards.figures.page_query import A_PAGE, first_towns, get_rounds
from dashboards.figures.towns import (
    SORTED_BY_DATABASE,
    ListedCommunity,
    build_reading,
    build_rows,
    first_pinned,
    goes_down,
    list_by_value,
    list_communities,
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
from evaluation.models import Figure, Round
from evaluation.office_totals import totals_in
from evaluation.review import get_round_communities
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
    """``wanted``: the communities that the form selects, ``total`` of them, with their ``sums``, or None for all;
    ``rows``: those of the page.
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
    wanted: Sequence[Community] | None = None

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
    is_by_name = form.chosen("sort") == "name" and not form.chosen("order")
    is_sorted_by_database = is_by_name or form.chosen("sort") in SORTED_BY_DATABASE
    if not form.filters and is_sorted_by_database and size == A_PAGE:
        return _list_all(OfficeOverview(office, form, rounds, round_), round_, reader, page)
    pinned = get_pinned_ids(reader)
    reading = build_reading(office, round_)
    wanted = list_communities(reading, form, pinned)
    ids = [entry.community.pk for entry in wanted]
    page = min(max(page, 1), max(-(-len(wanted) // A_PAGE), 1))
    shown = wanted[(page - 1) * A_PAGE : (page - 1) * A_PAGE + size]
    results = reading.standings([entry.community.pk for entry in shown])
    rows = [OverviewRow(entry, results[entry.community.pk]) for entry in shown]
    sums = pool_stored_figures(office.pk, round_.period, ids, reading.overrides)
    not_computed = len(list_not_computed(office.pk, round_.period, ids))
    newest = (
        Figure.objects.for_office(office.pk).for_half_year(round_.period).aggregate(at=Max("computed_at"))
    )
    overview = OfficeOverview(
        office, form, rounds, round_, len(wanted), page, rows,
        [(part, sums[part.code].with_not_computed(not_computed) if part.code in sums else None) for part in PARTS],
        newest["at"],
    )  # fmt: skip
    charts = [] if overview.look == Look.TABLE else [build_map(overview, rows, "map")]
    return replace(overview, charts=charts, wanted=[entry.community for entry in wanted])


def get_pinned_ids(reader: User) -> set[int]:
    return set(PinnedCommunity.objects.for_user(reader.pk).values_list("community_id", flat=True))


def _list_all(overview: OfficeOverview, round_: Any, reader: User, page: int) -> OfficeOverview:
    """Return stored totals of all communities, and a page of them by name or by an item, pinned ones first."""
    office = overview.office
    totals = totals_in(office, round_.period)
    page = min(max(page, 1), max(-(-totals.expected_count // A_PAGE), 1))
    towns = _get_page(overview, round_, reader, page)
    ids = [entry.community.pk for entry in towns]
    thresholds = parse_thresholds(round_.settings, [round_.period])[round_.period]
    results = get_cached_results(
        office.pk, ids, round_.period, get_overrides([round_.period], community_ids=ids), thresholds
    )
    rows = [OverviewRow(entry, results[entry.community.pk]) for entry in towns]
    shown = replace(
        overview,
        total=totals.expected_count,
        page=page,
        rows=rows,
        sums=[(part, totals.pooled.get(part.code)) for part in PARTS],
        computed_at=totals.at,
    )
    return replace(shown, charts=[] if shown.look == Look.TABLE else [build_map(shown, rows, "map")])


def build_home_map(board: Board, reader: User) -> Chart:
    """Return the heat map of an office's home page: the first communities by name, pinned ones before them."""
    round_ = require_round(board)
    towns = first_towns(board.office.pk, round_, reader.pk)
    ids = [entry.community.pk for entry in towns]
    overrides = get_overrides([round_.period], community_ids=ids)
    results = get_cached_results(board.office.pk, ids, round_.period, overrides, board.thresholds)
    rows = [OverviewRow(entry, results[entry.community.pk]) for entry in towns]
    form = get_cached_form((), tuple(opened.half_year for opened in board.rounds), ())
    overview = OfficeOverview(board.office, form, board.rounds, round_, board.expected_count, rows=rows)
    return build_map(overview, rows, "communities")


def _get_page(overview: OfficeOverview, round_: Round, reader: User, page: int) -> list[ListedCommunity]:
    office, sort, start = overview.office, overview.form.chosen("sort"), (page - 1) * A_PAGE
    if sort == "name" and page == 1:
        return first_towns(office.pk, round_, reader.pk)
    pinned = get_pinned_ids(reader)
    if sort == "name":
        towns = first_pinned(get_round_communities(office, round_), pinned, start, A_PAGE)
    else:
        down = goes_down(sort, overview.form.chosen("order"))
        reading = build_reading(office, round_, sort)
        towns = list_by_value(reading, sort, pinned, down=down, start=start, size=A_PAGE)
    return build_rows(round_, towns, pinned)


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
