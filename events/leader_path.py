"""A leader's development plan, from the records: dated steps, topics done, what comes next, and the leader's own
goals.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from communities.models import Community, Membership, Role, RolePeriod, RosterConfirmation
from events.models import (
    EventKind,
    EventStatus,
    LeaderGoal,
    MemberPresence,
    OfficeTraining,
    TrainingAttendance,
    TrainingSignUp,
    TrainingTopic,
)
from tfc.periods import HalfYear, half_year_within
from tfc.text.punctuation import format_within_sentence


@dataclass(frozen=True)
class Step:
    """A past or future step on a day."""

    on: dt.date
    title: str
    note: str
    icon: str
    training: int | None = None
    attendance: int | None = None


@dataclass(frozen=True)
class TopicStep:
    """One of the five topics: when the person attended a training about it, and the next one offered."""

    topic: TrainingTopic
    done_on: dt.date | None
    coming: OfficeTraining | None


@dataclass(frozen=True)
class LeaderPath:
    membership: Membership
    steps: list[Step]
    topics: list[TopicStep]
    goals: list[LeaderGoal]

    @property
    def done(self) -> int:
        return sum(topic.done_on is not None for topic in self.topics)


def get_leader_path(membership: Membership, community: Community) -> LeaderPath:
    """Return the path, in the community's scope. A person who left and came back has one path."""
    periods = list(RolePeriod.objects.filter(user=membership.user_id).order_by("started_on", "pk"))
    sign_ups = list(
        TrainingSignUp.objects.in_line()
        .filter(membership__user=membership.user_id)
        .select_related("training")
        .prefetch_related("attendances")
    )
    steps = [
        *_roles(periods),
        *_trainings(sign_ups),
        *_list_own_trainings(membership),
        *_rosters(periods, community.zone),
    ]
    goals = LeaderGoal.objects.not_deleted().filter(membership__user=membership.user_id)
    return LeaderPath(
        membership,
        sorted(steps, key=lambda step: step.on, reverse=True),
        _topics(sign_ups, community),
        sorted(goals, key=lambda goal: (goal.done_on is not None, goal.due_on or dt.date.max, goal.pk)),
    )


def _roles(periods: list[RolePeriod]) -> Iterable[Step]:
    for number, period in enumerate(periods):
        role = Role(period.role).label
        title = _("Joined as %(role)s") if number == 0 else _("Became %(role)s")
        yield Step(period.started_on, title % {"role": format_within_sentence(role)}, "", "user")


def _trainings(sign_ups: list[TrainingSignUp]) -> Iterable[Step]:
    for sign_up in sign_ups:
        training, attendance = sign_up.training, _attendance(sign_up)
        topic = str(training.get_topic_display())
        if attendance and attendance.was_there:
            title = _("Took part in “%(event)s”") % {"event": training}
            yield Step(training.local_day, title, topic, "check", training.pk, attendance.pk)
        elif training.status == EventStatus.PLANNED:
            title = _("Signed up for “%(training)s”") % {"training": training}
            yield Step(training.local_day, title, topic, "calendar", training.pk)


def _attendance(sign_up: TrainingSignUp) -> TrainingAttendance | None:
    return next(iter(sign_up.attendances.all()), None)


def _list_own_trainings(membership: Membership) -> Iterable[Step]:
    """Yield the trainings that the community held itself."""
    present = MemberPresence.objects.filter(
        membership__user=membership.user_id,
        event__kind=EventKind.LEADERSHIP_TRAINING,
        event__status=EventStatus.HELD,
        event__deleted_at=None,
    ).select_related("event")
    for presence in present:
        title = _("Took part in “%(event)s”") % {"event": presence.event}
        yield Step(presence.event.local_day, title, _("Our own leadership training"), "check")


def _rosters(periods: list[RolePeriod], zone: ZoneInfo) -> Iterable[Step]:
    """Yield the half-years in which a coordinator confirmed the roster with this person as a leader."""
    for confirmation in RosterConfirmation.objects.order_by("half_year"):
        last = HalfYear.parse(confirmation.half_year).get_reference_day(
            confirmation.at.astimezone(zone).date()
        )
        if any(_leads(period, last) for period in periods):
            title = _("Confirmed as leading in %(half_year)s") % {
                "half_year": half_year_within(confirmation.half_year)
            }
            yield Step(confirmation.at.astimezone(zone).date(), title, "", "round")


def _leads(period: RolePeriod, day: dt.date) -> bool:
    ended = period.ended_on is not None and period.ended_on <= day
    return period.role >= Role.LEADER and period.started_on <= day and not ended


def _topics(sign_ups: list[TrainingSignUp], community: Community) -> list[TopicStep]:
    done: dict[str, dt.date] = {}
    for sign_up in sign_ups:
        attendance = _attendance(sign_up)
        if attendance and attendance.was_there:
            day = sign_up.training.local_day
            done[sign_up.training.topic] = min(done.get(sign_up.training.topic, day), day)
    coming: dict[str, OfficeTraining] = {}
    for training in OfficeTraining.objects.offered_to(community).coming().soonest_first():
        coming.setdefault(training.topic, training)
    return [TopicStep(topic, done.get(topic), coming.get(topic)) for topic in TrainingTopic]


@dataclass(frozen=True)
class PathRow:
    """A row of the list of paths."""

    membership: Membership
    topics: int
    goals: int


def path_rows(memberships: Iterable[Membership]) -> list[PathRow]:
    """Return how many topics each person has done and how many goals are open; two queries."""
    people = list(memberships)
    topics: dict[int, set[str]] = {}
    there = TrainingAttendance.objects.there().values_list(
        "sign_up__membership__user", "sign_up__training__topic"
    )
    for user_id, topic in there:
        topics.setdefault(user_id, set()).add(topic)
    goals: dict[int, int] = {}
    for user_id in (
        LeaderGoal.objects.not_deleted().filter(done_on=None).values_list("membership__user", flat=True)
    ):
        goals[user_id] = goals.get(user_id, 0) + 1
    return [
        PathRow(membership, len(topics.get(membership.user_id, ())), goals.get(membership.user_id, 0))
        for membership in people
    ]
