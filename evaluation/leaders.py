"""How an office's leaders grow: item 10 by community, and trainings offered beside trainings taken up."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.utils import timezone

from communities.models import Community, Membership, Office, Role
from evaluation.board import Board, board_of, part_rows
from evaluation.standing import PartStanding
from events.models import OfficeTraining, TrainingAttendance
from tfc.periods import HalfYear

PART = "leaders_in_development"


@dataclass(frozen=True)
class TownLeaders:
    """A community in a half-year. ``standing`` is None where it takes no part in the round, or there is none.

    ``leaders``: today. ``offered``: trainings held that were meant for it; ``taken_up``: those at which somebody of
    it was; ``people``: how many of its people were at one or more.
    """

    community: Community
    leaders: int
    standing: PartStanding | None
    offered: int
    taken_up: int
    people: int


@dataclass(frozen=True)
class LeadersOverview:
    board: Board
    half_year: HalfYear
    held: int
    rows: list[TownLeaders]


def leaders_overview(office: Office, asked: str | None) -> LeadersOverview:
    """In the office's scope; as many queries for many communities as for one."""
    board = board_of(office, asked)
    half_year = board.round.period if board.round else HalfYear.of(timezone.localdate())
    days = (half_year.first_day, half_year.last_day)
    held = list(OfficeTraining.objects.held().filter(office=office, local_day__range=days))
    there: dict[int, set[tuple[int, int]]] = defaultdict(set)
    attendances = TrainingAttendance.objects.there().filter(sign_up__training__in=held)
    for town, training, person in attendances.values_list(
        "community", "sign_up__training", "sign_up__membership__user"
    ):
        there[town].add((training, person))
    standings = {one.community.pk: one.standing for one in part_rows(board, PART)}
    leading = Membership.objects.current().filter(community__office=office, role__gte=Role.LEADER)
    leaders = Counter(leading.values_list("community", flat=True))
    rows = [
        TownLeaders(
            community=one,
            leaders=leaders[one.pk],
            standing=standings.get(one.pk),
            offered=sum(not each.chosen or one.pk in each.chosen for each in held),
            taken_up=len({training for training, _person in there[one.pk]}),
            people=len({person for _training, person in there[one.pk]}),
        )
        for one in board.communities
    ]
    return LeadersOverview(board, half_year, len(held), rows)
