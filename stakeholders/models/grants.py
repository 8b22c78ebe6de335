"""Grants to an office, what it promised for them, and the parts that it passes on to communities."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from tfc.tenancy import OfficeRecord, SameTenant, TrashQuerySet


class GrantQuerySet(TrashQuerySet["Grant"]):
    def in_order(self) -> Self:
        """Sort by end, latest first."""
        return self.order_by("-ends_on", "-starts_on", "-id")


class Grant(OfficeRecord):
    """``amount`` is in ``currency``; amounts in different currencies are never added."""

    title = models.CharField(_("Title"), max_length=160)
    funder = models.CharField(_("Funder"), max_length=160)
    number = models.CharField(_("Number of the grant"), max_length=80, blank=True)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"))
    amount = models.DecimalField(_("Amount"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3)
    note = models.TextField(_("Note"), max_length=2000, blank=True)
    # Sub-grants included; staff confirm it with the funder.
    amounts_are_public = models.BooleanField(_("Amounts may be published"), default=False)

    objects: ClassVar[GrantQuerySet] = GrantQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeRecord.Meta):
        constraints = [
            *OfficeRecord.Meta.constraints,
            models.CheckConstraint(
                name="stakeholders_grant_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(name="stakeholders_grant_amount", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return self.title


class DeliverableQuerySet(TrashQuerySet["Deliverable"]):
    def soonest_first(self) -> Self:
        return self.order_by("due_on", "id")


class Deliverable(OfficeRecord):
    """What a grant pays for: ``quantity`` of what ``unit`` names. How it is counted is stored in ``evaluation``."""

    grant = models.ForeignKey(
        Grant, models.CASCADE, db_constraint=False, related_name="deliverables", verbose_name=_("Grant")
    )
    title = models.CharField(_("Title"), max_length=160)
    quantity = models.PositiveIntegerField(_("How many"))
    unit = models.CharField(_("Unit"), max_length=60)
    due_on = models.DateField(_("Due on"))

    objects: ClassVar[DeliverableQuerySet] = DeliverableQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeRecord.Meta):
        constraints = [
            *OfficeRecord.Meta.constraints,
            SameTenant(field="grant", key="office", name="stakeholders_deliverable_grant"),
        ]

    def __str__(self) -> str:
        return self.title


class SubGrantQuerySet(TrashQuerySet["SubGrant"]):
    def newest_first(self) -> Self:
        return self.order_by("-on", "-id")


class SubGrant(OfficeRecord):
    """A part of a grant that a community receives, in the grant's currency. The community reads its own."""

    grant = models.ForeignKey(
        Grant, models.CASCADE, db_constraint=False, related_name="sub_grants", verbose_name=_("Grant")
    )
    recipient = models.ForeignKey(
        Community, models.PROTECT, db_constraint=False, related_name="+", verbose_name=_("Community")
    )
    amount = models.DecimalField(_("Amount"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3)
    on = models.DateField(_("Date"))
    purpose = models.CharField(_("Purpose"), max_length=300, blank=True)

    objects: ClassVar[SubGrantQuerySet] = SubGrantQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeRecord.Meta):
        constraints = [
            *OfficeRecord.Meta.constraints,
            SameTenant(field="grant", key="office", name="stakeholders_subgrant_grant"),
            SameTenant(field="recipient", key="office", name="stakeholders_subgrant_recipient"),
            models.CheckConstraint(name="stakeholders_subgrant_amount", condition=Q(amount__gt=0)),
        ]
