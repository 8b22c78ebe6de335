"""The events of an office's communities, by half-year: from totals, in one short query."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connections
from django.db.models import Q

from communities.models import Community
from evaluation.models import EventRollup
from events.models import EventKind
from tfc.periods import HalfYear

A_PAGE = 50
_SLUG = re.compile(r"[-a-z0-9]{1,100}")
FIELDS = "half_year, kind, communities, held, joint, hosted, facilitated, co_hosted, attended, sponsored"
FROM_TOTALS = f"SELECT {FIELDS} FROM evaluation_eventtotal WHERE office_id = %s"  # noqa: S608
# The same from the records of all communities, to verify totals in tests, benchmarks and `manage.py verify_rollups`.
# With the figures' login.
FROM_RECORDS = """
    SELECT half_year, kind, count(DISTINCT community_id),
        count(*) FILTER (WHERE joint_key IS NULL) + count(DISTINCT joint_key), count(DISTINCT joint_key),
        count(*) FILTER (WHERE hosting = 'hosted'), count(*) FILTER (WHERE hosting = 'facilitated'),
        count(*) FILTER (WHERE hosting = 'co_hosted'), count(*) FILTER (WHERE hosting = 'attended'),
        count(*) FILTER (WHERE sponsored_by_oasis AND joint_key IS NULL)
            + count(DISTINCT joint_key) FILTER (WHERE sponsored_by_oasis)
    FROM (
        SELECT to_char(local_day, 'YYYY-"H"')
                || CASE WHEN extract(month FROM local_day) < 7 THEN '1' ELSE '2' END AS half_year,
            kind, community_id, joint_key, hosting, sponsored_by_oasis
        FROM events_event
        WHERE community_id IN (SELECT id FROM communities_community WHERE office_id = %s)
            AND status = 'held' AND deleted_at IS NULL
    ) event
    GROUP BY half_year, kind
"""


@dataclass(frozen=True, slots=True)
class EventCounts:
    """Events of a kind that were held in a half-year; see EventTotal."""

    communities: int
    held: int
    joint: int
    hosted: int
    facilitated: int
    co_hosted: int
    attended: int
    sponsored: int


Grid = Mapping[tuple[str, str], EventCounts]


@dataclass(frozen=True)
class Cell:
    """One kind in one half-year; ``done`` is None if no community recorded any."""

    half_year: HalfYear
    kind: EventKind
    done: EventCounts | None


@dataclass(frozen=True)
class Line:
    """A half-year's cells in the order of the kinds."""

    half_year: HalfYear
    cells: Sequence[Cell]


@dataclass(frozen=True)
class CellCommunitiesPage:
    """A page of the communities of a cell, by name. ``after``: where the next page begins, "" at the end."""

    rows: Sequence[EventRollup]
    after: str = ""


def activity_grid(office_id: int, *, using: str = "default") -> Grid:
    """Return the counts by half-year and kind, in the office's scope or with the figures' login."""
    return _grid(FROM_TOTALS, office_id, using)


def activity_grid_from_records(office_id: int) -> Grid:
    """Return the same by plain SQL over all records, with the figures' login."""
    return _grid(FROM_RECORDS, office_id, "figures")


def _grid(statement: str, office_id: int, using: str) -> Grid:
    with connections[using].cursor() as cursor:
        cursor.execute(statement, [office_id])
        return {(row[0], row[1]): EventCounts(*row[2:]) for row in cursor.fetchall()}


def lines(grid: Grid) -> list[Line]:
    """Return the lines, newest half-year first, only for half-years with records."""
    halves = sorted({HalfYear.parse(half_year) for half_year, _kind in grid}, reverse=True)
    return [
        Line(half, [Cell(half, kind, grid.get((str(half), kind.value))) for kind in EventKind])
        for half in halves
    ]


def find_cell(grid_lines: Sequence[Line], half_year: str, kind: str) -> Cell | None:
    """Return the cell named in a URL; None if it is missing or has no count."""
    return next(
        (
            cell
            for line in grid_lines
            for cell in line.cells
            if cell.done and str(cell.half_year) == half_year and cell.kind.value == kind
        ),
        None,
    )


def get_cell_communities(office_id: int, cell: Cell, after: str) -> CellCommunitiesPage:
    """Return fifty communities by name and what each held, in the office's scope."""
    rows = EventRollup.objects.filter(
        office=office_id, half_year=str(cell.half_year), kind=cell.kind
    ).select_related("community")
    last = Community.objects.filter(office=office_id, slug=after).first() if _SLUG.fullmatch(after) else None
    if last:
        rows = rows.filter(
            Q(community__name__gt=last.name) | Q(community__name=last.name, community__gt=last.pk)
        )
    fetched_rows = list(rows.order_by("community__name", "community")[: A_PAGE + 1])
    shown = fetched_rows[:A_PAGE]
    return CellCommunitiesPage(shown, shown[-1].community.slug if len(fetched_rows) > A_PAGE else "")
