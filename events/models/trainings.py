"""Trainings that an office offers to leaders, with sign-ups and attendance; and goals that leaders set themselves."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from events.models.events import EventStatus, Scheduled, build_local_day
from tfc.tenancy import OfficeModel, Record, SameTenant, TenantModel, TrashQuerySet


class TrainingTopic(models.TextChoices):
    DYNAMICS = "dynamics", _("Dynamics of trafficking")
    RESEARCH = "research", _("Research design")
    SECTORS = "sectors", _("Engaging sectors")
    FACILITATION = "facilitation", _("Facilitation")
    ADVOCACY = "advocacy", _("Advocacy")


class OfficeTrainingQuerySet(models.QuerySet["OfficeTraining"]):
    def offered_to(self, community: Community) -> Self:
        """Filter those for all communities of the office and those for which this community was chosen."""
        return self.filter(Q(chosen=[]) | Q(chosen__contains=[community.pk]))

    def coming(self) -> Self:
        return self.filter(status=EventStatus.PLANNED, ends_at__gte=timezone.now())

    def waiting(self) -> Self:
        """Filter those that are over and have no recorded attendance yet."""
        return self.filter(status=EventStatus.PLANNED, ends_at__lt=timezone.now())

    def held(self) -> Self:
        return self.filter(status=EventStatus.HELD)

    def soonest_first(self) -> Self:
        return self.order_by("starts_at", "id")

    def newest_first(self) -> Self:
        return self.order_by("-starts_at", "-id")


class OfficeTraining(Scheduled, OfficeModel):
    """``chosen``: ids of the communities that it is for; empty for all of the office."""

    topic = models.CharField(_("Topic"), max_length=14, choices=TrainingTopic)
    title = models.CharField(_("Title"), max_length=160)
    description = models.TextField(_("Description"), max_length=2000, blank=True)
    language = models.CharField(_("Language"), max_length=10, default="en")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    local_day = models.GeneratedField(
        expression=build_local_day("starts_at"),
        output_field=models.DateField(),
        db_persist=True,
    )
    place = models.CharField(_("Place"), max_length=160, blank=True)
    online_link = models.URLField(_("Online link"), max_length=300, blank=True)
    places = models.PositiveSmallIntegerField(_("Places"))
    chosen = ArrayField(models.BigIntegerField(), default=list, blank=True)
    status = models.CharField(max_length=10, choices=EventStatus, default=EventStatus.PLANNED)
    cancel_reason = models.CharField(_("Cancellation reason"), max_length=300, blank=True)
    created_by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[OfficeTrainingQuerySet] = OfficeTrainingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.CheckConstraint(
                name="events_training_ends_after", condition=Q(ends_at__gte=F("starts_at"))
            ),
        ]
        indexes = [models.Index(fields=["office", "starts_at"], name="events_training_by_day")]

    def __str__(self) -> str:
        return self.title


class TrainingLine(OfficeModel):
    """The line for a training: numbers in the order of signing up, without any person's name or community.

    Communities cannot see each other's sign-ups. They share and lock this row, so that each knows whether its own
    numbers are among the first ``places`` of ``numbers``.
    """

    training = models.ForeignKey(OfficeTraining, models.CASCADE, db_constraint=False, related_name="lines")
    numbers = ArrayField(models.PositiveIntegerField(), default=list)
    last = models.PositiveIntegerField(default=0)

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            SameTenant(field="training", key="office", name="events_line_training"),
            models.UniqueConstraint(fields=["office", "training"], name="events_one_line"),
        ]


class TrainingSignUpQuerySet(models.QuerySet["TrainingSignUp"]):
    def in_line(self) -> Self:
        return self.filter(withdrawn_at=None)


class TrainingSignUp(TenantModel):
    """A leader of a community in the line of a training. The office can read it, including the person's name.

    ``waited``: there was no place on signing up. Whether there is one now is stored only in the line.
    """

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    training = models.ForeignKey(OfficeTraining, models.PROTECT, db_constraint=False, related_name="sign_ups")
    membership = models.ForeignKey(
        "communities.Membership", models.PROTECT, db_constraint=False, related_name="+"
    )
    number = models.PositiveIntegerField()
    waited = models.BooleanField(db_default=False, editable=False)
    signed_up_by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    signed_up_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[TrainingSignUpQuerySet] = TrainingSignUpQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="community", name="events_signup_office", key="office"),
            SameTenant(field="training", name="events_signup_training", key="office"),
            SameTenant(field="membership", name="events_signup_membership"),
            models.UniqueConstraint(
                fields=["community", "training", "membership"],
                condition=Q(withdrawn_at=None),
                name="events_signed_up_once",
            ),
        ]


class TrainingAttendanceQuerySet(models.QuerySet["TrainingAttendance"]):
    def there(self) -> Self:
        return self.filter(was_there=True)


class TrainingAttendance(TenantModel):
    """The attendance of a person who had signed up: written by the office alone, read by the community."""

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    sign_up = models.ForeignKey(
        TrainingSignUp, models.PROTECT, db_constraint=False, related_name="attendances"
    )
    was_there = models.BooleanField()
    recorded_by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[TrainingAttendanceQuerySet] = TrainingAttendanceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="community", name="events_attendance_office", key="office"),
            SameTenant(field="sign_up", name="events_attendance_signup"),
            models.UniqueConstraint(fields=["community", "sign_up"], name="events_attended_once"),
        ]


class LeaderGoal(Record):
    """A goal of a leader, which that person and the coordinators can read, but never the office."""

    membership = models.ForeignKey(
        "communities.Membership", models.PROTECT, db_constraint=False, editable=False, related_name="+"
    )
    text = models.CharField(_("Next step"), max_length=200)
    due_on = models.DateField(_("By when"), null=True, blank=True)
    done_on = models.DateField(null=True, editable=False)

    objects: ClassVar[TrashQuerySet["LeaderGoal"]] = TrashQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            SameTenant(field="membership", name="events_goal_membership"),
        ]
