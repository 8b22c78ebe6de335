"""Pinned communities, subscriptions to views of figures, the places that they are about, and the views sent."""

import datetime as dt
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Membership, Office, StaffMembership
from tfc.dates import add_months
from tfc.periods import HalfYear
from tfc.tenancy import OfficeModel, SameTenant, community_scope, office_scope


class Frequency(models.TextChoices):
    WEEKLY = "weekly", _("Every Monday")
    MONTHLY = "monthly", _("On the first day of each month")
    HALF_YEAR = "half_year", _("When a half-year is over")


def get_period(frequency: str, day: dt.date) -> str:
    """Return "2026-W48", "2026-11" or "2026-H2"; a view is due when this differs from its last period."""
    if frequency == Frequency.WEEKLY:
        year, week, _weekday = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if frequency == Frequency.MONTHLY:
        return f"{day.year:04d}-{day.month:02d}"
    return str(HalfYear.from_day(day))


def get_next_day(frequency: str, day: dt.date) -> dt.date:
    """Return the first day of the period after that of ``day``."""
    if frequency == Frequency.WEEKLY:
        return day + dt.timedelta(days=7 - day.weekday())
    if frequency == Frequency.MONTHLY:
        return add_months(day.replace(day=1), 1)
    return HalfYear.from_day(day).next().first_day


class ViewSubscriptionQuerySet(models.QuerySet["ViewSubscription"]):
    def for_user(self, user_id: int) -> Self:
        return self.filter(user_id=user_id)


class ViewSubscription(models.Model):
    """A subscription to a community's page of figures, or without a community to its office's.

    ``query`` is the query string of the page's form. ``last_period`` is the week, month or half-year in which it was
    last sent or requested.
    """

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    community = models.ForeignKey(
        "communities.Community", models.PROTECT, null=True, editable=False, related_name="+"
    )
    user = models.ForeignKey("communities.User", models.CASCADE, related_name="+")
    query = models.CharField(max_length=1000, blank=True, editable=False)
    frequency = models.CharField(max_length=9, choices=Frequency)
    language = models.CharField(max_length=10)
    last_period = models.CharField(max_length=10, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[ViewSubscriptionQuerySet] = ViewSubscriptionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "id"], name="dashboards_viewsubscription_in_office"),
            SameTenant(field="community", name="dashboards_subscription_community", key="office"),
            models.UniqueConstraint(
                fields=["office", "community", "user", "query"],
                nulls_distinct=False,
                name="dashboards_subscribed_once",
            ),
        ]


class SentView(models.Model):
    """The PDF of one period. It can be downloaded only after signing in; the email contains a link and no figure."""

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    community = models.ForeignKey(
        "communities.Community", models.PROTECT, null=True, editable=False, related_name="+"
    )
    subscription = models.ForeignKey(
        ViewSubscription, models.CASCADE, db_constraint=False, related_name="sent"
    )
    period = models.CharField(max_length=10, editable=False)
    name = models.CharField(max_length=160)
    content = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            SameTenant(field="subscription", name="dashboards_sentview_subscription", key="office"),
            models.UniqueConstraint(
                fields=["office", "subscription", "period"], name="dashboards_sent_once_a_period"
            ),
        ]


@dataclass(frozen=True)
class Place:
    """The community, office or, with the international office, all offices whose figures are sent."""

    office: Office
    community: Community | None = None

    @property
    def name(self) -> str:
        return self.community.name if self.community else self.office.name

    @property
    def path(self) -> str:
        if self.community:
            return reverse("dashboards:figures", args=[self.community.slug])
        if self.office.is_international:
            return reverse("dashboards:international-home")
        return reverse("dashboards:office-figures", args=[self.office.slug])

    def scope(self) -> AbstractContextManager[None]:
        if self.community:
            return community_scope(self.community.pk, self.office.pk)
        return office_scope(self.office.pk)

    @property
    def zone(self) -> ZoneInfo:
        return (self.community or self.office).zone

    def today(self, now: dt.datetime) -> dt.date:
        return now.astimezone(self.zone).date()

    def next_at(self, subscription: ViewSubscription, now: dt.datetime) -> dt.datetime | None:
        """Return when the view's next period begins; None if it has begun, and the view is sent within the hour."""
        today = self.today(now)
        if subscription.last_period != get_period(subscription.frequency, today):
            return None
        return dt.datetime.combine(get_next_day(subscription.frequency, today), dt.time(), self.zone)

    def admits(self, subscription: ViewSubscription) -> bool:
        """Return whether the user may still read the page."""
        if not subscription.user.is_active:
            return False
        if self.community:
            return (
                Membership.objects.current().filter(user=subscription.user, community=self.community).exists()
            )
        return StaffMembership.objects.current().filter(user=subscription.user, office=self.office).exists()


class PinQuerySet(models.QuerySet["PinnedCommunity"]):
    def for_user(self, user_id: int) -> Self:
        return self.filter(user_id=user_id)


class PinnedCommunity(OfficeModel):
    """A community that an office's user pinned to the top of the page of figures."""

    user = models.ForeignKey("communities.User", models.CASCADE, related_name="+")
    community = models.ForeignKey(
        "communities.Community", models.CASCADE, db_constraint=False, related_name="+"
    )

    objects: ClassVar[PinQuerySet] = PinQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(fields=["office", "user", "community"], name="dashboards_pinned_once"),
            SameTenant(field="community", name="dashboards_pinned_of_office", key="office"),
        ]
