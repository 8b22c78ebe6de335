"""Samples of basic records: an event, a survey, a report, an invitation."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from communities.models import Community, Invitation, Membership, Office, User
from evaluation.instrument import PARTS
from evaluation.models import (
    AcceptedVersion,
    Answer,
    Declaration,
    Figure,
    OverrideReview,
    Submission,
    SubmissionState,
    SubmissionStep,
    SubmittedRecords,
)
from evaluation.versions import make_content
from events.models import (
    ConstituencyPresence,
    Event,
    EventKind,
    EventSeries,
    EventStatus,
    Headcount,
    MemberPresence,
    OrganizationPresence,
    Output,
)
from reports.models import Job, JobState, Report, ReportFile, ReportShare, ReportText
from stakeholders.models import Organization
from tfc.tokens import hash_token

HALF_YEAR = "2026-H1"
TOKEN = "matrix-token-of-"
NOON = datetime(2026, 3, 3, 20, tzinfo=UTC)


def event_row(community: Community, by: User, organization: Organization, series: EventSeries) -> Event:
    event = Event.objects.create(
        kind=EventKind.TEAM_MEETING, status=EventStatus.HELD, starts_at=NOON, ends_at=NOON + timedelta(hours=1),
        time_zone=community.time_zone, people_present=9, created_by=by, series=series, series_day=date(2026, 3, 3),
    )  # fmt: skip
    OrganizationPresence.objects.create(event=event, organization=organization)
    ConstituencyPresence.objects.create(event=event, constituency="youth")
    member = Membership.objects.filter(community=community)[0]
    MemberPresence.objects.create(event=event, membership=member)
    Headcount.objects.create(event=event, dimension="gender", group="female", people=4)
    Output.objects.create(event=event, unit="items", quantity=3)
    return event


def submission_row(community: Community, by: User, round_id: int) -> Submission:
    office_id = community.office_id
    submission = Submission.objects.create(
        office_id=office_id, round_id=round_id, state=SubmissionState.SUBMITTED, submitted_at=NOON
    )
    SubmissionStep.objects.create(office_id=office_id, submission=submission, state="submitted", by=by)
    SubmissionStep.objects.create(
        office_id=office_id,
        submission=submission,
        state="remark",
        part=PARTS[0].code,
        reason="Which one?",
        by=by,
    )
    SubmittedRecords.objects.create(submission=submission, submitted_at=NOON, digests={})
    Declaration.objects.create(half_year=HALF_YEAR, part="stakeholder_meetings", by=by)
    for part in PARTS:
        Answer.objects.create(
            office_id=office_id,
            submission=submission,
            part=part.code,
            decision="overridden",
            override_value=3,
            by=by,
        )
        Figure.objects.create(
            office_id=office_id, half_year=HALF_YEAR, part=part.code, state="unknown", unit=part.unit,
            rating="unknown", reason="nothing_recorded", definition_version=1, receipt_hash="0" * 64,
            computed_at=NOON, as_of=date(2026, 6, 30), frozen=True,
        )  # fmt: skip
    return submission


def decision_rows(submission_id: int, by: User, canary: str) -> AcceptedVersion:
    """Create the office's decisions about a survey, in the office's scope."""
    submission = Submission.objects.select_related("round", "community").get(pk=submission_id)
    place = {"community_id": submission.community_id, "office_id": submission.office_id}
    OverrideReview.objects.bulk_create(
        OverrideReview(**place, submission=submission, answer=answer, counts="override", by=by)
        for answer in submission.answers.all()
    )
    return AcceptedVersion.objects.create(
        **place,
        submission=submission,
        number=1,
        accepted_at=NOON,
        reopened_by=by,
        reason=canary,
        content=make_content(submission),
    )


def report_row(*, office: Office, community: Community | None, round_id: int, by: User) -> Report:
    report = Report.objects.create(
        office=office,
        community=community,
        scope="community" if community else "office",
        half_year=HALF_YEAR,
        round_id=round_id,
        requested_by=by,
        failure="x",
        client_id=uuid.uuid4(),
    )
    ReportFile.objects.create(
        office=office,
        community=community,
        report=report,
        kind="pdf",
        name="x.pdf",
        content=b"%PDF-",
        size=5,
        sha256="0" * 64,
    )
    ReportText.objects.create(
        office=office, community=community, report=report, section="opening", body="x", updated_by=by
    )
    ReportShare.objects.create(
        office=office, community=community, report=report, token_hash=uuid.uuid4().hex, for_whom="x", made_by=by,
        expires_at=datetime.now(tz=UTC) + timedelta(days=7),
    )  # fmt: skip
    Job.objects.create(
        report_id=report.pk, office=office, community=community, state=JobState.FAILED, attempts=3
    )
    return report


def invited(slug: str) -> str:
    """Create an invitation with a canary in its address."""
    return f"Canary-{slug}-invitation-email"


def invitation_row(by: User, **to: Any) -> Invitation:
    slug = (to.get("community") or to["office"]).slug
    return Invitation.objects.create(
        email=f"{invited(slug).lower()}@x.example", token_hash=hash_token(TOKEN + slug), invited_by=by,
        expires_at=datetime.now(tz=UTC) + timedelta(hours=1), **to,
    )  # fmt: skip
