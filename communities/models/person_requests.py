"""Actions at a person's request and the retention runs' deletions: in numbers, never what was deleted."""

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models.people import User
from tfc.tenancy import OfficeModel, TenantModel


class PersonRequestKind(models.TextChoices):
    CORRECTED = "corrected", _("Corrected")
    DELETED = "deleted", _("Deleted")


class PersonRequestQuerySet(models.QuerySet["PersonRequest"]):
    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class PersonRequest(TenantModel):
    """``counts``: {table: number of records}. ``history``: [[table, IDs]] of records whose change history the worker
    still has to empty; empty when that is done.
    """

    kind = models.CharField(max_length=9, choices=PersonRequestKind)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    counts = models.JSONField(default=dict)
    history = models.JSONField(default=list)

    objects: ClassVar[PersonRequestQuerySet] = PersonRequestQuerySet.as_manager()  # type: ignore[assignment]


class RetentionCount(OfficeModel):
    """``rule``: the code of a tfc.retention.Rule; ``gone``: rows deleted that day; ``oldest``: the day of the oldest
    remaining row.
    """

    on = models.DateField()
    rule = models.CharField(max_length=80)
    gone = models.PositiveIntegerField(default=0)
    oldest = models.DateField(null=True)

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(fields=["office", "on", "rule"], name="communities_retention_once"),
        ]
