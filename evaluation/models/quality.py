"""Answers to data quality flags, and how many flags each community has."""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.db.models import Count, Q, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from tfc.tenancy import SameTenant, TenantModel


class QualityAnswerQuerySet(models.QuerySet["QualityAnswer"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class QualityAnswer(TenantModel):
    """A person's reason why a flagged record (evaluation.quality.checks) stays unchanged."""

    code = models.CharField(max_length=24, editable=False)
    key = models.CharField(max_length=60, editable=False)
    # The flag's description, in the language of the person who answered.
    description = models.CharField(_("Description"), max_length=400, editable=False)
    reason = models.CharField(_("Why"), max_length=300)
    by = models.ForeignKey("communities.User", models.PROTECT, editable=False, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[QualityAnswerQuerySet] = QualityAnswerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "code", "key"],
                condition=Q(withdrawn_at=None),
                name="evaluation_answered_once",
            ),
        ]


class QualityCountQuerySet(models.QuerySet["QualityCount"]):
    def sum_by_check(self, codes: Iterable[str]) -> dict[str, tuple[int, int]]:
        """Return, by code of a check, in how many of these communities it found something, and how many flags."""
        codes = list(codes)
        sums = self.order_by().aggregate(
            **{f"{code}_communities": Count("id", filter=Q(counts__has_key=code)) for code in codes},
            **{
                f"{code}_flags": Sum(Cast(KeyTextTransform(code, "counts"), models.IntegerField()))
                for code in codes
            },
        )
        return {
            code: (sums[f"{code}_communities"], sums[f"{code}_flags"])
            for code in codes
            if sums[f"{code}_communities"]
        }


class QualityCount(TenantModel):
    """What the office sees of a community's data quality: the number of flags of each check and their ``total``, never
    the records.
    """

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    counts = models.JSONField(default=dict, editable=False)
    total = models.PositiveIntegerField(default=0, editable=False)
    counted_at = models.DateTimeField(editable=False)
    # When the number of flags last increased.
    risen_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[QualityCountQuerySet] = QualityCountQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameTenant(field="community", name="evaluation_quality_office", key="office"),
            models.UniqueConstraint(fields=["community"], name="evaluation_one_quality_count"),
        ]
        indexes = [
            models.Index(fields=["office", "-total"], name="evaluation_quality_total"),
            models.Index(
                fields=["office", "risen_at", "id"],
                condition=Q(risen_at__isnull=False),
                name="evaluation_quality_rose",
            ),
        ]
