"""What a community's home shows: its standing in the half-year that is asked about, and the one thing to do next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Cadence, Community, Role
from evaluation.figures import overrides_of, thresholds_for
from evaluation.instrument import PARTS, Part, Text
from evaluation.models import Answer, Decision, Figure, Round, Submission, SubmissionState
from evaluation.standing import IndicatorStanding, standings
from events.models import Event, EventKind
from tfc.periods import HalfYear

RECENT = 5


@dataclass(frozen=True)
class Now:
    """The open round, or without one the half-year that runs; and how the community stands in it."""

    half_year: HalfYear
    round: Round | None
    submission: Submission | None
    answered: int
    indicators: Sequence[IndicatorStanding]

    @property
    def asked(self) -> int:
        return len(PARTS)

    @property
    def is_locked(self) -> bool:
        return self.submission is not None and not self.submission.is_editable


@dataclass(frozen=True)
class Missing:
    """A part that is not known yet, and where a volunteer can change that."""

    part: Part
    reason: Text
    url: str


@dataclass(frozen=True)
class NextStep:
    title: str
    text: str
    url: str
    action: str


@dataclass(frozen=True)
class _Facts:
    community: Community
    role: Role
    now: Now
    unresolved: int
    coming_meeting: Event | None
    has_cadence: bool
    link: Callable[[str], str] = field(repr=False)


# Where, and from which role on, one mends what makes a figure unknown; other reasons need records of their own.
MENDED_AT = {
    "no_cadence_declared": ("communities:community-settings", Role.COORDINATOR),
    "no_profile": ("communities:community-settings", Role.COORDINATOR),
    "no_required_language": ("communities:community-settings", Role.COORDINATOR),
    "roster_unconfirmed": ("communities:team", Role.COORDINATOR),
    "too_few_recorded": ("events:event-list", Role.LEADER),
    "too_much_unrecorded": ("events:event-list", Role.LEADER),
    "presence_unrecorded": ("events:event-list", Role.LEADER),
    "professions_unrecorded": ("events:event-list", Role.LEADER),
    "nothing_recorded": ("evaluation:survey", Role.COORDINATOR),
    "declaration_contradicted": ("evaluation:survey", Role.COORDINATOR),
}


def standing_now(community: Community) -> Now:
    round_ = Round.objects.open().newest_first().first()
    half_year = round_.period if round_ else HalfYear.of(timezone.now().astimezone(community.zone).date())
    figures = Figure.objects.for_communities([community.pk]).for_half_year(half_year)
    found = figures.without_receipts().by_part()
    submission = Submission.objects.filter(round=round_).first() if round_ else None
    answers = Answer.objects.filter(submission=submission).exclude(decision=Decision.OPEN)
    return Now(
        half_year=half_year,
        round=round_,
        submission=submission,
        answered=answers.count() if submission else 0,
        indicators=standings(
            found, overrides_of([half_year]), thresholds_for(community.office_id, half_year)
        ),
    )


def missing(community: Community, role: Role, now: Now) -> list[Missing]:
    """What this person can mend today, in the order of the instrument.

    Empty once the survey is with the office: its figures are locked, and nothing added reaches them.
    """
    if now.is_locked:
        return []
    known = (part for standing in now.indicators for part in standing.parts if part.figure)
    asked = ((one, where_to_mend(one.measured.reason, community, role)) for one in known)
    return [Missing(one.part, one.measured.reason_text, url) for one, url in asked if url]


def where_to_mend(reason: str, community: Community, role: Role) -> str:
    """The page where this person changes that a figure is unknown; empty where none does."""
    page, needed = MENDED_AT.get(reason, ("", None))
    return reverse(page, args=[community.slug]) if needed is not None and role >= needed else ""


def recent_events() -> list[Event]:
    return list(Event.objects.held().newest_first()[:RECENT])


def what_next(community: Community, role: Role, now: Now) -> NextStep:
    """The first of the steps that applies to this person; the last one always does."""
    facts = _Facts(
        community=community,
        role=role,
        now=now,
        unresolved=Event.objects.unresolved().count() if role >= Role.LEADER else 0,
        coming_meeting=Event.objects.coming()
        .filter(kind=EventKind.TEAM_MEETING)
        .order_by("starts_at")
        .first(),
        has_cadence=Cadence.objects.exists(),
        link=lambda name: reverse(name, args=[community.slug]),
    )
    steps = (_declare_cadence, _mend_returned, _resolve_events, _answer_survey, _come_or_log)
    return next(step for step in (make(facts) for make in steps) if step is not None)


def _declare_cadence(facts: _Facts) -> NextStep | None:
    if facts.has_cadence or facts.role < Role.COORDINATOR:
        return None
    return NextStep(
        _("Say how often your team meets"),
        _("Then this page can tell whether you keep your rhythm, and warn you before a gap grows."),
        facts.link("communities:community-settings"),
        _("Choose your rhythm"),
    )


def _mend_returned(facts: _Facts) -> NextStep | None:
    submission = facts.now.submission
    if submission is None or submission.state != SubmissionState.RETURNED or facts.role < Role.COORDINATOR:
        return None
    return NextStep(
        _("Your office sent the half-year survey back"),
        _("Read what they ask, change what needs it, and send it again."),
        facts.link("evaluation:survey"),
        _("Open the survey"),
    )


def _resolve_events(facts: _Facts) -> NextStep | None:
    if not facts.unresolved:
        return None
    return NextStep(
        ngettext(
            "One event is over. Did it take place?",
            "%(count)s events are over. Did they take place?",
            facts.unresolved,
        )
        % {"count": facts.unresolved},
        _("Until somebody says so, it is unknown and your figures stay uncertain."),
        facts.link("events:event-list") + "?status=unresolved",
        _("Say what happened"),
    )


def _answer_survey(facts: _Facts) -> NextStep | None:
    now = facts.now
    if now.round is None or facts.role < Role.COORDINATOR:
        return None
    if now.is_locked:
        return None
    return NextStep(
        _("Look through your half-year survey"),
        _("It filled itself in from your records: %(answered)s of %(asked)s answers are confirmed.")
        % {"answered": now.answered, "asked": now.asked},
        facts.link("evaluation:survey"),
        _("Go on with the survey") if now.answered else _("Start the survey"),
    )


def _come_or_log(facts: _Facts) -> NextStep:
    meeting = facts.coming_meeting
    if facts.role < Role.LEADER or meeting is not None:
        return _next_meeting(facts, meeting)
    return NextStep(
        _("Did your team meet?"),
        _("Log it in under a minute: when, who was there, how many."),
        facts.link("events:meeting-log"),
        _("Log a meeting"),
    )


def _next_meeting(facts: _Facts, meeting: Event | None) -> NextStep:
    if meeting is None:
        return NextStep(
            _("No meeting is planned yet"),
            _("Ask a leader of your team when you meet next."),
            facts.link("communities:team"),
            _("See the team"),
        )
    return NextStep(
        _("Next: %(event)s") % {"event": meeting},
        ", ".join(filter(None, (when(meeting), meeting.place))),
        reverse("events:event-detail", args=[facts.community.slug, meeting.pk]),
        _("See the details"),
    )


def when(event: Event) -> str:
    """The event's local start, as the reader's language writes it."""
    start = event.local_start
    return f"{date_format(start, 'DATE_FORMAT')}, {date_format(start, 'TIME_FORMAT')}"
