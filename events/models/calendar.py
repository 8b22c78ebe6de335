"""Events outside the team's own pages: public copies that an office may read, secret calendar links, and guests as
numbers.
"""

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.attendance import EventPart
from events.models.events import EventKind, EventStatus, build_local_day
from tfc.tenancy import SameTenant, TenantModel

# Guests check in from CHECK_IN_BEFORE the event until CHECK_IN_AFTER it; their tickets are deleted after that.
CHECK_IN_BEFORE = dt.timedelta(hours=1)
CHECK_IN_AFTER = dt.timedelta(hours=3)


LOCAL_DAY = build_local_day("starts_at")


class PublicEventQuerySet(models.QuerySet["PublicEvent"]):
    def soonest_first(self) -> Self:
        return self.order_by("starts_at", "id")

    def on_day(self, day: dt.date) -> Self:
        """Filter those that begin on the local day."""
        near = (day - dt.timedelta(days=1), day + dt.timedelta(days=2))
        first, last = (dt.datetime.combine(boundary, dt.time(), dt.UTC) for boundary in near)
        return self.filter(starts_at__range=(first, last)).alias(local_day=LOCAL_DAY).filter(local_day=day)

    def first_of_each_day(self, number: int) -> Self:
        """Return up to ``number`` events of each day, annotated with the number of that day's events as ``of_day``."""
        days: dict[str, Any] = {"partition_by": [F("local_day")]}
        numbered_events = self.annotate(
            local_day=LOCAL_DAY,
            of_day_place=Window(RowNumber(), order_by=[F("starts_at"), F("id")], **days),
            of_day=Window(Count("id"), **days),
        )
        return numbered_events.filter(of_day_place__lte=number)


class PublicEvent(EventPart):
    """The public copy of an event that its community shows publicly; the office reads this table, never the event."""

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    kind = models.CharField(max_length=24, choices=EventKind)
    status = models.CharField(max_length=10, choices=EventStatus)
    title = models.CharField(max_length=160, blank=True)
    place = models.CharField(max_length=160, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)

    objects: ClassVar[PublicEventQuerySet] = PublicEventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(EventPart.Meta):
        constraints = [
            *EventPart.Meta.constraints,
            models.UniqueConstraint(fields=["community", "event"], name="events_public_once"),
        ]
        indexes = [models.Index(fields=["office", "starts_at"], name="events_public_of_office")]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())


class CalendarLink(TenantModel):
    """The secret address of a member's calendar feed; only its hash is stored. It stops working when the membership
    ends.
    """

    membership = models.ForeignKey(
        "communities.Membership", models.PROTECT, db_constraint=False, related_name="+"
    )
    token_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="membership", name="events_link_membership"),
            models.UniqueConstraint(fields=["community", "membership"], name="events_one_link"),
            models.UniqueConstraint(fields=["community", "token_hash"], name="events_link_by_hash"),
        ]


class Occasion(models.TextChoices):
    COMING = "coming", _("Plan to come")
    THERE = "there", _("Checked in")


class GuestCount(EventPart):
    """How many people said that they will come, or checked in. No names are stored.

    ``set_aside``: how many more came in a burst; they do not count until a coordinator includes them.
    """

    occasion = models.CharField(max_length=6, choices=Occasion)
    people = models.PositiveIntegerField(default=0)
    set_aside = models.PositiveIntegerField(default=0, db_default=0)

    class Meta(EventPart.Meta):
        constraints = [
            *EventPart.Meta.constraints,
            models.UniqueConstraint(fields=["community", "event", "occasion"], name="events_one_guest_count"),
        ]


class GuestTicketQuerySet(models.QuerySet["GuestTicket"]):
    def over(self) -> Self:
        """Filter those whose event no longer counts guests."""
        return self.filter(event__ends_at__lt=timezone.now() - CHECK_IN_AFTER)


class GuestTicket(EventPart):
    """The id of a sent form, so that sending it twice counts once. Deleted when the event is over."""

    occasion = models.CharField(max_length=6, choices=Occasion)
    client_id = models.UUIDField()

    objects: ClassVar[GuestTicketQuerySet] = GuestTicketQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(EventPart.Meta):
        constraints = [
            *EventPart.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "event", "occasion", "client_id"], name="events_ticket_once"
            ),
        ]
