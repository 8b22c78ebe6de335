"""What the page of all offices needs of one of them, in that office's scope: its board and one part over its rounds."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from communities.models import Community, Office
from evaluation.board import Board, build_board, rounds_with_settings
from evaluation.instrument import Part
from evaluation.models import FigureTotal, Round, Submission
from evaluation.office_totals import Totals, build_totals
from evaluation.rollups.round_membership import ASKED
from tfc.at_once import at_once
from tfc.periods import HalfYear


@dataclass(frozen=True)
class OfficeData:
    """``over``: the totals of its rounds, oldest first, in which only the board's round has other parts than one."""

    board: Board
    totals_by_period: Mapping[HalfYear, Totals]


def offices_with_stages() -> list[tuple[Office, dict[str, int]]]:
    """Each office of a country with how many of its communities are in each stage, behind no wall; one query."""
    counted = Community.objects.order_by().values_list("office", "stage").annotate(number=Count("pk"))
    offices = Office.objects.of_countries()
    at_once(offices, counted)
    stage_counts: dict[int, dict[str, int]] = {}
    for office, stage, number in counted:
        stage_counts.setdefault(office, {})[stage] = number
    return [(office, stage_counts.get(office.pk, {})) for office in offices]


def read_office(office: Office, half_year: str, part: Part, by_stage: dict[str, int]) -> OfficeData:
    """The board of a round, the newest where none of the ``half_year`` is there; in one query where totals are kept."""
    rounds = rounds_with_settings(office.pk)
    newest = Round.objects.opened().filter(office=office).newest_first().values("half_year")[:1]
    totals = FigureTotal.objects.for_office(office.pk).filter(
        Q(half_year=half_year) | Q(half_year__in=newest) | Q(code__in=[part.code, ASKED])
    )
    of_round = Q(round__half_year=half_year) | Q(round__half_year__in=newest)
    surveys = Submission.objects.filter(of_round, office=office).order_by()
    states = surveys.values_list("round", "state").annotate(number=Count("pk"))
    at_once(rounds, totals, states)
    board = build_board(office, list(rounds), half_year)
    over = build_totals(office, sorted(round_.period for round_ in board.rounds), totals)
    board.set_cached(by_stage=by_stage)
    if board.round:
        counted = {state: number for round_, state, number in states if round_ == board.round.pk}
        board.set_cached(totals=over[board.round.period], by_state=counted)
    return OfficeData(board, over)
