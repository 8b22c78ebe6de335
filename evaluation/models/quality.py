"""What people said of what looked wrong in their records, and how much of it there is."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from tfc.tenancy import SameTenant, TenantModel


class QualityAnswerQuerySet(models.QuerySet["QualityAnswer"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class QualityAnswer(TenantModel):
    """Somebody looked at a flag (evaluation.quality.checks) and says that the record stays as it is, and why."""

    code = models.CharField(max_length=24, editable=False)
    key = models.CharField(max_length=60, editable=False)
    # What it was about, in the words of the one who answered.
    words = models.CharField(max_length=400, editable=False)
    reason = models.CharField(_("why"), max_length=300)
    by = models.ForeignKey("communities.User", models.PROTECT, editable=False, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[QualityAnswerQuerySet] = QualityAnswerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "code", "key"],
                condition=models.Q(withdrawn_at=None),
                name="evaluation_answered_once",
            ),
        ]


class QualityCount(TenantModel):
    """What the office sees of a community's records: how many flags each check has, never the records behind them."""

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    counts = models.JSONField(default=dict, editable=False)
    counted_at = models.DateTimeField(editable=False)
    # When more was found than the time before.
    risen_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="community", name="evaluation_quality_office", key="office"),
            models.UniqueConstraint(fields=["community"], name="evaluation_one_quality_count"),
        ]
        indexes = [
            models.Index(
                fields=["office", "risen_at", "id"],
                condition=models.Q(risen_at__isnull=False),
                name="evaluation_quality_rose",
            )
        ]
