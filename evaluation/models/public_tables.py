"""What the public may read about a community's residents: one table per half-year, frozen and already masked."""

from typing import ClassVar, Self

from django.db import models

from tfc.periods import HalfYear
from tfc.tenancy import TenantModel


class PublicTableQuerySet(models.QuerySet["PublicTable"]):
    def newest_first(self) -> Self:
        return self.order_by("-half_year")


class PublicTable(TenantModel):
    """A table made once, when a half-year is closed and its survey accepted; the database refuses every change.

    ``content`` comes from evaluation.public_tables.build_public_content and contains no number that the public may not
    read. ``sha256`` is that of its canonical JSON.
    """

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    half_year = models.CharField(max_length=7, editable=False)
    content = models.JSONField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(editable=False)

    objects: ClassVar[PublicTableQuerySet] = PublicTableQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community", "half_year"], name="evaluation_one_public_table"),
        ]

    def __str__(self) -> str:
        return self.half_year

    @property
    def period(self) -> HalfYear:
        return HalfYear.parse(self.half_year)
