"""What a community's home shows: its standing in the half-year that is asked about, and what is missing in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from communities.models import Community, Role
from evaluation.actions.figures import DECLARABLE
from evaluation.figures import overrides_of, thresholds_for
from evaluation.instrument import PARTS, Part, Text
from evaluation.mending import NOTHING_THERE, where_to_mend
from evaluation.models import Answer, Decision, Figure, Round, Submission
from evaluation.standing import IndicatorStanding, standings
from evaluation.survey import Entry, to_look_at
from events.models import Event
from tfc.disclosure import Reader
from tfc.periods import HalfYear

RECENT = 5


@dataclass(frozen=True)
class Now:
    """The open round, or without one the half-year that runs; and how the community stands in it.

    ``look_again``: the first answer whose figure is another one now.
    """

    half_year: HalfYear
    round: Round | None
    submission: Submission | None
    answered: int
    indicators: Sequence[IndicatorStanding]
    look_again: Entry | None = None

    @property
    def asked(self) -> int:
        return len(PARTS)

    @property
    def is_locked(self) -> bool:
        return self.submission is not None and not self.submission.is_editable


@dataclass(frozen=True)
class Missing:
    """A part that is not known yet, and where a volunteer can change that; ``question``: where a coordinator signs
    that there was none, empty where that is not asked."""

    part: Part
    reason: Text
    url: str
    question: str = ""


def standing_now(community: Community) -> Now:
    round_ = Round.objects.open().newest_first().first()
    half_year = round_.period if round_ else HalfYear.of(timezone.now().astimezone(community.zone).date())
    figures = Figure.objects.for_communities([community.pk]).for_half_year(half_year)
    found = figures.without_receipts().by_part()
    submission = Submission.objects.filter(round=round_).first() if round_ else None
    answers = Answer.objects.filter(submission=submission).exclude(decision=Decision.OPEN)
    answered = {answer.part: answer for answer in answers} if submission else {}
    return Now(
        half_year=half_year,
        round=round_,
        submission=submission,
        answered=len(answered),
        indicators=standings(
            found,
            overrides_of([half_year]),
            thresholds_for(community.office_id, half_year),
            Reader.COMMUNITY,
        ),
        look_again=to_look_at(found, answered),
    )


def missing(community: Community, role: Role, now: Now) -> list[Missing]:
    """What this person can mend today, in the order of the instrument.

    Empty once the survey is with the office: its figures are locked, and nothing added reaches them.
    """
    if now.is_locked:
        return []
    known = [part for standing in now.indicators for part in standing.parts if part.has_receipt]
    found = []
    for code, measured, part in ((one.part.code, one.measured, one.part) for one in known):
        url = where_to_mend(measured.reason, community, role, code)
        question = _question(community, now, code) if role >= Role.COORDINATOR else ""
        if url == reverse("evaluation:survey", args=[community.slug]):
            # Not to the survey's front: to the question that settles it.
            url, question = question or url, ""
        may_be_none = measured.reason in NOTHING_THERE and code in DECLARABLE
        if url:
            found.append(Missing(part, measured.reason_text, url, question if may_be_none else ""))
    return found


def _question(community: Community, now: Now, part: str) -> str:
    """Its page in the open round."""
    if now.round is None:
        return ""
    return reverse("evaluation:survey-question", args=[community.slug, now.half_year, part])


def recent_events() -> list[Event]:
    return list(Event.objects.held().newest_first()[:RECENT])
