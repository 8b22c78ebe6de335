"""All offices beside each other: sums of each and of all, and one item over the half-years, office by office."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from charts import Point, Town, multiples, point_of, trend
from charts.multiples import LEAST
from communities.models import Office
from dashboards.board_parts import pooled_over_rounds
from dashboards.figures.offices import OfficeRead, offices_with_stages, read_office
from dashboards.forms.overviews import InternationalForm
from dashboards.sum_receipts import Summand, SumReceipt, receipt_of, summands_of
from evaluation.board import Board, pooled_over
from evaluation.instrument import PARTS, Part
from evaluation.instrument import part as part_of
from evaluation.measures import Pooled
from evaluation.wording import coverage_text
from tfc.charts import Chart, Datum
from tfc.periods import HalfYear
from tfc.tenancy import office_scope
from tfc.text.punctuation import titled


@dataclass(frozen=True)
class OfficeSum:
    """None for an office without a round of this half-year."""

    office: Office
    pooled: Pooled | None


@dataclass(frozen=True)
class InternationalOverview:
    """``parts``: each with the sum of all offices and that of each, in the order of the boards."""

    form: InternationalForm
    boards: Sequence[Board]
    half_year: str
    half_years: Sequence[str]
    parts: Sequence[tuple[Part, Pooled | None, Sequence[OfficeSum]]]
    charts: Sequence[Chart]
    computed_at: datetime | None


def overview_of(data: dict[str, str]) -> InternationalOverview:
    """Outside any scope: reads one office's after the other."""
    boards: list[Board] = []
    courses: list[tuple[Office, list[Point]]] = []
    # The form needs the half-years, which the first reading gives.
    item = InternationalForm({"item": data.get("item", "")}, half_years=()).item_code
    asked = HalfYear.named(data.get("round", ""))
    for office, stages in offices_with_stages():
        with office_scope(office.pk):
            read = read_office(office, str(asked or ""), part_of(item), stages)
        courses.append((office, _course(read, part_of(item))))
        boards.append(read.board)
    half_years = sorted({one.half_year for board in boards for one in board.rounds}, reverse=True)
    form = InternationalForm(data, half_years=half_years)
    newest = max((board.round.half_year for board in boards if board.round), default="")
    together = pooled_over(boards, newest)
    computed = [board.totals.at for board in boards if board.totals and board.totals.at]
    return InternationalOverview(
        form, boards, newest, half_years,
        [(part, together.get(part.code), _by_office(boards, part.code, newest)) for part in PARTS],
        _charts(part_of(item), courses) if half_years else [],
        max(computed, default=None),
    )  # fmt: skip


def receipt_over(overview: InternationalOverview, of: str, part: Part) -> SumReceipt | None:
    """Of the sum of all offices that have a round of the half-year: one scope after the other."""
    summands: list[Summand] = []
    for board in overview.boards:
        if board.round and board.round.half_year == overview.half_year:
            with office_scope(board.office.pk):
                summands += summands_of(board.office, board.round.period, part)
    return receipt_of(part, overview.half_year, of, summands) if summands else None


def _by_office(boards: Sequence[Board], code: str, half_year: str) -> list[OfficeSum]:
    def pooled(board: Board) -> Pooled | None:
        return board.pooled.get(code) if board.round and board.round.half_year == half_year else None

    return [OfficeSum(board.office, pooled(board)) for board in boards]


def _course(read: OfficeRead, part: Part) -> list[Point]:
    """The sum of an office over its rounds, and for how many of its communities it is known."""
    return [
        point_of(
            half_year,
            one.measured if one else None,
            version=version,
            coverage=coverage_text(one) if one else "",
            known_of=f"{one.known}/{one.applicable}" if one else "",
        )
        for half_year, one, version in pooled_over_rounds(part, read.over)
    ]


def _charts(part: Part, courses: Sequence[tuple[Office, Sequence[Point]]]) -> list[Chart]:
    """Small multiples with one scale; where fewer than two offices have anything to draw, the course of each."""
    half_years = sorted({point.half_year for _office, points in courses for point in points})
    title = f"{part.label} {part.title}"
    today = timezone.localdate()
    offices = [
        Town(
            office.name,
            _all(points, half_years),
            f"{reverse('dashboards:office-figures', args=[office.slug])}",
        )
        for office, points in courses
    ]
    if sum(one.last is not None for one in offices) < LEAST:
        return [
            trend(
                f"office-{at}",
                titled(title, one.name),
                one.points,
                part.unit,
                source=one.name,
                made_on=today,
            )
            for at, one in enumerate(offices)
        ]
    drawn = multiples("offices", title, offices, part.unit, source=_("All offices"), made_on=today)
    named = [
        replace(one, code="office", tag="#org+name") if one.code == "community" else one for one in drawn.data
    ]
    return [replace(drawn, headers=[_("Office"), *drawn.headers[1:]], data=list[Datum](named))]


def _all(points: Sequence[Point], half_years: Sequence[str]) -> list[Point]:
    """Every panel has the same half-years: one without a round has its place."""
    found = {point.half_year: point for point in points}
    return [found.get(one) or point_of(one, None) for one in half_years]
