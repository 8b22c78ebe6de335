"""What is kept so that no page adds up ten thousand communities: see docs/adr/0024-marks-and-roll-ups.md.

Everything here follows from the records and can be made anew: `manage.py verify_rollups` compares.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from evaluation.measures import Measurement, PooledFigure, State
from tfc.periods import HalfYear
from tfc.tenancy import OfficeModel, TenantModel


class StaleMark(TenantModel):
    """Records of a community changed, and its figures did not follow yet. Triggers write it, a worker takes it away.

    Only ever added to, and without a key over the community, so that two writers never wait for each other.
    ``half_year``: of the events, surveys or stored figures that changed, "" where other records did; ``part``: of the
    figures, "" for all.
    """

    class Kind(models.TextChoices):
        RECORDS = "records"
        EVENTS = "events"
        FIGURES = "figures"

    community = models.ForeignKey(
        "communities.Community", models.DO_NOTHING, db_constraint=False, editable=False, related_name="+"
    )
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.RECORDS)
    half_year = models.CharField(max_length=7, blank=True)
    part = models.CharField(max_length=40, blank=True)
    marked_at = models.DateTimeField()

    class Meta:
        """Nothing points at a mark, and an index is one more thing to write."""


class Refresh(TenantModel):
    """When a community's figures were last computed, and what kept them from it since.

    What cannot be computed is set aside until ``retry_at``, so that it keeps nobody else waiting. Its marks stay.
    ``since_stored``: by half-year, part and table, how many records behind a stored figure were added, corrected and
    removed since; a part of which none were is left out, and so is a half-year of which that is not known.
    """

    refreshed_at = models.DateTimeField(null=True)
    since_stored = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    failed_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    retry_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community"], name="evaluation_one_refresh"),
        ]


class EventRollup(TenantModel):
    """A community's held events of a kind in a half-year of its own calendar.

    ``joint_keys`` name those of them that other communities may have as well, ``joint_sponsored`` the sponsored ones
    among these.
    """

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    half_year = models.CharField(max_length=7)
    kind = models.CharField(max_length=24)
    held = models.PositiveIntegerField()
    hosted = models.PositiveIntegerField()
    facilitated = models.PositiveIntegerField()
    co_hosted = models.PositiveIntegerField()
    attended = models.PositiveIntegerField()
    sponsored = models.PositiveIntegerField()
    joint_keys = ArrayField(models.UUIDField(), default=list)
    joint_sponsored = ArrayField(models.UUIDField(), default=list)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community", "half_year", "kind"], name="evaluation_one_rollup"),
        ]
        indexes = [models.Index(fields=["office", "half_year", "kind"], name="evaluation_office_rollups")]


class EventTotalQuerySet(models.QuerySet["EventTotal"]):
    def for_office(self, office_id: int) -> Self:
        return self.filter(office_id=office_id)


class EventTotal(OfficeModel):
    """What an office's communities held of a kind in a half-year.

    ``held`` and ``sponsored`` count a joint event once, and ``joint`` says how many of them were joint. Who hosted is
    each community's own word: there a joint event counts for each of them.
    """

    half_year = models.CharField(max_length=7)
    kind = models.CharField(max_length=24)
    communities = models.PositiveIntegerField()
    held = models.PositiveIntegerField()
    joint = models.PositiveIntegerField()
    hosted = models.PositiveIntegerField()
    facilitated = models.PositiveIntegerField()
    co_hosted = models.PositiveIntegerField()
    attended = models.PositiveIntegerField()
    sponsored = models.PositiveIntegerField()

    objects: ClassVar[EventTotalQuerySet] = EventTotalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["office", "half_year", "kind"], name="evaluation_one_event_total"
            ),
        ]


class StandingRollup(TenantModel):
    """How a community's half-year is rated, as its office may see it: by code of a part or an indicator.

    ``changes`` since its survey was submitted, as its office may see them (evaluation.rollups.changes).
    """

    office = models.ForeignKey("communities.Office", models.PROTECT, editable=False, related_name="+")
    half_year = models.CharField(max_length=7)
    ratings = models.JSONField(default=dict)
    changes = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community", "half_year"], name="evaluation_one_standing"),
        ]
        indexes = [models.Index(fields=["office", "half_year"], name="evaluation_office_standings")]


class FigureTotalQuerySet(models.QuerySet["FigureTotal"]):
    def for_office(self, office_id: int) -> Self:
        return self.filter(office_id=office_id)

    def for_half_year(self, half_year: HalfYear) -> Self:
        return self.filter(half_year=str(half_year))

    def by_code(self) -> dict[str, "FigureTotal"]:
        """Of one office and half-year, by code of the part or indicator."""
        return {total.code: total for total in self}


class FigureTotal(OfficeModel):
    """One part, or one indicator, over all communities of an office in a half-year: what `pool` makes of their figures.

    ``ratings``: how many communities have each, as their office may see them. An indicator has nothing else, and
    ``measured`` empty. ``versions``: of the part's definition. ``compared``: the comparisons followed the last change.
    Beside them stand who is asked (rollups/asked.py), and of no half-year the communities by stage (rollups/stages.py)
    and sums over several half-years (kept_sums.py).
    """

    half_year = models.CharField(max_length=7)
    code = models.CharField(max_length=40)
    measured = models.JSONField(default=dict)
    known = models.PositiveIntegerField(default=0)
    applicable = models.PositiveIntegerField(default=0)
    overridden = models.PositiveIntegerField(default=0)
    states = models.JSONField(default=dict)
    ratings = models.JSONField(default=dict)
    versions = models.JSONField(default=list)
    compared = models.BooleanField(default=False)

    objects: ClassVar[FigureTotalQuerySet] = FigureTotalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfficeModel.Meta):
        constraints = [
            *OfficeModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["office", "half_year", "code"], name="evaluation_one_figure_total"
            ),
        ]

    @property
    def pooled(self) -> PooledFigure:
        """As `pool` gives it; for a part."""
        states: Mapping[str, Any] = self.states
        return PooledFigure(
            measured=Measurement.from_json(self.measured),
            value_count=self.known,
            applicable=self.applicable,
            states={state: states.get(state, 0) for state in State if state != State.HIDDEN},
            overridden=self.overridden,
        )
