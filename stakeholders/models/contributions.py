"""Contributions of organizations and people: money, goods and hours, by sector."""

import datetime as dt
from typing import ClassVar, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from stakeholders.models.register import Organization, Sector
from tfc.tenancy import Record, SameTenant, TrashQuerySet


class ContributionKind(models.TextChoices):
    MONEY = "money", _("Money")
    GOODS = "goods", _("Goods")
    HOURS = "hours", _("Hours of work")


class ContributionQuerySet(TrashQuerySet["Contribution"]):
    def between(self, first: dt.date, last: dt.date) -> Self:
        return self.not_deleted().filter(received_on__range=(first, last))

    def newest_first(self) -> Self:
        return self.order_by("-received_on", "-id")


class Contribution(Record):
    """``amount``: money in ``currency``, hours, or pieces of goods; empty if not counted, which is not zero."""

    kind = models.CharField(_("Kind"), max_length=8, choices=ContributionKind)
    sector = models.CharField(_("Sector"), max_length=20, choices=Sector)
    organization = models.ForeignKey(
        Organization, models.PROTECT, db_constraint=False, null=True, blank=True, related_name="contributions"
    )
    amount = models.DecimalField(
        _("Amount"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(_("Currency"), max_length=3, blank=True)
    what = models.CharField(_("Description"), max_length=160)
    received_on = models.DateField(_("Received on"))

    objects: ClassVar[ContributionQuerySet] = ContributionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            SameTenant(field="organization", name="stakeholders_contribution_organization"),
        ]
