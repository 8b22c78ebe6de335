"""Readiness to refer: written pathways, trained contacts, and the calls that checked them."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from support.models.services import Service
from tfc.tenancy import Record, SameTenant, TrashQuerySet


class Pathway(Record):
    """How to refer a person to one service: the steps, who calls which contact, and who is trained."""

    service = models.ForeignKey(Service, models.PROTECT, db_constraint=False, related_name="pathways")
    steps = models.TextField(_("Steps"), max_length=2000, blank=True)
    who_calls = models.CharField(_("Who calls whom"), max_length=200, blank=True)
    contact = models.ForeignKey(
        "communities.Membership", models.PROTECT, db_constraint=False, null=True, blank=True, related_name="+"
    )
    contact_trained_on = models.DateField(_("Trained on"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            SameTenant(field="service", name="support_pathway_service"),
            SameTenant(field="contact", name="support_pathway_contact"),
            models.UniqueConstraint(fields=["community", "service"], name="support_one_pathway_a_service"),
        ]

    @property
    def is_written(self) -> bool:
        return bool(self.steps and self.who_calls)

    @property
    def contact_is_trained(self) -> bool:
        return self.contact_id is not None and self.contact_trained_on is not None


class PathwayCheckQuerySet(TrashQuerySet["PathwayCheck"]):
    def newest_first(self) -> Self:
        return self.order_by("-on", "-id")


class PathwayCheck(Record):
    """One call to a provider, agreed beforehand.

    ``accepts``: [[need, language], …] for which it would accept people.
    """

    service = models.ForeignKey(Service, models.PROTECT, db_constraint=False, related_name="checks")
    on = models.DateField(_("Date of the call"))
    called_by = models.ForeignKey(
        "communities.Membership", models.PROTECT, db_constraint=False, null=True, related_name="+"
    )
    answered = models.BooleanField(_("Answered"))
    accepts = models.JSONField(default=list)

    objects: ClassVar[PathwayCheckQuerySet] = PathwayCheckQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Record.Meta):
        constraints = [
            *Record.Meta.constraints,
            SameTenant(field="service", name="support_check_service"),
            SameTenant(field="called_by", name="support_check_called_by"),
        ]
