"""Events that an office itself held or sponsored, with what they produced."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from events.models.campaigns import Campaign
from events.models.events import EventKind
from tfc.tenancy import OfficeModel, OfficeRecord, SameTenant, TrashQuerySet


class OfficeEventRole(models.TextChoices):
    HELD = "held", _("Held by Oasis")
    SPONSORED = "sponsored", _("Sponsored by Oasis")


class OfficeEventQuerySet(TrashQuerySet["OfficeEvent"]):
    def newest_first(self) -> Self:
        return self.order_by("-on", "-id")

    def between(self, first: dt.date, last: dt.date) -> Self:
        """Filter those from ``first`` to ``last``, inclusive."""
        return self.filter(on__range=(first, last))

    def recorded_twice(self) -> Self:
        """Filter those that a community records too."""
        return self.exclude(recorded_by=None)

    def counted(self) -> Self:
        """Filter those that are not deleted and that no community records too: its record counts instead."""
        return self.not_deleted().filter(recorded_by=None)


class OfficeEvent(OfficeRecord):
    """An event that took place. ``recorded_by``: the community that records the same event, so that it counts once.

    ``people`` is empty if nobody counted, and a lower bound with ``at_least``.
    """

    kind = models.CharField(_("Kind"), max_length=24, choices=EventKind)
    role = models.CharField(_("Role"), max_length=10, choices=OfficeEventRole)
    title = models.CharField(_("Title"), max_length=160)
    on = models.DateField(_("Date"))
    place = models.CharField(_("Place"), max_length=160, blank=True)
    people = models.PositiveIntegerField(_("People present"), null=True, blank=True)
    at_least = models.BooleanField(_("At least"), default=False)
    recorded_by = models.ForeignKey(
        Community,
        models.PROTECT,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Community that records it too"),
    )
    campaign = models.ForeignKey(
        Campaign,
        models.SET_NULL,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="office_events",
        verbose_name=_("Campaign"),
    )

    objects: ClassVar[OfficeEventQuerySet] = OfficeEventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeRecord.Meta):
        constraints = [
            *OfficeRecord.Meta.constraints,
            SameTenant(field="recorded_by", key="office", name="events_officeevent_recorded_by"),
            SameTenant(field="campaign", key="office", name="events_officeevent_campaign"),
        ]

    def __str__(self) -> str:
        return self.title


# Shared with communities, whose outputs are parts of the same total.
_OF_JOINT_CAMPAIGN = Q(event__campaign__joint_key__isnull=False, event__campaign__deleted_at=None)


class OfficeOutputQuerySet(models.QuerySet["OfficeOutput"]):
    def of_joint_campaigns(self) -> Self:
        """Filter those that count with a joint campaign, not as the office's own work; annotate ``campaign_id`` and
        ``on``.
        """
        joint = self.filter(_OF_JOINT_CAMPAIGN)
        return joint.annotate(campaign_id=F("event__campaign"), on=F("event__on"))

    def outside_joint_campaigns(self) -> Self:
        return self.exclude(_OF_JOINT_CAMPAIGN)


class OfficeOutput(OfficeModel):
    """What an office's own event produced. ``unit``: see events.output_units."""

    event = models.ForeignKey(
        OfficeEvent, models.CASCADE, db_constraint=False, related_name="outputs", verbose_name=_("Event")
    )
    unit = models.CharField(_("Unit"), max_length=20)
    quantity = models.PositiveIntegerField(_("How many"))
    at_least = models.BooleanField(_("At least"), default=False)
    what = models.CharField(_("What"), max_length=160, blank=True)

    # Set by of_joint_campaigns().
    campaign_id: int
    on: dt.date

    objects: ClassVar[OfficeOutputQuerySet] = OfficeOutputQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            SameTenant(field="event", key="office", name="events_officeoutput_event"),
        ]
