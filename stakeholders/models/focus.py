"""Focus stakeholders: the weights, the suggestion, and the decision of the community."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stakeholders.models.findings import Finding
from stakeholders.models.register import Organization, Sector
from tfc.tenancy import OfficeModel, Record, SameTenant, TrashQuerySet


class InfluenceWeight(OfficeModel):
    """How much a sector can change a vulnerability, 0 to 3, where the office differs from the shipped matrix.

    Rows are only added: the newest of a pair counts, the older ones are its history. An empty weight restores the
    shipped one.
    """

    vulnerability = models.CharField(max_length=40)
    sector = models.CharField(max_length=20, choices=Sector)
    weight = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(_("Reason"), max_length=300)
    set_at = models.DateTimeField(auto_now_add=True)
    set_by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.CheckConstraint(
                name="stakeholders_weight_range", condition=Q(weight=None) | Q(weight__lte=3)
            ),
        ]


class Verdict(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")


class FocusDecision(Record):
    """A community's decision about a suggestion, with the suggestion at that time.

    ``suggestion``: {"as_of": day, "scores": [{"sector", "score", "findings": [{"id", "vulnerability", "severity",
    "confidence", "influence", "product"}]}], "suggested": [sector codes], "tied": [sector codes], "left_out": [{"id",
    "why"}]} (``stakeholders.scores``), or empty.
    """

    verdict = models.CharField(max_length=10, choices=Verdict)
    decided_on = models.DateField(_("Decided on"))
    reason = models.TextField(_("Reason"), max_length=1000, blank=True)
    suggestion = models.JSONField(default=dict)


class FocusQuerySet(TrashQuerySet["FocusStakeholder"]):
    def current(self, day: dt.date) -> Self:
        """Filter those decided by this day and not ended by it."""
        return (
            self.not_deleted()
            .filter(decision__deleted_at=None, decision__decided_on__lte=day)
            .filter(Q(ended_on=None) | Q(ended_on__gt=day))
        )


class FocusStakeholder(Record):
    """A sector, or one organization of it, with which the community deepens its work, tied to a finding and a plan."""

    decision = models.ForeignKey(FocusDecision, models.PROTECT, db_constraint=False, related_name="focuses")
    sector = models.CharField(_("Sector"), max_length=20, choices=Sector)
    organization = models.ForeignKey(
        Organization, models.PROTECT, db_constraint=False, null=True, blank=True, related_name="focuses"
    )
    finding = models.ForeignKey(
        Finding, models.PROTECT, db_constraint=False, null=True, blank=True, related_name="focuses"
    )
    plan = models.TextField(_("What you will do"), max_length=1000, blank=True)
    plan_person = models.CharField(_("Person responsible"), max_length=160, blank=True)
    plan_due = models.DateField(_("Due date"), null=True, blank=True)
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)
    end_reason = models.CharField(_("Why it ended"), max_length=300, blank=True)

    objects: ClassVar[FocusQuerySet] = FocusQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            SameTenant(field="decision", name="stakeholders_focus_decision"),
            SameTenant(field="organization", name="stakeholders_focus_organization"),
            SameTenant(field="finding", name="stakeholders_focus_finding"),
        ]

    @property
    def has_plan(self) -> bool:
        """Whether what, who and by when are all set."""
        return bool(self.plan and self.plan_person and self.plan_due)

    def __str__(self) -> str:
        return str(self.organization or self.get_sector_display())
