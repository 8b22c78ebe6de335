"""One community as its office may see it: to read before a call."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communities.models import Community, Pairing, Role, RolePeriod, StageChange, User
from dashboards.attention.rules import parse_reasons
from dashboards.community_timeline import TimelineEntry, build_timeline
from dashboards.models import CommunityAttention, FollowUp
from evaluation.board import Board, TownRow, Trend, build_trend
from evaluation.community_results import rate_community
from evaluation.figure_queries.overrides import collect_overrides, get_override_answers
from evaluation.instrument import INDICATORS, PARTS, Indicator
from evaluation.measures import Override, Rating
from evaluation.models import Figure, StandingRollup, StepState, Submission, SubmissionStep
from evaluation.models.figures import FigureKey
from evaluation.review import get_round_communities
from stakeholders.models import Partnership
from tfc.batched_queries import evaluate_together
from tfc.disclosure import Reader

# Half-years whose ratings stand next to each other, months whose events are counted, and entries of a kind.
HALF_YEARS, MONTHS, MOST = 4, 12, 50


@dataclass(frozen=True)
class OfficeTown:
    """``is_asked`` and ``survey`` refer to the board's round; ``coordinating``: the periods of its coordinators."""

    board: Board
    community: Community
    figures: dict[FigureKey, Figure]
    overrides: dict[FigureKey, Override]
    is_asked: bool
    survey: Submission | None
    partnerships: Sequence[Partnership]
    stages: Sequence[StageChange]
    standings: Sequence[StandingRollup]
    steps: Sequence[SubmissionStep]
    coordinating: Sequence[RolePeriod]
    pairings: Sequence[Pairing]
    follow_ups: Sequence[FollowUp]
    attention: CommunityAttention | None

    @property
    def summary(self) -> Mapping[str, Any]:
        return self.attention.summary if self.attention else {}

    @property
    def reasons(self) -> list[tuple[str, dt.date, int]]:
        """Return why the community needs attention today, in words, since when, and the points."""
        today = timezone.localdate()
        reasons = parse_reasons(self.attention.reasons) if self.attention else []
        return [(capfirst(reason.describe(today)), reason.since, reason.points) for reason in reasons]

    @property
    def is_set_aside(self) -> bool:
        until = self.attention.set_aside_until if self.attention else None
        return until is not None and until > timezone.localdate()

    @property
    def coordinators(self) -> list[User]:
        return [period.user for period in self.coordinating if period.ended_on is None]

    @property
    def mentors(self) -> list[Pairing]:
        return [pairing for pairing in self.pairings if pairing.until is None]

    @property
    def remarks(self) -> list[SubmissionStep]:
        """Return why each survey was returned that the community has not submitted again, and the newest entry of each
        open conversation about a question.
        """
        newest: dict[tuple[int, str], SubmissionStep] = {}
        for step in self.steps:
            newest.setdefault((step.submission_id, step.part), step)
        accepted = {step.submission_id for step in newest.values() if step.state == StepState.ACCEPTED}
        is_open = (StepState.RETURNED, StepState.REOPENED, StepState.REMARK, StepState.REPLY)
        return [
            step
            for step in newest.values()
            if step.state in is_open and step.submission_id not in accepted and step.reason
        ]

    @property
    def months(self) -> list[tuple[dt.date, int, int]]:
        """Return the number of team meetings and of other events in each of the last twelve months, newest first."""
        day, months = timezone.localdate(timezone=self.community.zone).replace(day=1), []
        if not self.summary.get("months"):
            return []
        for _number in range(MONTHS):
            meetings, others = self.summary["months"].get(f"{day:%Y-%m}", (0, 0))
            months.append((day, meetings, others))
            day = (day - dt.timedelta(days=1)).replace(day=1)
        return months

    @property
    def last_days(self) -> list[tuple[str, dt.date]]:
        """Return when the community was last heard of, and when staff last followed up."""
        meeting, record = (self.summary.get(name) for name in ("last_meeting", "last_record"))
        done = self.follow_ups[0].at if self.follow_ups else None
        submitted = next((step.at for step in self.steps if step.state == StepState.SUBMITTED), None)
        days = [
            (_("Last team meeting"), dt.date.fromisoformat(meeting) if meeting else None),
            (_("Last change of a record"), dt.date.fromisoformat(record) if record else None),
            (_("Last survey submitted"), timezone.localdate(submitted) if submitted else None),
            (_("Last follow-up"), timezone.localdate(done) if done else None),
        ]
        return [(label, day) for label, day in days if day]

    @property
    def timeline(self) -> list[TimelineEntry]:
        return build_timeline(
            self.community,
            stages=self.stages,
            steps=[step for step in self.steps if not step.part],
            pairings=self.pairings,
            follow_ups=self.follow_ups,
            past_reasons=parse_reasons(self.attention.past_reasons) if self.attention else (),
            coordinators=self.coordinating,
        )

    @property
    def indicators(self) -> list[tuple[Indicator, list[tuple[str, str]]]]:
        """Return each indicator with its ratings by half-year, oldest first."""
        return [
            (
                indicator,
                [
                    (standing.half_year, standing.ratings.get(indicator.code, Rating.NOT_ENOUGH_DATA))
                    for standing in reversed(self.standings)
                ],
            )
            for indicator in INDICATORS
        ]

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
    standings = StandingRollup.objects.filter(community=town).order_by("-half_year")[:HALF_YEARS]
    steps = SubmissionStep.objects.filter(community=town).select_related("by", "submission__round")
    steps = steps.defer("content").newest_first()[:MOST]
    coordinating = RolePeriod.objects.filter(community=town, role=Role.COORDINATOR)
    coordinating = coordinating.select_related("user").order_by("user__name", "pk")
    pairings = Pairing.objects.for_community(town).select_related("newcomer", "mentor").order_by("-since")
    follow_ups = FollowUp.objects.filter(community=town).newest_first()
    follow_ups = follow_ups.select_related("by", "assigned_to")[:MOST]
    attention = CommunityAttention.objects.filter(community=town).select_related("community", "assigned_to")
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
    history = (stages, standings, steps, coordinating, pairings, follow_ups, attention)
    evaluate_together(overrides, partnerships, *history, *of_round)
    return OfficeTown(
        board,
        town,
        {(town.pk, figure.half_year, figure.part): figure for figure in figures},
        collect_overrides(overrides),
        bool(list(communities)),
        next(iter(surveys), None),
        list(partnerships),
        list(stages),
        list(standings),
        list(steps),
        list(coordinating),
        list(pairings),
        list(follow_ups),
        next(iter(attention), None),
    )
