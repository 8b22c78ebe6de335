"""Copies every row of the sampled places many times, written as the tables' owner.

Copies with an odd number belong to their original's parent's copy of the same number, so that lists are longer; even
ones to the original's parent, so that an object's page is longer. Further copies make further communities. What
constraints refuse is left out.
"""

from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any

from django.db import connections, models

from communities.models import Community, ImportJob, Invitation, Membership, Office, StaffMembership, User
from evaluation.models import Figure
from reports.models import ArchiveRun, Job
from tests.base import tenant_models, within
from tests.evaluation.rounds_world import refresh_office
from tests.matrix.canaries import CODES
from tfc.periods import HalfYear

# Half of those here belong to the original's parent: more than a page of 25.
HERE, ELSEWHERE = 60, 12
# Readable outside a scope, and shown in lists.
GLOBAL = (User, Community, Membership, StaffMembership, Invitation, ImportJob, Job)
# Each has exactly one job.
ALONE = (ArchiveRun,)
HALF_YEARS = ("half_year", "from_half_year")
# Added to an original's id for its copy.
STEP = 1_000_000


# Open rounds record what changed since figures were stored.
REFRESHED = """
    UPDATE evaluation_refresh one SET refreshed_at = now(), since_stored = COALESCE((
        SELECT jsonb_object_agg(asked.half_year, '{}'::jsonb) FROM evaluation_round asked
        JOIN communities_community town ON town.office_id = asked.office_id
        WHERE town.id = one.community_id AND asked.opened_at IS NOT NULL AND asked.closed_at IS NULL
    ), '{}')
"""


def grow() -> None:
    with connections["owner"].cursor() as cursor:
        for model in _in_order():
            cursor.execute(_copied(model))


def settle() -> None:
    """Compute figures and totals, as a worker does after each change."""
    for office in Office.objects.all():
        with within(office):
            towns = list(Community.objects.filter(office=office))
            stored = (
                Figure.objects.for_office(office.pk).order_by("half_year").values_list("half_year", flat=True)
            )
            for half_year in stored.distinct():
                refresh_office(towns, HalfYear.parse(half_year))
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM evaluation_stalemark")
        cursor.execute(REFRESHED)


def _in_order() -> Iterator[Any]:
    ours: set[Any] = {*tenant_models(), *GLOBAL} - {Office, *ALONE}
    order: TopologicalSorter[Any] = TopologicalSorter()
    for model in sorted(ours, key=lambda route: route._meta.db_table):
        order.add(model, *sorted(_targets(model) & ours - {model}, key=lambda target: target._meta.db_table))
    yield from order.static_order()


def _targets(model: Any) -> set[Any]:
    return {field.related_model for field in model._meta.local_concrete_fields if field.is_relation}


def _copied(model: type[models.Model]) -> str:
    """Copy every row of the table, once for each number."""
    fields = [
        local_concrete_field
        for local_concrete_field in model._meta.local_concrete_fields
        if not getattr(local_concrete_field, "generated", False)
    ]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(model, field) for field in fields)
    return (
        f"INSERT INTO {model._meta.db_table} ({columns}) SELECT {values} FROM {model._meta.db_table} one"  # noqa: S608
        f" CROSS JOIN generate_series(1, {HERE + ELSEWHERE}) copy"
        f" WHERE {' AND '.join(_whole(fields))} ON CONFLICT DO NOTHING"
    )


def _value(model: type[models.Model], field: Any) -> str:
    column = f'one."{field.column}"'
    if field.is_relation:
        anew = f"copy > {HERE}" if field.related_model is Community else f"copy > {HERE} OR copy % 2 = 1"
        anew = "TRUE" if _is_the_only_one(model, field) else anew
        return f"CASE WHEN {anew} THEN COALESCE(({_get_copy(field)}), {column}) ELSE {column} END"
    if field.primary_key and isinstance(field, models.AutoField | models.BigAutoField):
        return f"{column} + copy * {STEP}"
    if field.name == "client_id":
        return "gen_random_uuid()"
    if field.name in HALF_YEARS and _tells_apart(model, field):
        return f"concat(left({column}, 4)::int - copy, right({column}, 3))"
    if field.name not in CODES and _tells_apart(model, field):
        return f"left(concat(copy, '-', {column}), {field.max_length or 200})"
    return column


def _is_the_only_one(model: type[models.Model], field: models.Field) -> bool:
    """Return True if the parent of the row can have only one such row."""
    alone = [
        constraint.fields
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]
    return field.unique or (field.name,) in alone or ("community", field.name) in alone


def _tells_apart(model: type[models.Model], field: models.Field) -> bool:
    """Make the values unique where a constraint requires it."""
    if not isinstance(field, models.CharField | models.TextField) or field.choices:
        return False
    named = {
        name
        for total_unique_constraint in model._meta.total_unique_constraints
        for name in total_unique_constraint.fields
    }
    return field.unique or field.name in named


def _whole(fields: list[Any]) -> Iterator[str]:
    """Change references of a copy in another community that point to rows of the first community."""
    yield "TRUE"
    for field in fields:
        if field.is_relation and "community" in {
            other.name for other in field.related_model._meta.local_fields
        }:
            yield f'(copy <= {HERE} OR one."{field.column}" IS NULL OR EXISTS ({_get_copy(field)}))'


def _get_copy(field: Any) -> str:
    table = field.related_model._meta.db_table
    key = field.target_field.column
    return f'SELECT "{key}" FROM {table} WHERE "{key}" = one."{field.column}" + copy * {STEP}'  # noqa: S608
