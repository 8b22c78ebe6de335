"""Leadership development in an office: item 10 by community, and trainings offered and attended."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.utils import timezone

from communities.community_pager import TownPage, get_town_page
from communities.models import Community, Membership, Office, Role
from communities.models.communities import CommunityQuerySet
from dashboards.board_parts import figures_of_part
from evaluation.board import Board, get_round_board
from evaluation.community_results import RatedPart
from evaluation.instrument import part as part_by_code
from evaluation.review import get_round_communities
from events.models import OfficeTraining, TrainingAttendance
from tfc.batched_queries import evaluate_together
from tfc.periods import HalfYear

PART = "leaders_in_development"


@dataclass(frozen=True)
class TownLeaders:
    """A community in a half-year. ``standing`` is None if it is not in the round, or if there is none.

    ``leaders``: today. ``offered``: trainings held for it; ``taken_up``: those that any of its people attended;
    ``people``: how many attended one or more.
    """

    community: Community
    leaders: int
    standing: RatedPart | None
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
    office: Office,
    requested_half_year: str | None,
    towns: CommunityQuerySet,
    at: str,
    total: int | None = None,
) -> LeadersOverview:
    """Return a page of these ``towns``, of which there are ``total``, in a constant number of queries. Call in the
    office's scope.
    """
    board = get_round_board(office, requested_half_year)
    half_year = board.round.period if board.round else HalfYear.from_day(timezone.localdate())
    days = (half_year.first_day, half_year.last_day)
    held = list(OfficeTraining.objects.held().filter(office=office, local_day__range=days))
    page = get_town_page(office, towns, at, total)
    there: dict[int, set[tuple[int, int]]] = defaultdict(set)
    attendances = TrainingAttendance.objects.there().filter(
        sign_up__training__in=held, community__in=page.ids
    )
    who = attendances.values_list("community", "sign_up__training", "sign_up__membership__user")
    leading = Membership.objects.current().filter(community__in=page.ids, role__gte=Role.LEADER)
    leading_in = leading.values_list("community", flat=True)
    evaluate_together(who, leading_in)
    for town, training, person in who:
        there[town].add((training, person))
    leaders = Counter(leading_in)
    standings = _standings(board, page)
    rows = [
        TownLeaders(
            community=community,
            leaders=leaders[community.pk],
            standing=standings.get(community.pk),
            offered=sum(not training.chosen or community.pk in training.chosen for training in held),
            taken_up=len({training for training, _person in there[community.pk]}),
            people=len({person for _training, person in there[community.pk]}),
        )
        for community in page.towns
    ]
    return LeadersOverview(board, half_year, len(held), page, rows)


def _standings(board: Board, page: TownPage) -> dict[int, RatedPart]:
    """Return the results of the page's communities that are in the round."""
    if board.round is None:
        return {}
    community_ids = list(
        get_round_communities(board.office, board.round).filter(pk__in=page.ids).values_list("pk", flat=True)
    )
    figures = figures_of_part(board, part_by_code(PART), community_ids)
    return {figure.community.pk: figure.standing for figure in figures}
