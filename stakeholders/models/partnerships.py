"""Task forces, coalitions and sub-grants of a community, and an office's own, with the role and the start."""

import datetime as dt
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tfc.tenancy import CurrentOffice, OfficeRecord, Record, SameTenant, TrashQuerySet


class PartnershipKind(models.TextChoices):
    TASK_FORCE = "task_force", _("Task force")
    COALITION = "coalition", _("Coalition")
    SUB_GRANT = "sub_grant", _("Sub-grant")


class PartnershipRole(models.TextChoices):
    LEADS = "leads", _("Leads it")
    MEMBER = "member", _("Is a member")
    ADVISES = "advises", _("Advises it")
    RECEIVES = "receives", _("Receives the grant")
    GIVES = "gives", _("Passes the grant on")


# The roles of a sub-grant: money is received or passed on; in all others the community takes part.
GRANT_ROLES = (PartnershipRole.RECEIVES, PartnershipRole.GIVES)


PartnershipRow = TypeVar("PartnershipRow", bound=models.Model)


class PartnershipQuerySet(TrashQuerySet[PartnershipRow]):
    def between(self, first: dt.date, last: dt.date) -> Self:
        """Filter those in force on at least one of the days."""
        return self.not_deleted().filter(Q(ends_on=None) | Q(ends_on__gte=first), starts_on__lte=last)

    def in_order(self) -> Self:
        """Sort current ones first, then by end and start, latest first."""
        return self.order_by(F("ends_on").desc(nulls_first=True), "-starts_on", "-id")


class PartnershipDetails(models.Model):
    """``ends_on`` is empty while no end is known."""

    kind = models.CharField(_("Kind"), max_length=12, choices=PartnershipKind)
    name = models.CharField(_("Name"), max_length=160)
    role = models.CharField(_("Role"), max_length=10, choices=PartnershipRole)
    partner_name = models.CharField(_("Partner"), max_length=160, blank=True)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="stakeholders_%(class)s_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Partnership(Record, PartnershipDetails):
    """The office reads those that are not in the trash."""

    office = models.ForeignKey(
        "communities.Office", models.PROTECT, editable=False, db_default=CurrentOffice(), related_name="+"
    )

    objects: ClassVar["PartnershipQuerySet[Partnership]"] = PartnershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            *PartnershipDetails.Meta.constraints,
            SameTenant(field="community", name="stakeholders_partnership_office", key="office"),
        ]


class OfficePartnership(OfficeRecord, PartnershipDetails):
    """A task force or coalition in which the office itself takes part."""

    objects: ClassVar["PartnershipQuerySet[OfficePartnership]"] = PartnershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeRecord.Meta):
        constraints = [*OfficeRecord.Meta.constraints, *PartnershipDetails.Meta.constraints]
