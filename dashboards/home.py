"""A community's home: its status in the current half-year, and what is missing in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from communities.models import TAKES_PART, Community, Pairing, Role, User
from dashboards.home_facts import HomeFacts, get_home_facts
from evaluation.actions.figures import DECLARABLE
from evaluation.community_results import RatedIndicator, rate_community
from evaluation.figures import get_submission_overrides
from evaluation.fix_links import NOTHING_THERE, get_fix_url
from evaluation.instrument import PARTS, Part, Text
from evaluation.measures import Override, State
from evaluation.models import Answer, Decision, Figure, Round, Submission
from evaluation.models.figures import FigureKey
from evaluation.survey import Entry, to_look_at
from events.models import Event, JointShare
from tfc.batched_queries import evaluate_together
from tfc.compiled_queries import CompiledQuery, parameter
from tfc.disclosure import Reader
from tfc.periods import HalfYear

RECENT = 3


@dataclass(frozen=True)
class HomeStatus:
    """The open round, or without one the current half-year, and the community's status in it.

    ``look_again``: the first answer whose figure has changed since.
    """

    half_year: HalfYear
    round: Round | None
    submission: Submission | None
    answered: int
    indicators: Sequence[RatedIndicator]
    waiting: HomeFacts
    look_again: Entry | None = None
    # The first unanswered question of the round or current half-year whose figure is not unknown.
    next_part: Part | None = None

    @property
    def part_count(self) -> int:
        return len(PARTS)

    @property
    def is_locked(self) -> bool:
        return self.submission is not None and not self.submission.is_editable


@dataclass(frozen=True)
class MissingPart:
    """A part that is not known yet, and where the user can change that; ``question``: where a coordinator declares
    none, "" if that does not apply.
    """

    part: Part
    reason: Text
    url: str
    question: str = ""

    @property
    def may_be_none(self) -> bool:
        return bool(self.question)


def get_home_status(community: Community, user: User) -> HomeStatus:
    round_answers = _get_round_answers(community)
    today = timezone.now().astimezone(community.zone).date()
    half_year = round_answers.round.period if round_answers.round else HalfYear.from_day(today)
    waiting = get_home_facts(community, user, half_year, today)
    figures = {figure.part: figure for figure in _figures_of(community.pk, str(half_year))}
    answered = {answer.part: answer for answer in round_answers.answers if answer.decision != Decision.OPEN}
    left = (part for part in PARTS if part.code not in answered)
    next_part = next((part for part in left if not _is_unknown(figures.get(part.code))), None)
    return HomeStatus(
        half_year=half_year,
        round=round_answers.round,
        submission=round_answers.submission,
        answered=len(answered),
        indicators=rate_community(
            figures,
            _overrides(round_answers),
            waiting.thresholds[half_year],
            Reader.COMMUNITY,
            takes_part=round_answers.round is not None or community.stage in TAKES_PART,
        ),
        waiting=waiting,
        look_again=to_look_at(figures, answered),
        next_part=next_part,
    )


def _is_unknown(figure: Figure | None) -> bool:
    """Return True for a figure that was computed and is unknown; one that is missing is computed when it is read."""
    return figure is not None and figure.state == State.UNKNOWN


class _RoundAnswers(NamedTuple):
    round: Round | None
    submission: Submission | None = None
    answers: Sequence[Answer] = ()


def _get_round_answers(community: Community) -> _RoundAnswers:
    """Return the newest open round with the community's answers: one query, and a second if there are no answers."""
    answers = _answers_of(community.pk)
    if answers:
        submission = answers[0].submission
        return _RoundAnswers(submission.round, submission, answers)
    newest, its_key = _newest(community.pk)
    begun = Submission.objects.filter(community=community, round=its_key).select_related("round")[:1]
    rounds = newest[:1]
    evaluate_together(begun, rounds)
    return _RoundAnswers(begun[0].round, begun[0]) if begun else _RoundAnswers(next(iter(rounds), None))


def _newest(community: Any) -> tuple[Any, Subquery]:
    newest = Round.objects.open().asking(community).newest_first()
    return newest, Subquery(newest.values("pk")[:1])


def _answers() -> "QuerySet[Answer]":
    town = parameter(0)
    of_town = Answer.objects.with_choice().filter(community=town, submission__community=town)
    return of_town.filter(submission__round=_newest(town)[1]).select_related("submission__round")


_answers_of = CompiledQuery(_answers)


_figures_of = CompiledQuery(
    lambda: Figure.objects.filter(community=parameter(0), half_year=parameter(1)).without_receipts()
)


def _overrides(round_answers: _RoundAnswers) -> Mapping[FigureKey, Override]:
    return (
        get_submission_overrides(round_answers.submission, round_answers.answers)
        if round_answers.submission
        else {}
    )


def get_missing_parts(community: Community, role: Role, now: HomeStatus) -> list[MissingPart]:
    """Return what this user can complete today, in the order of the instrument.

    Empty once the survey is submitted: its figures are locked, and new records do not change them.
    """
    if now.is_locked:
        return []
    part_results = [part for standing in now.indicators for part in standing.parts if part.has_receipt]
    missing_parts = []
    for code, measured, part in (
        (part_result.part.code, part_result.measured, part_result.part) for part_result in part_results
    ):
        url = get_fix_url(measured.reason, community, role, code)
        question = _question(community, now, code) if role >= Role.COORDINATOR else ""
        if url == reverse("evaluation:survey", args=[community.slug]):
            # Link to the question itself instead of the survey's first page.
            url, question = question or url, ""
        may_be_none = measured.reason in NOTHING_THERE and code in DECLARABLE
        if url:
            missing_parts.append(
                MissingPart(part, measured.reason_text, url, question if may_be_none else "")
            )
    return missing_parts


def _question(community: Community, now: HomeStatus, part: str) -> str:
    """Return the URL of the part's question in the open round."""
    if now.round is None:
        return ""
    return reverse("evaluation:survey-question", args=[community.slug, now.half_year, part])


def get_latest_and_joint_events(
    pairings: Iterable[Pairing], questions: "QuerySet[JointShare]"
) -> tuple[list[Event], list[Event]]:
    """Return the latest held events, and the events held jointly with paired communities; one query, which also
    evaluates ``questions``.
    """
    keys = {key for pairing in pairings for key in pairing.joint_keys}
    held = Event.objects.held().newest_first()
    rows = held[:RECENT]
    if keys:
        rows = held.filter(Q(pk__in=held.values("pk")[:RECENT]) | Q(joint_key__in=keys))
    evaluate_together(rows, questions)
    events = list(rows)
    return events[:RECENT], [event for event in events if event.joint_key in keys]
