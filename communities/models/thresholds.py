"""An office's settings for measuring and rating."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from tfc.periods import HalfYear
from tfc.tenancy import OfficeModel


class ThresholdSettingQuerySet(models.QuerySet["ThresholdSetting"]):
    def up_to(self, half_year: HalfYear) -> Self:
        """Return settings for this half-year or earlier, earliest first: the last one of a code counts."""
        return self.filter(from_half_year__lte=str(half_year)).order_by("from_half_year", "id")


class ThresholdSetting(OfficeModel):
    """One threshold from a half-year on; the row with the latest half-year up to the requested one counts.

    ``code`` names a field of communities.thresholds.Thresholds, or ``target:<part>`` for the target of a count; a
    target of 0 means that from then on there is none.
    """

    code = models.CharField(_("Threshold"), max_length=60)
    value = models.PositiveIntegerField(_("Value"))
    from_half_year = models.CharField(_("from"), max_length=7)
    by = models.ForeignKey("communities.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[ThresholdSettingQuerySet] = ThresholdSettingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["office", "code", "from_half_year"], name="communities_one_threshold"
            ),
        ]
