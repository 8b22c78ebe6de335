"""Figures with their receipts, their comparison with similar communities, and a community's declarations."""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Self

from django.db import models
from django.db.models import Case, F, When
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from communities.thresholds import Thresholds
from evaluation.instrument import PARTS, Part, Rule, part
from evaluation.measures import Measurement, Override, PooledFigure, Rating, effective, pool, rate
from tfc.periods import HalfYear
from tfc.tenancy import OfficeModel, TenantModel

SURVEYED = [definition.code for definition in PARTS if definition.rule == Rule.INTERVAL]
# Community id, half-year, part: the key that matches figures with overrides.
FigureKey = tuple[int, str, str]


class FigureQuerySet(models.QuerySet["Figure"]):
    def for_half_year(self, half_year: HalfYear) -> Self:
        return self.filter(half_year=str(half_year))

    def for_office(self, office_id: int) -> Self:
        return self.filter(office_id=office_id)

    def for_communities(self, community_ids: Iterable[int]) -> Self:
        return self.filter(community_id__in=community_ids)

    def of_part(self, code: str) -> Self:
        return self.filter(part=code)

    def without_receipts(self) -> Self:
        """Defer receipts and details, which are long and needed only on the page of one figure."""
        return self.defer("receipt", "details")

    def for_pooling(self) -> Self:
        """Load what sums need: no receipts, and of the details only those of residents' surveys, as ``survey``."""
        details = {name: F(f"details__{name}") for name in ("version", "method", "population")}
        survey = Case(When(part__in=SURVEYED, then=JSONObject(**details)), default=None)
        return self.without_receipts().annotate(survey=survey)

    def by_part(self) -> dict[str, "Figure"]:
        """Return the figures of one community's half-year by part code."""
        return {figure.part: figure for figure in self}

    def pooled(self, overrides: Mapping[FigureKey, Override] | None = None) -> dict[str, PooledFigure]:
        """Return each part of the instrument pooled over this set, which must be of one half-year.

        Sums of counts with "known for k of n", joint events once; `evaluation.figures.get_overrides` gives the
        overrides, which replace the computed figure where they count.
        """
        return pool_figures(self, overrides)


def pool_figures(
    figures: Iterable["Figure"], overrides: Mapping[FigureKey, Override] | None = None
) -> dict[str, PooledFigure]:
    """Do what `FigureQuerySet.pooled` does, for figures already read: by part code, in no particular order."""
    measures: dict[str, list[Measurement]] = {}
    half_years = set()
    for figure in figures:
        half_years.add(figure.half_year)
        measures.setdefault(figure.part, []).append(figure.effective(overrides))
    if len(half_years) > 1:
        raise ValueError(f"Figures of {', '.join(sorted(half_years))} cannot be added up.")
    return {code: pool(part(code), part_measures) for code, part_measures in measures.items()}


class Figure(TenantModel):
    """One part of the instrument for one community and half-year, as computed from the records.

    ``numerator``, ``denominator``, ``lower``, ``upper``, ``interval``, ``capped`` and ``joint`` are defined in
    evaluation.measures.Measurement; read them through ``to_measured``. ``rating`` is that of the computed figure.
    ``receipt`` lists the records behind it (see evaluation.figure_queries.receipts); ``receipt_hash`` is the SHA-256
    of its canonical JSON. A frozen figure is not updated.
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
    interval = models.JSONField(null=True)
    capped = models.BooleanField(default=False)
    joint = models.JSONField(default=dict)
    rating = models.CharField(max_length=20)
    reason = models.CharField(max_length=60, blank=True)
    details = models.JSONField(default=dict)
    definition_version = models.PositiveSmallIntegerField()
    receipt = models.JSONField(default=dict)
    receipt_hash = models.CharField(max_length=64)
    computed_at = models.DateTimeField()
    as_of = models.DateField()
    frozen = models.BooleanField(default=False)

    objects: ClassVar[FigureQuerySet] = FigureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community", "half_year", "part"], name="evaluation_one_figure"),
        ]
        indexes = [
            # Covers sums over an office's communities, so that they do not read rows with long receipts.
            models.Index(
                fields=["office", "half_year", "part"],
                include=[
                    "community",
                    "unit",
                    "state",
                    "capped",
                    "numerator",
                    "denominator",
                    "lower",
                    "upper",
                    "definition_version",
                ],
                name="evaluation_figures_summed",
            ),
            models.Index(
                fields=["office", "half_year", "part"],
                condition=~models.Q(joint={}),
                name="evaluation_figures_joint",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.half_year}"

    @property
    def key(self) -> FigureKey:
        return self.community_id, self.half_year, self.part

    @property
    def definition(self) -> Part:
        """Return the part of the instrument: title, question, definition."""
        return part(self.part)

    @property
    def period(self) -> HalfYear:
        return HalfYear.parse(self.half_year)

    def to_measured(self) -> Measurement:
        """Return the exact computed figure; without its details if these were deferred, but for those of
        `for_pooling`.
        """
        names = (
            "state",
            "unit",
            "numerator",
            "denominator",
            "lower",
            "upper",
            "interval",
            "reason",
            "capped",
        )
        data = {name: getattr(self, name) for name in (*names, "joint")}
        if "details" not in self.get_deferred_fields():
            data["details"] = self.details
        elif survey := getattr(self, "survey", None):
            data["details"] = survey
        return Measurement.from_json(data)

    def effective(self, overrides: Mapping[FigureKey, Override] | None = None) -> Measurement:
        """Return the figure for ratings and roll-ups: the computed one, or the override that
        counts, marked as such.
        """
        return effective(self.to_measured(), (overrides or {}).get(self.key))

    def rated(self, thresholds: Thresholds, overrides: Mapping[FigureKey, Override] | None = None) -> Rating:
        """Return the rating of the effective figure: the stored one unless an override counts."""
        return self.get_rating(self.effective(overrides), thresholds)

    def get_rating(self, measured: Measurement, thresholds: Thresholds) -> Rating:
        """Return the rating of a given effective figure; see `rated`."""
        return rate(self.definition, measured, thresholds) if measured.overridden else Rating(self.rating)


class Declaration(TenantModel):
    """A declaration "none this half-year" for a part: a declared zero, which differs from unknown."""

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


class Group(models.TextChoices):
    """Groups of communities compared with each other: all of one office, or those at a similar stage."""

    ALL = "all", _("All communities of the office")
    STARTING = "starting", _("communities that are starting")
    AT_WORK = "at_work", _("communities at work")


class ComparisonQuerySet(models.QuerySet["Comparison"]):
    def by_key(self) -> dict[tuple[str, str, str], "Comparison"]:
        """Return the comparisons by half-year, part and group."""
        return {(comparison.half_year, comparison.part, comparison.group): comparison for comparison in self}


class Comparison(OfficeModel):
    """The median and quartiles of a part over a group of communities, from figures as the office may see them.

    ``value_count`` of the ``expected_count`` communities have a figure that is shown. With fewer than five,
    ``low``, ``median`` and ``high``, the quartiles in the part's unit, are None together. If definition versions
    differ, only the latest is compared.
    """

    half_year = models.CharField(max_length=7)
    part = models.CharField(max_length=40)
    group = models.CharField(max_length=10, choices=Group)
    expected_count = models.PositiveIntegerField()
    value_count = models.PositiveIntegerField()
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
                condition=models.Q(value_count__gte=5) | models.Q(low=None, median=None, high=None),
                name="evaluation_comparison_of_five",
            ),
        ]
