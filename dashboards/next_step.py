"""The next steps on a community's home, for this user today."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from communities.models import Community, Role, SetupStep, Stage, User
from communities.models.communities import TAKES_PART
from dashboards.home import HomeStatus
from dashboards.next_steps.facts import Facts, NextStep
from dashboards.next_steps.research_and_strategies import (
    add_strategy,
    begin_research,
    confirm_strategies,
    look_at_plan,
)
from dashboards.next_steps.services_and_joint_events import (
    answer_joint_question,
    approve_services,
    ask_providers,
    settle_replies,
)
from dashboards.setup import Checklist
from evaluation.missing_groups import PART, missing_groups
from evaluation.models import SubmissionState
from evaluation.notices import REMARKED
from events.models import Event, EventKind, EventStatus, JointShare
from support.confirming import REMIND_DAYS
from tfc.periods import HalfYear
from tfc.text.line_breaks import time_words
from tfc.text.punctuation import phrases, sentences

# Steps on the page.
MOST = 3
# So long after a meeting the next one is asked for, and not another log.
JUST_MET = dt.timedelta(days=3)


def mend_returned(facts: Facts) -> NextStep | None:
    submission = facts.now.submission
    if submission is None or submission.state != SubmissionState.RETURNED or facts.role < Role.COORDINATOR:
        return None
    return NextStep(
        _("Your office returned the half-year survey"),
        facts.link("evaluation:survey"),
        pgettext("verb", "Open"),
    )


def answer_remarks(facts: Facts) -> NextStep | None:
    if REMARKED.code not in facts.waiting.notice_kinds or facts.role < Role.COORDINATOR:
        return None
    return NextStep(
        _("Your office left a remark on the half-year survey"),
        facts.link("evaluation:survey"),
        pgettext("verb", "Answer"),
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
            facts.link("evaluation:survey-question", now.half_year, now.look_again.part.code),
            _("Check"),
        )
    if now.next_part:
        url = facts.link("evaluation:survey-question", now.half_year, now.next_part.code)
    else:
        page = "unknown" if now.answered < now.part_count else "check"
        url = facts.link(f"evaluation:survey-{page}", now.half_year)
    return NextStep(
        _("Half-year survey: %(answered)s of %(asked)s answers confirmed")
        % {"answered": now.answered, "asked": now.part_count},
        url,
        _("Continue") if now.answered else _("Start"),
    )


def get_next_steps(
    community: Community,
    user: User,
    role: Role,
    now: HomeStatus,
    questions: Iterable[JointShare],
    setup: Checklist | None = None,
) -> list[NextStep]:
    """Return the first steps that apply to this user; there is always one. The next one of the set-up comes first,
    the others in order of their deadlines.

    ``questions``: the events that other communities name as joint ones.
    """
    facts = Facts(
        community=community,
        user=user,
        role=role,
        now=now,
        questions=questions,
        link=lambda name, *args: reverse(name, args=[community.slug, *args]),
    )
    if rest := _rest(facts):
        return [*filter(None, [answer_survey(facts)]), rest]
    # What is overdue is as urgent as what is due today.
    by_due = sorted(SOURCES, key=lambda source: max(source.get_due(facts) or dt.date.max, facts.today))
    steps = islice(filter(None, (source.make(facts) for source in by_due)), MOST)
    if setup and (first := _continue_setup(setup)):
        in_list = {step.url for step in setup.steps} | _get_early_steps(facts, setup)
        return [*first, *(step for step in steps if step.url not in in_list)][:MOST]
    return list(steps)


def _get_early_steps(facts: Facts, setup: Checklist) -> set[str]:
    """Return the addresses of steps that make no sense yet: nobody confirms the list of a team that still gathers."""
    if all(step.code != SetupStep.TEAM or step.state == "done" for step in setup.steps):
        return set()
    return {_get_roster_url(facts)}


def _get_roster_url(facts: Facts) -> str:
    return facts.link("communities:roster-confirm", str(HalfYear.from_day(facts.today)))


def _continue_setup(setup: Checklist) -> list[NextStep]:
    """Return the next step, and with the first meeting, which takes a day, the step that can be done before."""
    steps = setup.possible
    shown = steps[: 2 if steps and steps[0].code == SetupStep.MEETING else 1]
    return [NextStep(step.position, step.url, _("Continue"), step.note) for step in shown]


def is_log_first(community: Community, latest: Iterable[Event], setup: Checklist | None) -> bool:
    """Return True if a leader should log a meeting before anything else: the team did not just meet, and no other step
    of the set-up is next.
    """
    if setup and setup.next and setup.next.code != SetupStep.MEETING:
        return False
    since = timezone.localdate(timezone=community.zone) - JUST_MET
    return not any(event.kind == EventKind.TEAM_MEETING and event.local_day >= since for event in latest)


def _rest(facts: Facts) -> NextStep | None:
    """A dormant community may resume at any time; all that it has to do is the survey of a half-year that it took part
    in.
    """
    if facts.community.stage != Stage.DORMANT:
        return None
    text = _("Your records stay. When you meet again, tell your office.")
    if facts.role < Role.LEADER:
        return NextStep(_("Your community is dormant"), facts.link("communities:team"), _("Team"), text)
    page = facts.link("events:meeting-log")
    return NextStep(_("Your community is dormant"), page, _("Log a meeting"), text)


def _declare_cadence(facts: Facts) -> NextStep | None:
    if facts.waiting.has_cadence or facts.role < Role.COORDINATOR:
        return None
    return NextStep(
        _("Set how often your team meets"),
        facts.link("communities:settings-cadence"),
        pgettext("verb", "Set"),
    )


def _resolve_events(facts: Facts) -> NextStep | None:
    unresolved = facts.waiting.unresolved
    if not unresolved or facts.role < Role.LEADER:
        return None
    return NextStep(
        ngettext(
            "One past event needs an outcome",
            "%(count)s past events need an outcome",
            unresolved,
        )
        % {"count": unresolved},
        facts.link("events:event-list") + "?status=unresolved",
        _("Record outcomes"),
    )


def _confirm_roster(facts: Facts) -> NextStep | None:
    """Once per half-year, confirmed by the button itself: without it the number of leaders in
    development is unknown.
    """
    if facts.role < Role.COORDINATOR or facts.community.stage not in TAKES_PART:
        return None
    if facts.waiting.has_roster:
        return None
    return NextStep(
        _("Confirm your team list"),
        _get_roster_url(facts),
        _("Confirm"),
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
    lately = Event.objects.held().filter(local_day__gte=facts.today - JUST_MET)
    meetings = (
        (Event.objects.coming() | lately).filter(kind=EventKind.TEAM_MEETING).order_by("starts_at")[:10]
    )
    meeting = next((meeting for meeting in meetings if meeting.status == EventStatus.PLANNED), None)
    if facts.role < Role.LEADER or meeting is not None:
        return _suggest_next_meeting(facts, meeting)
    if meetings:
        return NextStep(
            _("When does your team meet next?"), facts.link("events:event-plan"), _("Plan a meeting")
        )
    return NextStep(_("Did your team meet?"), facts.link("events:meeting-log"), _("Log a meeting"))


def _suggest_next_meeting(facts: Facts, meeting: Event | None) -> NextStep:
    if meeting is None:
        return NextStep(
            _("No meeting is planned yet"),
            facts.link("communities:team"),
            _("Team"),
            _("Ask a leader of your team when you meet next."),
        )
    return NextStep(
        _("Next: %(event)s") % {"event": meeting},
        reverse("events:event-detail", args=[facts.community.slug, meeting.pk]),
        _("Details"),
        phrases((format_local_start(meeting), meeting.place)),
    )


def _get_today(facts: Facts) -> dt.date:
    return facts.today


def _get_survey_day(facts: Facts) -> dt.date | None:
    return facts.now.round.due_on if facts.now.round else None


def _get_last_lapsing_day(facts: Facts) -> dt.date:
    return facts.today + dt.timedelta(days=REMIND_DAYS)


def _get_half_year_end(facts: Facts) -> dt.date:
    return HalfYear.from_day(facts.today).last_day


def _get_no_day(facts: Facts) -> None:
    return None


class StepSource(NamedTuple):
    """A step and its deadline, which is known without reading more than the facts; None: it has none."""

    make: Callable[[Facts], NextStep | None]
    get_due: Callable[[Facts], dt.date | None]


# What has the same deadline keeps this order.
SOURCES = (
    StepSource(approve_services, _get_today),
    StepSource(_declare_cadence, _get_today),
    StepSource(mend_returned, _get_today),
    StepSource(answer_remarks, _get_today),
    StepSource(settle_replies, _get_today),
    StepSource(_resolve_events, _get_today),
    StepSource(answer_joint_question, _get_today),
    StepSource(look_at_plan, _get_today),
    StepSource(answer_survey, _get_survey_day),
    StepSource(ask_providers, _get_last_lapsing_day),
    StepSource(_confirm_roster, _get_half_year_end),
    StepSource(confirm_strategies, _get_no_day),
    StepSource(begin_research, _get_no_day),
    StepSource(add_strategy, _get_no_day),
    StepSource(_come_or_log, _get_no_day),
)


def format_local_start(event: Event) -> str:
    """Return the event's local start in the active language."""
    start = event.local_start
    return phrases((date_format(start, "DATE_FORMAT"), time_words(start.time())))
