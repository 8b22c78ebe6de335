"""The next step on a community's home, for this user today."""

from collections.abc import Callable
from dataclasses import replace

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Community, Role, Stage, User
from communities.models.communities import TAKES_PART
from dashboards.home import HomeStatus
from dashboards.next_steps.facts import Facts, NextStep
from dashboards.next_steps.path import begin_research, confirm_strategies, look_at_plan
from dashboards.next_steps.providers import approve_services, ask_providers, settle_replies
from evaluation.missing_groups import PART, missing_groups
from evaluation.models import SubmissionState
from events.models import Event, EventKind
from tfc.periods import HalfYear
from tfc.text.line_breaks import time_words
from tfc.text.punctuation import phrases, sentences


def mend_returned(facts: Facts) -> NextStep | None:
    submission = facts.now.submission
    if submission is None or submission.state != SubmissionState.RETURNED or facts.role < Role.COORDINATOR:
        return None
    return NextStep(
        _("Your office sent the half-year survey back"),
        _("Read what they ask, change what needs it, and send it again."),
        facts.link("evaluation:survey"),
        _("Open the survey"),
    )


def answer_survey(facts: Facts) -> NextStep | None:
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
        % {"answered": now.answered, "asked": now.part_count},
        facts.link("evaluation:survey-question", now.half_year, now.next_part.code)
        if now.next_part
        else facts.link("evaluation:survey-check", now.half_year),
        _("Go on with the survey") if now.answered else _("Start the survey"),
    )


def what_next(community: Community, user: User, role: Role, now: HomeStatus) -> NextStep:
    """Return the first step that applies to this user; the last one always does."""
    facts = Facts(
        community=community,
        user=user,
        role=role,
        now=now,
        link=lambda name, *args: reverse(name, args=[community.slug, *args]),
    )
    return next(step for step in (make(facts) for make in STEPS) if step is not None)


def _rest(facts: Facts) -> NextStep | None:
    """A dormant community has nothing to do, and may resume at any time."""
    if facts.community.stage != Stage.DORMANT:
        return None
    text = _(
        "Nothing is asked of it, and its records stay. When you meet again, tell your office that you go on."
    )
    if facts.role < Role.LEADER:
        return NextStep(_("Your community rests"), text, facts.link("communities:team"), _("See the team"))
    page = facts.link("events:meeting-log")
    return NextStep(_("Your community rests"), text, page, _("Log a meeting all the same"))


def _declare_cadence(facts: Facts) -> NextStep | None:
    if facts.waiting.has_cadence or facts.role < Role.COORDINATOR:
        return None
    return NextStep(
        _("Say how often your team meets"),
        _("Then this page can tell whether you keep your rhythm, and warn you before a gap grows."),
        facts.link("communities:community-settings"),
        _("Choose your rhythm"),
    )


def _resolve_events(facts: Facts) -> NextStep | None:
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


def _confirm_roster(facts: Facts) -> NextStep | None:
    """Once per half-year, confirmed by the button itself: without it the number of leaders in
    development is unknown.
    """
    if facts.role < Role.COORDINATOR or facts.community.stage not in TAKES_PART:
        return None
    if facts.waiting.has_roster:
        return None
    half_year, leaders = str(HalfYear.from_day(facts.today)), facts.waiting.leaders
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


def _come_or_log(facts: Facts) -> NextStep:
    """Return the next meeting, and the missing groups to invite to it."""
    step = _meet(facts)
    return replace(step, text=sentences((step.text, _missing_groups(facts))))


def _missing_groups(facts: Facts) -> str:
    parts = [part for standing in facts.now.indicators for part in standing.parts]
    measured = next(part.measured for part in parts if part.part.code == PART)
    if facts.now.is_locked or measured.overridden:
        return ""
    return missing_groups(facts.community, facts.now.half_year, measured)


def _meet(facts: Facts) -> NextStep:
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


def _next_meeting(facts: Facts, meeting: Event | None) -> NextStep:
    if meeting is None:
        return NextStep(
            _("No meeting is planned yet"),
            _("Ask a leader of your team when you meet next."),
            facts.link("communities:team"),
            _("See the team"),
        )
    return NextStep(
        _("Next: %(event)s") % {"event": meeting},
        phrases((when(meeting), meeting.place)),
        reverse("events:event-detail", args=[facts.community.slug, meeting.pk]),
        _("See the details"),
    )


STEPS: tuple[Callable[[Facts], NextStep | None], ...] = (
    _rest,
    approve_services,
    _declare_cadence,
    mend_returned,
    settle_replies,
    _resolve_events,
    answer_survey,
    look_at_plan,
    confirm_strategies,
    ask_providers,
    _confirm_roster,
    begin_research,
    _come_or_log,
)


def when(event: Event) -> str:
    """Return the event's local start in the active language."""
    start = event.local_start
    return phrases((date_format(start, "DATE_FORMAT"), time_words(start.time())))
