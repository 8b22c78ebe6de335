"""Shares of joint events between two communities of an office."""

import datetime as dt
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Exists, OuterRef, Q

from communities.models import Community
from events.models.events import Event, EventKind, EventStatus
from tfc.tenancy import SameTenant, TenantModel


class JointShareQuerySet(models.QuerySet["JointShare"]):
    def said_to(self, community: Community) -> Self:
        """Filter the shares that other communities sent to this one and did not withdraw."""
        return self.filter(other=community, holds=True)

    def waiting_for(self, community: Community) -> Self:
        """Filter the shares sent to this community that it has not answered; canceled events need no answer."""
        answers = self.model._default_manager.filter(
            community=community, other=OuterRef("community"), joint_key=OuterRef("joint_key")
        )
        shares = self.said_to(community).exclude(status=EventStatus.CANCELLED)
        return shares.filter(~Exists(answers)).select_related("community").order_by("starts_at", "id")


class JointShare(TenantModel):
    """A statement of one community to another: “we held this together”, or with ``holds`` false “we did not”.

    Each of the two writes a row of its own and reads that of the other. The row has everything that the other may know
    of the event; a row with ``holds`` false has no event. ``in_trash``: the event is in the trash, the row hidden.
    """

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    other = models.ForeignKey(Community, models.PROTECT, db_constraint=False, related_name="+")
    joint_key = models.UUIDField()
    holds = models.BooleanField(default=True)
    event = models.ForeignKey(
        Event, models.PROTECT, db_constraint=False, null=True, related_name="joint_shares"
    )
    in_trash = models.BooleanField(default=False)
    kind = models.CharField(max_length=24, choices=EventKind, blank=True)
    status = models.CharField(max_length=10, choices=EventStatus, blank=True)
    title = models.CharField(max_length=160, blank=True)
    place = models.CharField(max_length=160, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    time_zone = models.CharField(max_length=64, blank=True)
    declared_by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[JointShareQuerySet] = JointShareQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="community", name="events_joint_office", key="office"),
            SameTenant(field="other", name="events_joint_other", key="office"),
            SameTenant(field="event", name="events_joint_event"),
            models.UniqueConstraint(fields=["community", "other", "joint_key"], name="events_joint_once"),
            models.CheckConstraint(name="events_joint_of_two", condition=~Q(community=models.F("other"))),
            models.CheckConstraint(
                name="events_joint_shows_what_is_held",
                condition=Q(holds=True, event__isnull=False, starts_at__isnull=False, ends_at__isnull=False)
                | Q(holds=False, event=None, starts_at=None, ends_at=None, title="", place=""),
            ),
        ]
        indexes = [models.Index(fields=["other", "joint_key"], name="events_joint_told")]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> dt.datetime:
        assert self.starts_at is not None  # noqa: S101 - the table holds that what is said to be held has a time
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> dt.datetime:
        assert self.ends_at is not None  # noqa: S101 - as above
        return self.ends_at.astimezone(self.zone)

    @property
    def has_end(self) -> bool:
        """Without an end, the duration is unknown."""
        return self.ends_at != self.starts_at

    @property
    def was_held(self) -> bool:
        return self.status == EventStatus.HELD

    @property
    def is_cancelled(self) -> bool:
        return self.status == EventStatus.CANCELLED
