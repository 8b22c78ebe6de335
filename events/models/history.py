"""An office's results from before it recorded events here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tfc.tenancy import OfficeModel


class HistoricalActivity(OfficeModel):
    """An earlier result by period: shown in the office's reports, outside the items, never summed with events."""

    place = models.CharField(_("place"), max_length=120)
    region = models.CharField(_("state or region"), max_length=60, blank=True)
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("until"))
    activity = models.CharField(_("activity"), max_length=300)
    kind = models.CharField(_("kind"), max_length=40)
    sectors = models.JSONField(_("sectors"), default=list)
    unit = models.CharField(_("unit"), max_length=20)
    quantity = models.PositiveIntegerField(_("how many"))
    at_least = models.BooleanField(_("at least"), default=False)

    class Meta(OfficeModel.Meta):
        ordering = ["period_start", "id"]
