"""Targets of an office or a community, an office's thresholds, and the numbers of people of a profession."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models.communities import Community
from communities.models.people import User
from tfc.periods import HalfYear
from tfc.tenancy import OfficeModel, SameTenant, TenantModel


class Measure(models.TextChoices):
    """What is counted. All but the last count additions since the start; the last is the value of a part.

    OASIS_EVENTS: events that the office itself held or sponsored, and its communities' events marked as sponsored.
    """

    COMMUNITIES = "communities", _("Communities started")
    OASIS_EVENTS = "oasis_events", _("Events held or sponsored by Oasis")
    EVENTS = "events", _("Events")
    PEOPLE = "people", _("Professionals trained")
    PART = "part", _("Half-year survey")


# Counted over a whole office alone.
OFFICE_MEASURES = (Measure.COMMUNITIES, Measure.OASIS_EVENTS)


class Direction(models.TextChoices):
    UP = "up", _("At least")
    DOWN = "down", _("At most")


class Owner(models.TextChoices):
    OFFICE = "office", _("Office")
    COMMUNITY = "community", _("Community")


class TargetQuerySet(models.QuerySet["Target"]):
    def latest_versions(self) -> Self:
        """Return the newest version of each target."""
        thread = ("owner", "community_id", "thread")
        newest = Target.objects.order_by(*thread, "-version").distinct(*thread)
        return self.filter(pk__in=newest.values("pk"))

    def of_thread(self, thread: uuid.UUID) -> Self:
        """Return one target with its history, the newest version first."""
        return self.filter(thread=thread).order_by("-version")

    def of_office(self) -> Self:
        return self.filter(owner=Owner.OFFICE)

    def of_community(self) -> Self:
        return self.filter(owner=Owner.COMMUNITY)

    def soonest_first(self) -> Self:
        return self.order_by("due_on", "pk")


class Target(OfficeModel):
    """One version of a target: a change adds a row, so that earlier targets stay readable.

    ``community``: its community; empty if the office counts over all of its own. ``code``: with EVENTS a kind of
    event, with PEOPLE a profession, or empty for all that the item counts; with PART the part's code.
    ``baseline_value`` is the value at the start, on ``baseline_on``; ``baseline_receipt`` stores how it was
    calculated, and is empty if it was typed. Values are in the measure's unit.
    """

    owner = models.CharField(max_length=10, choices=Owner, editable=False)
    community = models.ForeignKey(
        Community, models.PROTECT, db_constraint=False, null=True, editable=False, related_name="+"
    )
    thread = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    measure = models.CharField(max_length=12, choices=Measure)
    code = models.CharField(max_length=40, blank=True)
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.UP)
    baseline_value = models.DecimalField(max_digits=12, decimal_places=2)
    baseline_on = models.DateField()
    baseline_receipt = models.JSONField(default=dict)
    goal_value = models.DecimalField(max_digits=12, decimal_places=2)
    due_on = models.DateField()
    note = models.CharField(_("Note"), max_length=500, blank=True)
    closed_on = models.DateField(null=True)
    close_reason = models.CharField(_("Reason"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[TargetQuerySet] = TargetQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            SameTenant(field="community", key="office", name="communities_target_community"),
            models.UniqueConstraint(
                fields=["office", "thread", "version"], name="communities_one_target_version"
            ),
            models.CheckConstraint(
                name="communities_target_of_somebody",
                condition=Q(owner=Owner.OFFICE) | Q(community__isnull=False),
            ),
            models.CheckConstraint(name="communities_target_later", condition=Q(due_on__gt=F("baseline_on"))),
            models.CheckConstraint(
                name="communities_target_not_negative",
                condition=Q(baseline_value__gte=0, goal_value__gte=0),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class Workforce(TenantModel):
    """How many people of a profession work in the community: the denominator for those trained."""

    profession = models.CharField(_("Profession"), max_length=20)
    people = models.PositiveIntegerField(_("people"))
    source = models.CharField(_("Source"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community", "profession"], name="communities_workforce_once"),
        ]


class ThresholdSettingQuerySet(models.QuerySet["ThresholdSetting"]):
    def up_to(self, half_year: HalfYear) -> Self:
        """Return settings for this half-year or earlier, earliest first: the last one of a code counts."""
        return self.filter(from_half_year__lte=str(half_year)).order_by("from_half_year", "id")


class ThresholdSetting(OfficeModel):
    """One threshold from a half-year on; the row with the latest half-year up to the requested one counts.

    ``code`` names a field of communities.thresholds.Thresholds, or ``target:<part>`` for the target of a count; a
    target of 0 means that from then on there is none.
    """

    code = models.CharField(_("Threshold"), max_length=60)
    value = models.PositiveIntegerField(_("Value"))
    from_half_year = models.CharField(_("From"), max_length=7)
    by = models.ForeignKey("communities.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[ThresholdSettingQuerySet] = ThresholdSettingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["office", "code", "from_half_year"], name="communities_one_threshold"
            ),
        ]
