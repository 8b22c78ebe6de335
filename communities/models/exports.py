"""Exports of many records: who, what and when, to limit their number and notify others."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from communities.models.people import User
from tfc.tenancy import OfficeModel, TenantModel


class BulkExportQuerySet(models.QuerySet["AnyBulkExport"]):
    def since(self, moment: dt.datetime) -> Self:
        return self.filter(at__gt=moment)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class AnyBulkExport(models.Model):
    """``what``: the code of a list, or one of OTHER_FILES (communities/data_lists.py).

    A trigger records each permanently in the audit log; these rows are deleted after ninety days.
    """

    what = models.CharField(max_length=40)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[BulkExportQuerySet] = BulkExportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True


class BulkExport(TenantModel, AnyBulkExport):
    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["community", "-at"], name="communities_exports_newest")]


class OfficeBulkExport(OfficeModel, AnyBulkExport):
    class Meta(OfficeModel.Meta):
        indexes = [models.Index(fields=["office", "-at"], name="communities_office_exports")]
