"""Alerts that staff and coordinators set for themselves."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Office
from tfc.tenancy import SameTenant


class AlertCondition(models.TextChoices):
    NOT_MET = "not_met", _("An item is rated “not met”")
    WORSE = "worse", _("An item is rated worse than the half-year before")
    BELOW = "below", _("An item is below a number")
    SILENT = "silent", _("There is no team meeting for a number of days")


class AlertQuerySet(models.QuerySet["Alert"]):
    def of_place(self, place: Community | Office) -> Self:
        """Filter the alerts set in a community, or in an office about its communities."""
        if isinstance(place, Community):
            return self.filter(community=place)
        return self.filter(office=place, community=None)


class Alert(models.Model):
    """A condition of which a person wants a notification; set in an office, about one of its communities or all.

    ``condition`` is an AlertCondition, ``part`` the code of the item, ``limit`` a percentage, a count or days.
    ``matches``: since when it applies, by community id. A worker writes it, from figures as an office may see them, so
    that no alert tells of few people.
    """

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    community = models.ForeignKey(
        "communities.Community", models.PROTECT, null=True, editable=False, related_name="+"
    )
    about = models.ForeignKey(
        "communities.Community", models.PROTECT, null=True, editable=False, related_name="+"
    )
    user = models.ForeignKey("communities.User", models.CASCADE, related_name="+")
    condition = models.CharField(max_length=8)
    part = models.CharField(max_length=40, blank=True)
    limit = models.PositiveIntegerField(null=True)
    matches = models.JSONField(default=dict, editable=False)

    objects: ClassVar[AlertQuerySet] = AlertQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            SameTenant(field="community", name="dashboards_alert_community", key="office"),
            SameTenant(field="about", name="dashboards_alert_about", key="office"),
            models.UniqueConstraint(
                fields=["office", "community", "about", "user", "condition", "part", "limit"],
                nulls_distinct=False,
                name="dashboards_alert_once",
            ),
        ]

    def concerns(self, community: Community) -> bool:
        return (self.community_id or self.about_id or community.pk) == community.pk
