"""The one thing to do next, on a community's home: for this person, today."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Community, Role, Stage
from communities.models.communities import TAKES_PART
from evaluation.home import Now
from evaluation.home_facts import Waiting
from evaluation.models import SubmissionState
from events.models import Event, EventKind
from stakeholders.models import FocusStakeholder
from stakeholders.path import PAGES
from stakeholders.strategies import strategies_to_confirm
from support import directory
from support.confirming import last_day
from support.models import Reply
from tfc.periods import HalfYear


@dataclass(frozen=True)
class NextStep:
    """``at_once``: the button does it, by a POST to ``url``; ``look`` is then the page to look at before."""

    title: str
    text: str
    url: str
    action: str
    at_once: bool = False
    look: str = ""


@dataclass(frozen=True)
class _Facts:
    community: Community
    role: Role
    now: Now
    link: Callable[..., str] = field(repr=False)

    @property
    def waiting(self) -> Waiting:
        return self.now.waiting

    @property
    def today(self) -> dt.date:
        return timezone.now().astimezone(self.community.zone).date()


def what_next(community: Community, role: Role, now: Now) -> NextStep:
    """The first of the steps that applies to this person; the last one always does."""
    facts = _Facts(
        community=community,
        role=role,
        now=now,
        link=lambda name, *args: reverse(name, args=[community.slug, *args]),
    )
    return next(step for step in (make(facts) for make in STEPS) if step is not None)


def _rest(facts: _Facts) -> NextStep | None:
    """A dormant community is asked for nothing, and may come back at any time."""
    if facts.community.stage != Stage.DORMANT:
        return None
    text = _(
        "Nothing is asked of it, and its records stay. When you meet again, tell your office that you go on."
    )
    if facts.role < Role.LEADER:
        return NextStep(_("Your community rests"), text, facts.link("communities:team"), _("See the team"))
    page = facts.link("events:meeting-log")
    return NextStep(_("Your community rests"), text, page, _("Log a meeting all the same"))


def _declare_cadence(facts: _Facts) -> NextStep | None:
    if facts.waiting.has_cadence or facts.role < Role.COORDINATOR:
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
    unresolved = facts.waiting.unresolved
    if not unresolved or facts.role < Role.LEADER:
        return None
    return NextStep(
        ngettext(
            "One event is over. Did it take place?",
            "%(count)s events are over. Did they take place?",
            unresolved,
        )
        % {"count": unresolved},
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
    if now.look_again:
        return NextStep(
            _("A figure changed after you answered"),
            now.look_again.what_changed,
            facts.link("evaluation:survey-question", now.half_year, now.look_again.part.code),
            _("Look at it again"),
        )
    return NextStep(
        _("Look through your half-year survey"),
        _("It filled itself in from your records: %(answered)s of %(asked)s answers are confirmed.")
        % {"answered": now.answered, "asked": now.asked},
        facts.link("evaluation:survey"),
        _("Go on with the survey") if now.answered else _("Start the survey"),
    )


def _look_at_plan(facts: _Facts) -> NextStep | None:
    """The plan of a focus whose day is over: the one that waits longest."""
    if facts.role < Role.COORDINATOR or not facts.waiting.has_plan_due:
        return None
    chosen = FocusStakeholder.objects.current(facts.today).filter(plan_due__lt=facts.today)
    focus = chosen.select_related("organization").order_by("plan_due", "pk").first()
    if focus is None or focus.plan_due is None:
        return None
    return NextStep(
        _("What became of your plan for “%(focus)s”?") % {"focus": focus},
        _("It was due on %(day)s. Give it a new day, or say that this focus has ended.")
        % {"day": date_format(focus.plan_due, "DATE_FORMAT")},
        facts.link(PAGES["focus"]),
        _("Open the focus"),
    )


def _confirm_strategies(facts: _Facts) -> NextStep | None:
    if facts.role < Role.LEADER or not facts.waiting.has_claims:
        return None
    waiting = strategies_to_confirm(facts.today, facts.waiting.evidence_months)
    if not waiting:
        return None
    first = waiting[0].strategy
    alone = len(waiting) == 1
    return NextStep(
        ngettext(
            "One strategy needs fresh evidence",
            "%(count)s strategies need fresh evidence",
            len(waiting),
        )
        % {"count": len(waiting)},
        _(
            "Ask %(organization)s first: is “%(strategy)s” still in practice? Without evidence it stops counting."
        )
        % {"organization": first.organization, "strategy": waiting[0].title},
        facts.link("events:strategy-detail", first.pk) if alone else facts.link(PAGES["strategies"]),
        _("Open the strategy") if alone else _("See the strategies"),
    )


def _settle_replies(facts: _Facts) -> NextStep | None:
    """Soon: the public pages and the figures no longer count on what a provider calls changed or ended."""
    if facts.role < Role.LEADER or not facts.waiting.has_replies:
        return None
    waiting = directory.waiting_replies()
    if not waiting:
        return None
    first, alone = waiting[0], len(waiting) == 1
    words = (
        _("The provider of “%(service)s” says that it has ended. Until you look at it, it does not count.")
        if first.reply == Reply.CLOSED
        else _(
            "The provider of “%(service)s” says that something has changed. Until you look at it, it counts as not "
            "confirmed."
        )
    )
    return NextStep(
        ngettext("A provider answered you", "%(count)s answers of providers wait for you", len(waiting))
        % {"count": len(waiting)},
        words % {"service": first.service},
        facts.link("support:confirmation-settle", first.service_id, first.pk)
        if alone
        else facts.link("support:service-list"),
        _("Read the answer") if alone else _("Read the answers"),
    )


def _ask_providers(facts: _Facts) -> NextStep | None:
    """Before their word lapses; what has lapsed or was never said waits in the directory, and does not press."""
    if facts.role < Role.LEADER or not facts.waiting.has_lapsing:
        return None
    lapsing = directory.lapsing(facts.today)
    if not lapsing:
        return None
    first, alone = lapsing[0], len(lapsing) == 1
    return NextStep(
        ngettext(
            "Ask one provider whether all is still right",
            "Ask %(count)s providers whether all is still right",
            len(lapsing),
        )
        % {"count": len(lapsing)},
        _("What %(provider)s said about “%(service)s” counts until %(day)s.")
        % {
            "provider": first.provider,
            "service": first,
            "day": date_format(last_day(first.confirmed_on), "DATE_FORMAT") if first.confirmed_on else "",
        },
        facts.link("support:service-detail", first.pk) if alone else facts.link("support:service-list"),
        _("Open the service") if alone else _("See the services"),
    )


def _confirm_roster(facts: _Facts) -> NextStep | None:
    """Once in a half-year, by the button itself: without it nobody can say how many leaders are in development."""
    if facts.role < Role.COORDINATOR or facts.community.stage not in TAKES_PART:
        return None
    if facts.waiting.has_roster:
        return None
    half_year, leaders = str(HalfYear.of(facts.today)), facts.waiting.leaders
    return NextStep(
        _("Is your team's list right?"),
        ngettext(
            "%(count)s person leads your community. Confirm it once in each half-year, so that item 10 can be counted.",
            "%(count)s people lead your community. Confirm it once in each half-year, so that item 10 can be counted.",
            leaders,
        )
        % {"count": leaders},
        facts.link("communities:roster-confirm", half_year),
        _("Yes, confirm it"),
        at_once=True,
        look=facts.link("communities:team"),
    )


def _begin_research(facts: _Facts) -> NextStep | None:
    """For a team that nobody asked yet, and that did not sign that it does none in this half-year."""
    if facts.role < Role.COORDINATOR or facts.community.stage not in TAKES_PART:
        return None
    if facts.waiting.has_research or facts.waiting.has_declared_no_research:
        return None
    return NextStep(
        _("Find out where people in your town are vulnerable"),
        _("Research has five small steps, and this shows you each. It tells whom to work with first."),
        facts.link(PAGES["research"]),
        _("See how to begin"),
    )


def _come_or_log(facts: _Facts) -> NextStep:
    meetings = Event.objects.coming().filter(kind=EventKind.TEAM_MEETING)
    meeting = meetings.order_by("starts_at").first()
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


STEPS: tuple[Callable[[_Facts], NextStep | None], ...] = (
    _rest,
    _declare_cadence,
    _mend_returned,
    _settle_replies,
    _resolve_events,
    _answer_survey,
    _look_at_plan,
    _confirm_strategies,
    _ask_providers,
    _confirm_roster,
    _begin_research,
    _come_or_log,
)


def when(event: Event) -> str:
    """The event's local start, as the reader's language writes it."""
    start = event.local_start
    return f"{date_format(start, 'DATE_FORMAT')}, {date_format(start, 'TIME_FORMAT')}"
