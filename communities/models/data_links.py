"""Data links, secret addresses at which a program reads one list of a place: created by a person, for a purpose, and
revocable.
"""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models.people import User
from tfc.tenancy import OfficeModel, TenantModel


class DataLinkQuerySet(models.QuerySet["AnyDataLink"]):
    def working(self, day: dt.date) -> Self:
        """Return links that are neither revoked nor expired: the last day still counts."""
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=day), revoked_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class AnyDataLink(models.Model):
    """Only the hash of the token is stored. ``last_used_on`` is a day, and the only stored trace of a use."""

    list_code = models.CharField(max_length=40, editable=False)
    purpose = models.CharField(_("Purpose"), max_length=120)
    expires_on = models.DateField(_("Until"), null=True, blank=True)
    token_hash = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    last_used_on = models.DateField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")

    objects: ClassVar[DataLinkQuerySet] = DataLinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.purpose


class DataLink(TenantModel, AnyDataLink):
    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community", "token_hash"], name="communities_data_by_hash"),
        ]


class OfficeDataLink(OfficeModel, AnyDataLink):
    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(fields=["office", "token_hash"], name="communities_office_data_by_hash"),
        ]
