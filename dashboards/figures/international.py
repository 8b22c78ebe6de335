"""All offices compared: sums of each and of all, and one item over the half-years by office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from charts import Point, Town, build_point, multiples, trend
from charts.multiples import LEAST
from communities.models import Community, Office
from dashboards.board_parts import pool_over_rounds
from dashboards.forms.figures import InternationalForm
from dashboards.models import CommunityAttention
from dashboards.sum_receipts import SumReceipt, Term, build_receipt, get_terms
from evaluation.board import Board, build_board, pool_boards, rounds_with_settings
from evaluation.instrument import PARTS, Part
from evaluation.instrument import part as part_of
from evaluation.measures import PooledFigure
from evaluation.models import FigureTotal, Round, Submission
from evaluation.office_totals import Totals, build_totals
from evaluation.rollups.totals import ASKED
from evaluation.wording import coverage_text
from tfc.batched_queries import evaluate_together
from tfc.charts import Chart, Datum
from tfc.periods import HalfYear
from tfc.tenancy import office_scope
from tfc.text.punctuation import join_title


@dataclass(frozen=True)
class OfficeData:
    """``totals_by_period``: the totals of the office's rounds, oldest first; only the board's round has parts other
    than the chosen one. ``needing``: how many communities need attention today.
    """

    board: Board
    totals_by_period: Mapping[HalfYear, Totals]
    needing: int = 0


@dataclass(frozen=True)
class OfficeSum:
    """``pooled`` is None for an office without a round in this half-year."""

    office: Office
    pooled: PooledFigure | None


@dataclass(frozen=True)
class InternationalOverview:
    """``parts``: each with the sum of all offices and of each one, in the order of the boards. ``needing``: how many
    communities of each office need attention today; empty for an earlier half-year.
    """

    form: InternationalForm
    boards: Sequence[Board]
    half_year: str
    half_years: Sequence[str]
    parts: Sequence[tuple[Part, PooledFigure | None, Sequence[OfficeSum]]]
    charts: Sequence[Chart]
    computed_at: datetime | None
    needing: Sequence[tuple[Office, int]] = ()


def build_overview(data: dict[str, str]) -> InternationalOverview:
    """Read each office in its own scope. Call outside any scope."""
    # The form needs the half-years, which are known only after the offices were read.
    item = InternationalForm({"item": data.get("item", "")}, half_years=()).item_code
    offices = read_offices(data.get("round", ""), part_of(item))
    boards = [read.board for read in offices]
    courses = [(read.board.office, _course(read, part_of(item))) for read in offices]
    half_years = sorted({round_.half_year for board in boards for round_ in board.rounds}, reverse=True)
    form = InternationalForm(data, half_years=half_years)
    newest = max((board.round.half_year for board in boards if board.round), default="")
    together = pool_boards(boards, newest)
    computed = [board.totals.at for board in boards if board.totals and board.totals.at]
    return InternationalOverview(
        form, boards, newest, half_years,
        [(part, together.get(part.code), _sum_by_office(boards, part.code, newest)) for part in PARTS],
        _charts(part_of(item), courses) if half_years else [],
        max(computed, default=None),
        () if any(board.is_earlier for board in boards) else [(read.board.office, read.needing) for read in offices],
    )  # fmt: skip


def receipt_over(overview: InternationalOverview, office_slug: str, part: Part) -> SumReceipt | None:
    """Return the receipt of the sum of all offices with a round in the half-year; opens one scope at a time."""
    summands: list[Term] = []
    for board in overview.boards:
        if board.round and board.round.half_year == overview.half_year:
            with office_scope(board.office.pk):
                summands += get_terms(board.office, board.round.period, part)
    return build_receipt(part, overview.half_year, office_slug, summands) if summands else None


def _sum_by_office(boards: Sequence[Board], code: str, half_year: str) -> list[OfficeSum]:
    def pooled(board: Board) -> PooledFigure | None:
        return board.pooled.get(code) if board.round and board.round.half_year == half_year else None

    return [OfficeSum(board.office, pooled(board)) for board in boards]


def _course(read: OfficeData, part: Part) -> list[Point]:
    """Return an office's sum over its rounds, and for how many communities it is known."""
    return [
        build_point(
            half_year,
            pooled.measured if pooled else None,
            version=version,
            coverage=coverage_text(pooled) if pooled else "",
            coverage_fraction=f"{pooled.value_count}/{pooled.applicable}" if pooled else "",
        )
        for half_year, pooled, version in pool_over_rounds(part, read.totals_by_period)
    ]


