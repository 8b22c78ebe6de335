"""One community as its office may see it: its results in a round, its parts over the rounds, and its stages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from communities.models import Community, StageChange
from evaluation.board import Board, TownRow, Trend, build_trend
from evaluation.community_results import rate_community
from evaluation.figure_queries.overrides import collect_overrides, get_override_answers
from evaluation.instrument import PARTS
from evaluation.measures import Override
from evaluation.models import Figure, Submission
from evaluation.models.figures import FigureKey
from evaluation.review import get_round_communities
from stakeholders.models import Partnership
from tfc.batched_queries import evaluate_together
from tfc.disclosure import Reader


@dataclass(frozen=True)
class OfficeTown:
    """``is_asked`` and ``survey`` refer to the board's round; ``stages`` is newest first."""

    board: Board
    community: Community
    figures: dict[FigureKey, Figure]
    overrides: dict[FigureKey, Override]
    is_asked: bool
    survey: Submission | None
    partnerships: Sequence[Partnership]
    stages: Sequence[StageChange]

    @property
    def row(self) -> TownRow | None:
        """Return the row; None if the community is not in the round."""
        if self.board.round is None or not self.is_asked:
            return None
        of_round = self._get_figures(self.board.round.half_year)
        indicators = rate_community(of_round, self.overrides, self.board.thresholds, Reader.NETWORK)
        return TownRow(self.community, self.survey, indicators)

    @cached_property
    def trends(self) -> list[Trend]:
        """Return its parts over the rounds, oldest first; None where a round has no figure."""
        over = [
            (half_year, self._get_figures(half_year))
            for half_year in sorted(round_.half_year for round_ in self.board.rounds)
        ]
        return [
            build_trend(
                part, [(half_year, figures.get(part.code)) for half_year, figures in over], self.overrides
            )
            for part in PARTS
            if any(part.code in figures for _one, figures in over)
        ]

    def _get_figures(self, half_year: str) -> dict[str, Figure]:
        return {part: figure for (_town, at, part), figure in self.figures.items() if at == half_year}


def office_town(board: Board, town: Community) -> OfficeTown:
    """Read the community in two queries. Call in the office's scope."""
    # With details, which contain the survey method: trend lines break where it changes.
    figures = Figure.objects.for_office(board.office.pk).for_communities([town.pk]).defer("receipt")
    overrides = get_override_answers().filter(community=town)
    communities: Iterable[Community] = ()
    surveys: Iterable[Submission] = ()
    partnerships = Partnership.objects.not_deleted().filter(community=town).in_order()
    stages = StageChange.objects.filter(community=town).select_related("by").order_by("-since", "-id")
    of_round = []
    if board.round is not None:
        communities = get_round_communities(board.office, board.round).filter(pk=town.pk)
        surveys = Submission.objects.filter(round=board.round, community=town)
        of_round = [communities, surveys]
    evaluate_together(overrides, partnerships, stages, *of_round)
    return OfficeTown(
        board,
        town,
        {(town.pk, figure.half_year, figure.part): figure for figure in figures},
        collect_overrides(overrides),
        bool(list(communities)),
        next(iter(surveys), None),
        list(partnerships),
        list(stages),
    )
