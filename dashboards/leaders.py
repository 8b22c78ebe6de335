"""How an office's leaders grow: item 10 by community, and trainings offered beside trainings taken up."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.utils import timezone

from communities.models import Community, Membership, Office, Role
from communities.models.communities import CommunityQuerySet
from communities.pages import TownPage, page_of
from dashboards.board_parts import figures_of_part
from evaluation.board import Board, board_of
from evaluation.community_results import PartStanding
from evaluation.instrument import part as part_by_code
from evaluation.review import communities_asked
from events.models import OfficeTraining, TrainingAttendance
from tfc.at_once import at_once
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
    page: TownPage
    rows: list[TownLeaders]


def leaders_overview(
    office: Office, asked: str | None, towns: CommunityQuerySet, at: str, total: int | None = None
) -> LeadersOverview:
    """In the office's scope, a page of these ``towns``, of which there are ``total``; as many queries for many
    communities as for one."""
    board = board_of(office, asked)
    half_year = board.round.period if board.round else HalfYear.of(timezone.localdate())
    days = (half_year.first_day, half_year.last_day)
    held = list(OfficeTraining.objects.held().filter(office=office, local_day__range=days))
    page = page_of(office, towns, at, total)
    there: dict[int, set[tuple[int, int]]] = defaultdict(set)
    attendances = TrainingAttendance.objects.there().filter(
        sign_up__training__in=held, community__in=page.ids
    )
    who = attendances.values_list("community", "sign_up__training", "sign_up__membership__user")
    leading = Membership.objects.current().filter(community__in=page.ids, role__gte=Role.LEADER)
    leading_in = leading.values_list("community", flat=True)
    at_once(who, leading_in)
    for town, training, person in who:
        there[town].add((training, person))
    leaders = Counter(leading_in)
    standings = _standings(board, page)
    rows = [
        TownLeaders(
            community=one,
            leaders=leaders[one.pk],
            standing=standings.get(one.pk),
            offered=sum(not each.chosen or one.pk in each.chosen for each in held),
            taken_up=len({training for training, _person in there[one.pk]}),
            people=len({person for _training, person in there[one.pk]}),
        )
        for one in page.towns
    ]
    return LeadersOverview(board, half_year, len(held), page, rows)


def _standings(board: Board, page: TownPage) -> dict[int, PartStanding]:
    """Of those that the round asks."""
    if board.round is None:
        return {}
    asked = list(
        communities_asked(board.office, board.round).filter(pk__in=page.ids).values_list("pk", flat=True)
    )
    found = figures_of_part(board, part_by_code(PART), asked)
    return {one.community.pk: one.standing for one in found}
