"""Figures with their receipts, what a community declared, and the thresholds its office set."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tfc.tenancy import OfficeModel, TenantModel


class Figure(TenantModel):
    """One part of the instrument for one community and half-year, as computed from the records.

    ``numerator``, ``denominator``, ``lower`` and ``upper`` mean what evaluation.measures.Measured says of them.
    ``receipt`` lists the records behind it as {"events": [[id, revision], …], …} with the filters and thresholds
    used; ``receipt_hash`` is the SHA-256 of its canonical JSON. A frozen figure never changes by itself.
    """

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    half_year = models.CharField(max_length=7)
    part = models.CharField(max_length=40)
    state = models.CharField(max_length=16)
    unit = models.CharField(max_length=10)
    numerator = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    lower = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    upper = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    rating = models.CharField(max_length=16)
    reason = models.CharField(max_length=60, blank=True)
    details = models.JSONField(default=dict)
    definition_version = models.PositiveSmallIntegerField()
    receipt = models.JSONField(default=dict)
    receipt_hash = models.CharField(max_length=64)
    computed_at = models.DateTimeField()
    as_of = models.DateField()
    frozen = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community", "half_year", "part"], name="evaluation_one_figure"),
        ]
        indexes = [models.Index(fields=["office", "half_year", "part"], name="evaluation_office_figures")]


class Declaration(TenantModel):
    """Somebody signed "none this half-year" for a part: a declared zero, which is not an unknown."""

    half_year = models.CharField(max_length=7)
    part = models.CharField(max_length=40)
    by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "half_year", "part"], name="evaluation_declared_once"
            ),
        ]


class ThresholdSetting(OfficeModel):
    """One threshold from a half-year on; the row with the latest half-year up to the asked one counts.

    ``code`` names a field of evaluation.instrument.Thresholds, or ``target:<part>`` for the target of a count.
    """

    code = models.CharField(_("threshold"), max_length=60)
    value = models.PositiveIntegerField(_("value"))
    from_half_year = models.CharField(_("from"), max_length=7)
    by = models.ForeignKey("communities.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["office", "code", "from_half_year"], name="evaluation_one_threshold"
            ),
        ]
