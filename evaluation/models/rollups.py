"""Dirty flags, and what is stored per community and per office so that no page adds up all communities' figures: see
docs/adr/0045-stored-sums.md.

Everything here is derived from the records and can be rebuilt: `manage.py verify_rollups` compares.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from evaluation.measures import Measurement, PooledFigure, State
from events.models import EventKind
from tfc.periods import HalfYear
from tfc.tenancy import OfficeModel, TenantModel


class StaleMark(TenantModel):
    """A dirty flag: records of a community changed and its figures are not updated yet. Triggers insert it, a worker
    deletes it.

    Rows are only inserted, without a unique key on the community, so that two writers never wait for each other.
    ``half_year``: of the events, surveys or stored figures that changed, "" for other records; ``part``: of the
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
        """No keys or constraints: nothing references a dirty flag, and every index makes writes slower."""


class Refresh(TenantModel):
    """When a community's figures were last computed, and the last error.

    A community that fails is retried after ``retry_at``, so that it does not delay others. Its dirty flags stay.
    ``since_stored``: by half-year, part and table, how many records behind a stored figure were added, corrected and
    removed since; parts without changes are left out, and half-years for which this is not known.
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


class EventRollupQuerySet(models.QuerySet["EventRollup"]):
    def team_meetings(self) -> Self:
        """Return those of team meetings, where at least one was held."""
        return self.filter(kind=EventKind.TEAM_MEETING, held__gt=0)


class EventRollup(TenantModel):
    """A community's held events of a kind in a half-year of its own calendar.

    ``joint_keys`` lists events that other communities may also have recorded, ``joint_sponsored`` the sponsored ones
    among them. ``results``: `evaluation.measures.achievements.Results` as the office may see them, without small
    numbers of people. The office may not read the events themselves.
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
    results = models.JSONField(default=dict)

    objects: ClassVar[EventRollupQuerySet] = EventRollupQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["community", "half_year", "kind"], name="evaluation_one_rollup"),
        ]
        indexes = [models.Index(fields=["office", "half_year", "kind"], name="evaluation_office_rollups")]


class StandingRollup(TenantModel):
    """The ratings of a community's half-year, as its office may see them: by code of a part or an indicator.

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
        """Return the totals of one office and half-year by code of the part or indicator."""
        return {total.code: total for total in self}


class FigureTotal(OfficeModel):
    """One part, or one indicator, over all communities of an office in a half-year: the result of `pool` over their
    figures.

    ``ratings``: how many communities have each, as their office may see them. An indicator has nothing else and an
    empty ``measured``. ``versions``: of the part's definition. ``compared``: the comparisons are up to date. One more
    row for each half-year holds how many communities are expected (ASKED in evaluation.rollups.totals).
    """

    half_year = models.CharField(max_length=7)
    code = models.CharField(max_length=40)
    measured = models.JSONField(default=dict)
    value_count = models.PositiveIntegerField(default=0)
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
        """Return what `pool` returns; only for a part."""
        states: Mapping[str, Any] = self.states
        return PooledFigure(
            measured=Measurement.from_json(self.measured),
            value_count=self.value_count,
            applicable=self.applicable,
            states={state: states.get(state, 0) for state in State if state != State.HIDDEN},
            overridden=self.overridden,
        )
