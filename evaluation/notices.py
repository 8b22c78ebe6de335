"""What waits around the half-year: its survey and the team's list, surveys on their way, and a gap between meetings."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities import models as places
from communities.models import Community, NoticeGroup, Office, Role, RosterConfirmation, Stage
from communities.notices import Due, Kind, morning_of
from communities.thresholds import thresholds_for
from evaluation.measures import Cadence, regularity
from evaluation.models import Round, Submission, SubmissionState
from events.models import Event, EventKind
from tfc.periods import HalfYear

# By how many days are left at most. The sentence stays true while it lies in a mailbox, and until the survey is in.
CLOSES = {
    1: Kind("survey_closes_1", NoticeGroup.SURVEY, _("The half-year survey is due: at most one day is left")),
    7: Kind("survey_closes_7", NoticeGroup.SURVEY, _("The half-year survey closes within 7 days")),
    30: Kind("survey_closes_30", NoticeGroup.SURVEY, _("The half-year survey closes within 30 days")),
}
RETURNED = Kind("survey_returned", NoticeGroup.SURVEY, _("The half-year survey came back from your office"))
SUBMITTED = Kind("survey_submitted", NoticeGroup.SURVEY, _("A survey is ready to be reviewed"))
ROSTER = Kind("roster_waits", NoticeGroup.TEAM, _("The team's list waits to be confirmed"))
GAP = Kind("meeting_gap", NoticeGroup.TEAM, _("The last team meeting was longer ago than you planned"))
KINDS = (*CLOSES.values(), RETURNED, SUBMITTED, ROSTER, GAP)


def due(community: Community, now: dt.datetime) -> list[Due]:
    today = now.astimezone(community.zone).date()
    asked = list(Round.objects.open().filter(office=community.office_id)) if _takes_part(community) else []
    return [
        *_of_rounds(community, asked, today),
        *_gap(community, today),
    ]


def due_in_office(office: Office, now: dt.datetime) -> list[Due]:
    """Surveys that came in. The staff were written to at once; this is for what still waits the next morning."""
    waiting = Submission.objects.filter(
        office=office, state=SubmissionState.SUBMITTED, round__closed_at=None
    ).order_by("id")
    page = reverse("evaluation:submission-list", args=[office.slug])
    return [
        Due(SUBMITTED, f"{pk}-{revision}", page, since=submitted_at)
        for pk, revision, submitted_at in waiting.values_list("id", "revision", "submitted_at")
    ]


def _takes_part(community: Community) -> bool:
    return community.stage in places.TAKES_PART


def _of_rounds(community: Community, asked: list[Round], today: dt.date) -> Iterator[Due]:
    surveys = {one.round_id: one for one in Submission.objects.filter(round__in=asked)} if asked else {}
    signed = set(RosterConfirmation.objects.values_list("half_year", flat=True)) if asked else set()
    for round_ in asked:
        survey = surveys.get(round_.pk)
        page = reverse("evaluation:survey-round", args=[community.slug, round_.half_year])
        left = (round_.due_on - today).days
        if (step := closing(left)) and not (survey and survey.is_handed_in):
            since = _since(round_, round_.due_on - dt.timedelta(days=step), community)
            yield Due(
                CLOSES[step], f"{round_.half_year}-{round_.due_on}", page, Role.COORDINATOR, since=since
            )
        if survey and survey.state == SubmissionState.RETURNED:
            key = f"{survey.pk}-{survey.revision}"
            yield Due(RETURNED, key, page, Role.COORDINATOR, since=survey.decided_at)
        if round_.half_year not in signed and round_.period.first_day <= today:
            roster = reverse("communities:roster-confirm", args=[community.slug, round_.half_year])
            since = _since(round_, round_.period.first_day, community)
            yield Due(ROSTER, round_.half_year, roster, Role.COORDINATOR, since=since)


def _since(round_: Round, day: dt.date, community: Community) -> dt.datetime:
    """No office asks before it opened its half-year."""
    morning = morning_of(day, community.zone)
    return max(round_.opened_at, morning) if round_.opened_at else morning


def closing(days_left: int) -> int | None:
    """Which of the reminders holds; the last one also after the day, for the survey is still asked for."""
    return next((step for step in sorted(CLOSES) if days_left <= step), None)


def _gap(community: Community, today: dt.date) -> Iterator[Due]:
    """From the last meeting with enough members on, or from the day on which the rhythm was declared."""
    declared = places.Cadence.objects.filter(declared_on__lte=today).order_by("declared_on")
    rhythm = list(declared.values_list("kind", "declared_on"))
    if not rhythm or community.stage == Stage.DORMANT:
        return
    thresholds = thresholds_for(community.office_id, HalfYear.of(today))
    meetings = Event.objects.held().filter(kind=EventKind.TEAM_MEETING, local_day__lte=today)
    counted = meetings.annotate(members=Count("memberpresences")).filter(
        members__gte=thresholds.members_present
    )
    days = list(counted.order_by("-local_day").values_list("local_day", flat=True)[:1])
    since = max([rhythm[0][1], *days])
    found = regularity(Cadence(rhythm[-1][0]), days, since, today, thresholds)
    if found.warning and found.warns_on:
        page = reverse("events:event-list", args=[community.slug])
        yield Due(GAP, str(since), page, since=morning_of(found.warns_on, community.zone))
