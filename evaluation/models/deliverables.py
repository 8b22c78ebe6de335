"""How a deliverable of an office's grant is followed: by one of the office's targets, or by a count."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import Measure
from stakeholders.models import Deliverable
from tfc.tenancy import OfficeModel, SameTenant


class DeliverableLink(OfficeModel):
    """Either ``thread``, that of a target, or ``measure`` and ``code`` as a target has them."""

    deliverable = models.ForeignKey(
        Deliverable, models.CASCADE, db_constraint=False, related_name="+", verbose_name=_("Deliverable")
    )
    thread = models.UUIDField(_("Target"), null=True)
    measure = models.CharField(_("What to count"), max_length=12, choices=Measure, blank=True)
    code = models.CharField(_("Kind"), max_length=40, blank=True)

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            SameTenant(field="deliverable", key="office", name="evaluation_deliverablelink_deliverable"),
            models.UniqueConstraint(fields=["office", "deliverable"], name="evaluation_one_deliverable_link"),
            models.CheckConstraint(
                name="evaluation_deliverable_counted_once",
                condition=Q(thread=None) ^ Q(measure=""),
            ),
        ]
