"""Support numbers: only counts.

No table here has a text column, so no data about a person can be stored; a test checks that. Needs and kinds are small
integers for the same reason. Only coordinators can read the tallies, which are purged after 24 months.
"""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tfc.periods import HalfYear
from tfc.tenancy import OfficeModel, TenantModel

# A smaller network total is not shown: at least eleven people are behind every number.
FEWEST_IN_TOTAL = 11
KEPT_MONTHS = 24


class HalfYearQuerySet(models.QuerySet[Any]):
    def in_half_years(self, half_years: Iterable[HalfYear]) -> Self:
        condition = Q(pk__in=())
        for half_year in half_years:
            condition |= Q(year=half_year.year, half=half_year.half)
        return self.filter(condition)

    def before(self, half_year: HalfYear) -> Self:
        return self.filter(Q(year__lt=half_year.year) | Q(year=half_year.year, half__lt=half_year.half))


class TallyNeed(models.IntegerChoices):
    PHYSICAL = 1, _("Physical")
    PSYCHOLOGICAL = 2, _("Psychological")
    SPIRITUAL = 3, _("Spiritual")
    SOCIAL = 4, _("Social")


class OfferedKind(models.IntegerChoices):
    MENTORING = 1, _("Mentoring")
    LANGUAGE = 2, _("Language class")
    COOKING = 3, _("Cooking class")
    SKILLS = 4, _("Skills class")


class HalfYearNumbers(TenantModel):
    year = models.PositiveSmallIntegerField()
    half = models.PositiveSmallIntegerField()
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey("communities.User", models.PROTECT, related_name="+")

    objects = HalfYearQuerySet.as_manager()

    class Meta(TenantModel.Meta):
        abstract = True

    @property
    def half_year(self) -> HalfYear:
        return HalfYear(self.year, self.half)


class SupportTally(HalfYearNumbers):
    """People supported with a need in a half-year, as far as the team knows; only the number."""

    need = models.PositiveSmallIntegerField(choices=TallyNeed)
    people = models.PositiveIntegerField()

    class Meta(HalfYearNumbers.Meta):
        constraints = [
            *HalfYearNumbers.Meta.constraints,
            models.UniqueConstraint(fields=["community", "year", "half", "need"], name="support_tally_once"),
        ]


class SupportOffered(HalfYearNumbers):
    """What the community itself offered: sessions and places; no participants."""

    kind = models.PositiveSmallIntegerField(choices=OfferedKind)
    sessions = models.PositiveIntegerField()
    places = models.PositiveIntegerField()

    class Meta(HalfYearNumbers.Meta):
        constraints = [
            *HalfYearNumbers.Meta.constraints,
            models.UniqueConstraint(
                fields=["community", "year", "half", "kind"], name="support_offered_once"
            ),
        ]


class TallyPurge(TenantModel):
    """Record that the tallies of a half-year were purged, with the number of rows."""

    year = models.PositiveSmallIntegerField()
    half = models.PositiveSmallIntegerField()
    rows = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    @property
    def half_year(self) -> HalfYear:
        return HalfYear(self.year, self.half)


class SupportTotal(OfficeModel):
    """Total over all communities of an office.

    ``people`` is empty if it may not be shown (see support/tallies.py). ``communities``: how many reported a number,
    including zero.
    """

    year = models.PositiveSmallIntegerField()
    half = models.PositiveSmallIntegerField()
    need = models.PositiveSmallIntegerField(choices=TallyNeed)
    people = models.PositiveIntegerField(null=True)
    communities = models.PositiveIntegerField()
    updated_at = models.DateTimeField(auto_now=True)

    objects = HalfYearQuerySet.as_manager()

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(fields=["office", "year", "half", "need"], name="support_total_once"),
        ]
