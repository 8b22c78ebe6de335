"""Recently opened records and the last visit of a person in a place: readable by that person alone."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from communities.models.people import User
from tfc.tenancy import OfficeModel, TenantModel

RECENT = 10


class RecentRecordQuerySet(models.QuerySet[Any]):
    def by(self, user: User) -> Self:
        return self.filter(user=user)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def beyond_recent(self) -> Self:
        """Return rows beyond the ten that each person opened last."""
        place = Window(RowNumber(), partition_by="user", order_by=[F("at").desc(), F("id").desc()])
        return self.annotate(place=place).filter(place__gt=RECENT)


class AnyRecentRecord(models.Model):
    """``kind`` and ``record_id``: the record, by the codes of communities.site_search; each is stored once."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    record_id = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[RecentRecordQuerySet] = RecentRecordQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True


class RecentRecord(TenantModel, AnyRecentRecord):
    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "user", "kind", "record_id"], name="communities_opened_once"
            ),
        ]


class OfficeRecentRecord(OfficeModel, AnyRecentRecord):
    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["office", "user", "kind", "record_id"], name="communities_office_opened_once"
            ),
        ]


class AnyVisit(models.Model):
    """``at``: when this person last saw the home; ``before``: the same for the previous visit."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    before = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class LastVisit(TenantModel, AnyVisit):
    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community", "user"], name="communities_one_visit"),
        ]


class OfficeLastVisit(OfficeModel, AnyVisit):
    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(fields=["office", "user"], name="communities_one_office_visit"),
        ]
