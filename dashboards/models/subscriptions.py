"""Subscriptions to views of figures, and the views sent."""

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tfc.tenancy import SameTenant


class Frequency(models.TextChoices):
    WEEKLY = "weekly", _("Every Monday")
    MONTHLY = "monthly", _("On the first day of each month")
    HALF_YEAR = "half_year", _("When a half-year is over")


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
    """The PDF of one period. It can be downloaded only after signing in; the e-mail contains a link and no figure."""

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
