"""The office's board: its communities' results in a round and over rounds. Figures only, never records.

Statements about all communities come from totals; single communities are read page by page. Their figures pass through
evaluation.figure_visibility here. Sums contain no guarded count: surveys of different
communities are never added up, and 1b adds up groups, not people.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, QuerySet, Value

from communities.models import Community, Office, Stage
from communities.thresholds import Thresholds, get_setting_lines, parse_thresholds, thresholds_for
from evaluation.community_results import RatedIndicator, RatedPart
from evaluation.figure_visibility import mask_figure
from evaluation.figures import get_overrides
from evaluation.instrument import INDICATORS, PARTS, Part
from evaluation.measures import Measurement, Override, PooledFigure, Rating
from evaluation.models import Figure, FigureTotal, Round, Submission, SubmissionState
from evaluation.models.figures import FigureKey
from evaluation.office_totals import Totals, build_totals, pool_offices, totals_in, totals_over
from evaluation.review import NOT_STARTED, SURVEY_STATES, CommunitySurvey
from tfc.batched_queries import evaluate_together
from tfc.compiled_queries import CompiledQuery, parameter
from tfc.disclosure import Reader

# Labels of the two kinds of counts that are read in one query.
STAGE, STATE = "stage", "state"
NOT_HANDED_IN = (NOT_STARTED, SubmissionState.DRAFT, SubmissionState.RETURNED)


@dataclass(frozen=True)
class TownRow(CommunitySurvey):
    """A community's survey with its indicators and the parts of each."""

    indicators: Sequence[RatedIndicator]


@dataclass(frozen=True)
class TownFigure:
    """One community's figure of one part."""

    community: Community
    standing: RatedPart


@dataclass(frozen=True)
class Trend:
    """One part over half-years, oldest first: None where nothing was computed; ``versions`` of its definition then has
    "".
    """

    part: Part
    points: Sequence[tuple[str, Measurement | None]]
    versions: Sequence[str] = ()


@dataclass(frozen=True)
class Board:
    """``round`` is None in an office without rounds; the threshold ``settings`` are read with the rounds
    (`rounds_with_settings`). Everything else is read once, on first use.
    """

    office: Office
    round: Round | None
    rounds: Sequence[Round]
    settings: Sequence[str] | None = None

    @property
    def is_earlier(self) -> bool:
        """Return True if a newer round than that of the board was opened."""
        return self.round is not None and self.round != self.rounds[0]

    def read_with(self, *more: "QuerySet[Any, Any]") -> None:
        """Read the totals and the numbers of communities and surveys, and evaluate ``more``, all in one query."""
        counted = _count_by_state(self.office, self.round)
        if self.round is None:
            evaluate_together(counted, *more)
        else:
            period = self.round.period
            totals = FigureTotal.objects.for_office(self.office.pk).for_half_year(period)
            evaluate_together(totals, counted, *more)
            self.set_cached(totals=build_totals(self.office, [period], totals)[period])
        self.set_cached(_counted=list(counted))

    def set_cached(self, **values: Any) -> None:
        """Store values by property name that were already read, so that they are not read again."""
        vars(self).update(values)

    @cached_property
    def totals(self) -> Totals | None:
        return totals_in(self.office, self.round.period) if self.round else None

    @property
    def pooled(self) -> Mapping[str, PooledFigure]:
        """Return each part over all communities of the round, by its code."""
        return self.totals.pooled if self.totals else {}

    @property
    def expected_count(self) -> int:
        return self.totals.expected_count if self.totals else 0

    @cached_property
    def thresholds(self) -> Thresholds:
        if self.round is None:
            return Thresholds()
        period = self.round.period
        if self.settings is None:
            return thresholds_for(self.office.pk, period)
        return parse_thresholds(self.settings, [period])[period]

    @cached_property
    def overrides(self) -> dict[FigureKey, Override]:
        """Return the overrides of the round, of all communities."""
        return get_overrides([self.round.period], office_id=self.office.pk) if self.round else {}

    @cached_property
    def _counted(self) -> list[tuple[str, str, int]]:
        return list(_count_by_state(self.office, self.round))

    @cached_property
    def by_stage(self) -> dict[str, int]:
        return {code: number for group_kind, code, number in self._counted if group_kind == STAGE}

    @property
    def stages(self) -> list[tuple[Stage, int]]:
        """Return every stage with its number of communities; 0 for an empty stage, since it is a count and not
        unknown.
        """
        return [(stage, self.by_stage.get(stage.value, 0)) for stage in Stage]

    @cached_property
    def by_state(self) -> dict[str, int]:
        return {code: number for group_kind, code, number in self._counted if group_kind == STATE}

    @cached_property
    def states(self) -> list[tuple[str, int]]:
        """Return the number of surveys by state. Expected communities without a survey count as not started."""
        counted = self.by_state.copy()
        counted[NOT_STARTED] = max(self.expected_count - sum(counted.values()), 0)
        return [(state, counted.get(state, 0)) for state in SURVEY_STATES]

    @property
    def communities(self) -> int:
        return sum(self.by_stage.values())

    @property
    def not_submitted(self) -> int:
        return sum(number for state, number in self.states if state in NOT_HANDED_IN)

    @property
    def parts(self) -> list[tuple[Part, PooledFigure | None]]:
        return [(part, self.pooled.get(part.code)) for part in PARTS]


