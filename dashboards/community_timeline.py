"""What happened in a community, as its office may read it, newest first: a pure function of records."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models import Community, Pairing, RolePeriod, StageChange, User
from dashboards.attention.rules import FoundReason
from dashboards.models import FollowUp
from evaluation.models import StepState, SubmissionStep
from tfc.periods import half_year_text
from tfc.text.punctuation import join_title, phrases


@dataclass(frozen=True)
class TimelineEntry:
    """``text``: a reason or a note of the office; no text that the community wrote."""

    day: dt.date
    title: str
    text: str = ""
    by: User | None = None


def build_timeline(
    community: Community,
    *,
    stages: Iterable[StageChange],
    steps: Iterable[SubmissionStep],
    pairings: Iterable[Pairing],
    follow_ups: Iterable[FollowUp],
    past_reasons: Iterable[FoundReason],
    coordinators: Iterable[RolePeriod],
) -> list[TimelineEntry]:
    entries = [
        *map(_describe_stage, stages),
        *(_describe_step(step) for step in steps if step.state != StepState.DRAFT),
        *_describe_pairings(community, pairings),
        *_describe_coordinators(coordinators),
        *(_describe_follow_up(follow_up) for follow_up in follow_ups),
        *map(_describe_reason, past_reasons),
    ]
    return sorted(entries, key=lambda entry: entry.day, reverse=True)


def _describe_stage(change: StageChange) -> TimelineEntry:
    title = join_title(_("Stage"), change.get_stage_display())
    return TimelineEntry(change.since, title, change.reason, change.by)


def _describe_step(step: SubmissionStep) -> TimelineEntry:
    title = _("Survey %(half_year)s") % {"half_year": half_year_text(step.submission.round.half_year)}
    is_of_office = step.state in (StepState.RETURNED, StepState.REOPENED)
    text = step.reason if is_of_office else ""
    return TimelineEntry(_get_day(step.at), phrases((title, step.get_state_display())), text, step.by)


def _describe_pairings(community: Community, pairings: Iterable[Pairing]) -> Iterator[TimelineEntry]:
    for pairing in pairings:
        name = {"name": pairing.other(community).name}
        is_mentor = pairing.mentor_id == community.pk
        title = _("Mentor of %(name)s") % name if is_mentor else _("Mentored by %(name)s") % name
        yield TimelineEntry(pairing.since, title)
        if pairing.until:
            yield TimelineEntry(pairing.until, phrases((title, _("ended"))))


def _describe_coordinators(coordinators: Iterable[RolePeriod]) -> Iterator[TimelineEntry]:
    for period in coordinators:
        person = {"person": period.user}
        yield TimelineEntry(period.started_on, _("%(person)s became coordinator") % person)
        if period.ended_on:
            yield TimelineEntry(period.ended_on, _("%(person)s is no longer coordinator") % person)


def _describe_follow_up(follow_up: FollowUp) -> TimelineEntry:
    decided = []
    if follow_up.assigned_to:
        decided.append(_("Assigned to %(person)s") % {"person": follow_up.assigned_to})
    if follow_up.until:
        decided.append(_("Set aside until %(day)s") % {"day": date_format(follow_up.until)})
    title = phrases((follow_up.get_kind_display(), *decided))
    return TimelineEntry(_get_day(follow_up.at), title, follow_up.note, follow_up.by)


def _describe_reason(reason: FoundReason) -> TimelineEntry:
    title = join_title(_("Needs attention"), reason.describe(timezone.localdate()))
    text = _("Until %(day)s") % {"day": date_format(reason.until)} if reason.until else ""
    return TimelineEntry(reason.since, title, text)


def _get_day(moment: dt.datetime) -> dt.date:
    return timezone.localdate(moment)
