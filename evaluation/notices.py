"""Notifications of the half-year: its survey and roster, surveys to review, and long gaps between meetings."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities import models as places
from communities.models import Community, NoticeGroup, Office, Role, RosterConfirmation, Stage
from communities.notices import DueNotice, NoticeKind, get_morning
from communities.thresholds import thresholds_for
from evaluation.measures import Cadence, regularity
from evaluation.models import Round, StepState, Submission, SubmissionState, SubmissionStep
from evaluation.remarks import DISCUSSED, get_open_remarks
from events.models import Event, EventKind
from tfc.periods import HalfYear

# By the maximum number of days left. The sentence stays true while an email waits in a mailbox and until submission.
CLOSES = {
    1: NoticeKind("survey_closes_1", NoticeGroup.SURVEY, _("The half-year survey is due within one day")),
    7: NoticeKind("survey_closes_7", NoticeGroup.SURVEY, _("The half-year survey closes within 7 days")),
    30: NoticeKind("survey_closes_30", NoticeGroup.SURVEY, _("The half-year survey closes within 30 days")),
}
OPENED = NoticeKind("survey_open", NoticeGroup.SURVEY, _("The half-year survey is open"))
RETURNED = NoticeKind("survey_returned", NoticeGroup.SURVEY, _("Your office returned the half-year survey"))
REMARKED = NoticeKind(
    "survey_remark", NoticeGroup.SURVEY, _("Your office left a remark on the half-year survey")
)
ANSWERED = NoticeKind("survey_answer", NoticeGroup.SURVEY, _("A community answered a remark on its survey"))
SUBMITTED = NoticeKind("survey_submitted", NoticeGroup.SURVEY, _("A survey is ready for review"))
ROSTER = NoticeKind("roster_waits", NoticeGroup.TEAM, _("The team list needs confirming"))
GAP = NoticeKind("meeting_gap", NoticeGroup.TEAM, _("A team meeting is overdue"))
KINDS = (*CLOSES.values(), OPENED, RETURNED, REMARKED, ANSWERED, SUBMITTED, ROSTER, GAP)


def due(community: Community, now: dt.datetime) -> list[DueNotice]:
    today = now.astimezone(community.zone).date()
    rounds = Round.objects.open().filter(office=community.office_id).asking(community.pk)
    open_rounds = list(rounds)
    return [
        *_list_round_notices(community, open_rounds, today),
        *_list_remarks(community, open_rounds),
        *_gap(community, today),
    ]


def due_in_office(office: Office, now: dt.datetime) -> list[DueNotice]:
    """Return a notification for each submitted survey, of a closed half-year as well, which can still be accepted. The
    staff already got an email; this is for those still waiting the next morning.
    """
    waiting = Submission.objects.filter(office=office, state=SubmissionState.SUBMITTED).order_by("id")
    page = reverse("evaluation:submission-list", args=[office.slug])
    discussed = Submission.objects.filter(office=office, state__in=DISCUSSED, round__closed_at=None)
    return [
        *(
            DueNotice(SUBMITTED, f"{pk}-{revision}", f"{page}?round={half_year}", since=submitted_at)
            for pk, revision, submitted_at, half_year in waiting.values_list(
                "id", "revision", "submitted_at", "round__half_year"
            )
        ),
        *(
            DueNotice(ANSWERED, f"{step.pk}", _get_remarks_page(office, step), since=step.at)
            for step in get_open_remarks(discussed)
            if step.state == StepState.REPLY
        ),
    ]


def _get_remarks_page(office: Office, step: SubmissionStep) -> str:
    return reverse("evaluation:submission-remarks", args=[office.slug, step.submission_id, step.part])


def _list_round_notices(
    community: Community, open_rounds: list[Round], today: dt.date
) -> Iterator[DueNotice]:
    surveys = (
        {submission.round_id: submission for submission in Submission.objects.filter(round__in=open_rounds)}
        if open_rounds
        else {}
    )
    signed = set(RosterConfirmation.objects.values_list("half_year", flat=True)) if open_rounds else set()
    for round_ in open_rounds:
        survey = surveys.get(round_.pk)
        page = reverse("evaluation:survey-round", args=[community.slug, round_.half_year])
        left = (round_.due_on - today).days
        if (step := closing(left)) and not (survey and survey.is_handed_in):
            since = _get_reminder_start(round_, round_.due_on - dt.timedelta(days=step), community)
            yield DueNotice(
                CLOSES[step], f"{round_.half_year}-{round_.due_on}", page, Role.COORDINATOR, since=since
            )
        elif survey is None:
            yield DueNotice(OPENED, round_.half_year, page, Role.COORDINATOR, since=round_.opened_at)
        if survey and survey.state == SubmissionState.RETURNED:
            key = f"{survey.pk}-{survey.revision}"
            yield DueNotice(RETURNED, key, page, Role.COORDINATOR, since=survey.decided_at)
        if round_.half_year not in signed and round_.period.first_day <= today:
            roster = reverse("communities:roster-confirm", args=[community.slug, round_.half_year])
            since = _get_reminder_start(round_, round_.period.first_day, community)
            yield DueNotice(ROSTER, round_.half_year, roster, Role.COORDINATOR, since=since)


def _list_remarks(community: Community, open_rounds: list[Round]) -> Iterator[DueNotice]:
    """Yield a notification for each remark that waits for an answer."""
    if not open_rounds:
        return
    half_years = {round_.pk: round_.half_year for round_ in open_rounds}
    discussed = Submission.objects.filter(round__in=half_years, state__in=DISCUSSED)
    rounds = dict(discussed.values_list("pk", "round_id"))
    for step in get_open_remarks(rounds) if rounds else ():
        if step.state == StepState.REMARK:
            half_year = half_years[rounds[step.submission_id]]
            page = reverse("evaluation:survey-question", args=[community.slug, half_year, step.part])
            yield DueNotice(REMARKED, f"{step.pk}", f"{page}#remarks", Role.COORDINATOR, since=step.at)


def _get_reminder_start(round_: Round, day: dt.date, community: Community) -> dt.datetime:
    """Return the start of a reminder: not before the office opened the half-year."""
    morning = get_morning(day, community.zone)
    return max(round_.opened_at, morning) if round_.opened_at else morning


def closing(days_left: int) -> int | None:
    """Return the current reminder; the last one also applies after the due date, since the survey
    is still expected.
    """
    return next((step for step in sorted(CLOSES) if days_left <= step), None)


def _gap(community: Community, today: dt.date) -> Iterator[DueNotice]:
    """Yield a notification if the gap since the last meeting with enough members, or since the declared rhythm, is too
    long.
    """
    declared = places.Cadence.objects.filter(declared_on__lte=today).order_by("declared_on")
    rhythm = list(declared.values_list("kind", "declared_on"))
    if not rhythm or community.stage == Stage.DORMANT:
        return
    thresholds = thresholds_for(community.office_id, HalfYear.from_day(today))
    meetings = Event.objects.held().filter(kind=EventKind.TEAM_MEETING, local_day__lte=today)
    counted = meetings.annotate(members=Count("memberpresences")).filter(
        members__gte=thresholds.members_present
    )
    days = list(counted.order_by("-local_day").values_list("local_day", flat=True)[:1])
    since = max([rhythm[0][1], *days])
    meeting_regularity = regularity(Cadence(rhythm[-1][0]), days, since, today, thresholds)
    if meeting_regularity.warning and meeting_regularity.warns_on:
        page = reverse("events:event-list", args=[community.slug])
        yield DueNotice(GAP, str(since), page, since=get_morning(meeting_regularity.warns_on, community.zone))
