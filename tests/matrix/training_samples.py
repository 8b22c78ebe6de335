"""Samples of trainings for leaders: one for each community alone, an attendee, and a goal."""

from datetime import UTC, datetime, timedelta
from typing import Any

from communities.models import Community, Membership, Office, Role, User
from events.certificates import build_certificate_code
from events.models import LeaderGoal, OfficeTraining, TrainingAttendance, TrainingLine, TrainingSignUp

NOON = datetime(2026, 3, 3, 20, tzinfo=UTC)


def of_office(office: Office, staff: User) -> dict[str, Any]:
    """One for all communities, still planned, and a past one for each."""
    training = _training(office, staff, chosen=[], status="planned")
    for town in Community.objects.filter(office=office):
        _training(office, staff, chosen=[town.pk], status="held")
    return {"training_id": training.pk}


def _training(office: Office, staff: User, **fields: Any) -> OfficeTraining:
    office_training = OfficeTraining.objects.create(
        office=office, topic="research", title="x", description="x", place="x", online_link="https://x.example",
        starts_at=NOON, ends_at=NOON + timedelta(hours=2), time_zone="Europe/London", places=1, created_by=staff,
        **fields,
    )  # fmt: skip
    TrainingLine.objects.create(office=office, training=office_training, numbers=[1], last=1)
    return office_training


def of_community(community: Community, by: User) -> dict[str, Any]:
    training = OfficeTraining.objects.get(chosen=[community.pk])
    member = Membership.objects.get(community=community, role=Role.MEMBER)
    sign_up = TrainingSignUp.objects.create(
        office_id=community.office_id, training=training, membership=member, number=1, signed_up_by=by
    )
    goal = LeaderGoal.objects.create(membership=member, text="x", created_by=by)
    return {"training_id": training.pk, "sign_up_id": sign_up.pk, "goal_id": goal.pk}


def attended(community: Community, staff: User) -> dict[str, Any]:
    sign_up = TrainingSignUp.objects.get(community=community)
    attendance = TrainingAttendance.objects.create(
        community=community, office_id=community.office_id, sign_up=sign_up, was_there=True, recorded_by=staff
    )
    return {"attendance_id": attendance.pk, "code": build_certificate_code(attendance)}
