"""Medians and quartiles of similar communities, stored for the pages of figures."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tfc.tenancy import OfficeModel


class Group(models.TextChoices):
    """Groups of communities compared with each other: all of one office, or those at a similar stage."""

    ALL = "all", _("all communities of the office")
    STARTING = "starting", _("communities that are starting")
    AT_WORK = "at_work", _("communities at work")


class ComparisonQuerySet(models.QuerySet["Comparison"]):
    def by_key(self) -> dict[tuple[str, str, str], "Comparison"]:
        """Return the comparisons by half-year, part and group."""
        return {(comparison.half_year, comparison.part, comparison.group): comparison for comparison in self}


class Comparison(OfficeModel):
    """The median and quartiles of a part over a group of communities, from figures as the office may see them.

    ``known`` of the ``asked`` communities have a figure that is shown. With fewer than five, ``low``, ``median`` and
    ``high``, the quartiles in the part's unit, are None together. If definition versions differ, only the latest is
    compared.
    """

    half_year = models.CharField(max_length=7)
    part = models.CharField(max_length=40)
    group = models.CharField(max_length=10, choices=Group)
    asked = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    low = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    median = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    high = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    definition_version = models.PositiveSmallIntegerField()
    computed_at = models.DateTimeField()

    objects: ClassVar[ComparisonQuerySet] = ComparisonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["office", "half_year", "part", "group"], name="evaluation_one_comparison"
            ),
            models.CheckConstraint(
                condition=models.Q(known__gte=5) | models.Q(low=None, median=None, high=None),
                name="evaluation_comparison_of_five",
            ),
        ]