def _charts(part: Part, courses: Sequence[tuple[Office, Sequence[Point]]]) -> list[Chart]:
    """Return small multiples with one scale; with fewer than two offices to draw, a trend of each."""
    half_years = sorted({point.half_year for _office, points in courses for point in points})
    title = f"{part.label} {part.title}"
    today = timezone.localdate()
    offices = [
        Town(
            office.name,
            _fill_half_years(points, half_years),
            f"{reverse('dashboards:office-figures', args=[office.slug])}",
        )
        for office, points in courses
    ]
    if sum(office.last is not None for office in offices) < LEAST:
        return [
            trend(
                f"office-{at}",
                join_title(title, office.name),
                office.points,
                part.unit,
                source=office.name,
                made_on=today,
            )
            for at, office in enumerate(offices)
        ]
    drawn = multiples("offices", title, offices, part.unit, source=_("All offices"), made_on=today)
    named = [
        replace(datum, code="office", tag="#org+name") if datum.code == "community" else datum
        for datum in drawn.data
    ]
    return [replace(drawn, headers=[_("Office"), *drawn.headers[1:]], data=list[Datum](named))]


def _fill_half_years(points: Sequence[Point], half_years: Sequence[str]) -> list[Point]:
    """Return a point for every half-year, so that all panels have the same ones."""
    points_by_half_year = {point.half_year: point for point in points}
    return [points_by_half_year.get(half_year) or build_point(half_year, None) for half_year in half_years]


def offices_with_stages() -> list[tuple[Office, dict[str, int]]]:
    """Return each country's office with its number of communities by stage; one query. Communities have no row-level
    security.
    """
    counted = Community.objects.order_by().values_list("office", "stage").annotate(number=Count("pk"))
    offices = Office.objects.of_countries()
    evaluate_together(offices, counted)
    stage_counts: dict[int, dict[str, int]] = {}
    for office, stage, number in counted:
        stage_counts.setdefault(office, {})[stage] = number
    return [(office, stage_counts.get(office.pk, {})) for office in offices]


def read_offices(half_year: str, part: Part | None = None) -> list[OfficeData]:
    """Read each office in its own scope: the board of the round, and the totals of ``part`` over all rounds. Call
    outside any scope.
    """
    requested_period = HalfYear.named(half_year)
    offices: list[OfficeData] = []
    for office, stages in offices_with_stages():
        with office_scope(office.pk):
            offices.append(read_office(office, str(requested_period or ""), part, stages))
    return offices


def read_office(office: Office, half_year: str, part: Part | None, by_stage: dict[str, int]) -> OfficeData:
    """Return the board of the round, or of the newest if there is none in ``half_year``; one query if totals are
    stored.
    """
    rounds = rounds_with_settings(office.pk)
    newest = Round.objects.opened().filter(office=office).newest_first().values("half_year")[:1]
    totals = FigureTotal.objects.for_office(office.pk).filter(
        Q(half_year=half_year) | Q(half_year__in=newest) | Q(code__in=[part.code, ASKED] if part else [ASKED])
    )
    of_round = Q(round__half_year=half_year) | Q(round__half_year__in=newest)
    surveys = Submission.objects.filter(of_round, office=office).order_by()
    states = surveys.values_list("round", "state").annotate(number=Count("pk"))
    attention = CommunityAttention.objects.for_office(office.pk).needing(timezone.localdate())
    needing = attention.order_by().values_list("office").annotate(number=Count("pk"))
    evaluate_together(rounds, totals, states, needing)
    board = build_board(office, list(rounds), half_year)
    over = build_totals(office, sorted(round_.period for round_ in board.rounds), totals)
    board.set_cached(by_stage=by_stage)
    if board.round:
        counted = {state: number for round_, state, number in states if round_ == board.round.pk}
        board.set_cached(totals=over[board.round.period], by_state=counted)
    return OfficeData(board, over, dict(needing).get(office.pk, 0))