def get_round_board(office: Office, half_year: str | None) -> Board:
    """Return the board for a round, the newest if none is named; an empty one for an office without
    rounds. One query.
    """
    return build_board(office, _rounds_of(office.pk), half_year)


def build_board(office: Office, rounds: Sequence[Any], half_year: str | None) -> Board:
    """Build the board from the rows of `rounds_with_settings`."""
    chosen = next(
        (round_ for round_ in rounds if round_.half_year == half_year), rounds[0] if rounds else None
    )
    return Board(office, chosen, rounds, rounds[0].settings if rounds else ())


def rounds_with_settings(office: Any) -> "QuerySet[Round]":
    """Return the opened rounds, newest first, each with all threshold ``settings`` of its office."""
    opened = Round.objects.opened().filter(office=office).newest_first()
    return opened.annotate(settings=ArraySubquery(get_setting_lines(office)))


_rounds_of = CompiledQuery(lambda: rounds_with_settings(parameter(0)))


def _count_by_state(office: Office, round_: Round | None) -> "QuerySet[Any, tuple[str, str, int]]":
    """Count communities by stage, and surveys of a round by state."""
    towns = Community.objects.filter(office=office).order_by().annotate(of=Value(STAGE))
    surveys = Submission.objects.filter(office=office, round=round_).order_by().annotate(of=Value(STATE))
    stages = towns.values_list("of", "stage").annotate(number=Count("pk"))
    return stages.union(surveys.values_list("of", "state").annotate(number=Count("pk")), all=True)


def pool_boards(boards: Iterable[Board], half_year: str) -> dict[str, PooledFigure]:
    """Return each part over the communities of several offices that have a round of this half-year."""
    round_boards = [board for board in boards if board.round and board.round.half_year == half_year]
    pooled_by_part = {
        part.code: pool_offices(
            part, [board.pooled[part.code] for board in round_boards if part.code in board.pooled]
        )
        for part in PARTS
    }
    return {code: pooled for code, pooled in pooled_by_part.items() if pooled}


def require_round(board: Board) -> Round:
    if board.round is None:
        raise ValueError("This office has no round.")
    return board.round


def count_ratings_by_round(
    office: Office, rounds: Sequence[Round]
) -> list[tuple[str, str, list[tuple[str, Counter[Rating]]]]]:
    """Return the rows of a chart for each indicator, with code and title: (half-year, counted
    ratings), oldest first.
    """
    totals = totals_over(office, sorted(round_.period for round_ in rounds))
    return [
        (
            indicator.code,
            str(indicator.title),
            [
                (str(period), _counted(period_totals, indicator.code))
                for period, period_totals in totals.items()
            ],
        )
        for indicator in INDICATORS
    ]


def _counted(totals: Totals, code: str) -> Counter[Rating]:
    """Count the ratings; communities that were not asked in that half-year are left out."""
    ratings = totals.ratings.get(code, {})
    return Counter(
        {Rating(rating): number for rating, number in ratings.items() if rating != Rating.NOT_APPLICABLE}
    )


def build_trend(
    part: Part, figures: Sequence[tuple[str, Figure | None]], overrides: Mapping[FigureKey, Override]
) -> Trend:
    points = [
        (half_year, mask_figure(figure.effective(overrides), part, Reader.NETWORK) if figure else None)
        for half_year, figure in figures
    ]
    return Trend(
        part, points, [str(figure.definition_version) if figure else "" for _half_year, figure in figures]
    )
