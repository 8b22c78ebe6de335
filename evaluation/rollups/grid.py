"""The events of an office's communities, by half-year and kind."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from communities.models import Community
from evaluation.models import EventRollup
from events.models import EventKind
from tfc.periods import HalfYear

A_PAGE = 50
_SLUG = re.compile(r"[-a-z0-9]{1,100}")
# A joint event is in the roll-up of each of its communities; here it counts once.
GRID = """
    WITH joint AS (
        SELECT half_year, kind, count(DISTINCT key) AS held,
            count(DISTINCT key) FILTER (WHERE key = ANY (joint_sponsored)) AS sponsored
        FROM evaluation_eventrollup, unnest(joint_keys) key WHERE office_id = %(office)s GROUP BY half_year, kind
    )
    SELECT half_year, kind, count(*),
        sum(rollup.held - cardinality(joint_keys)) + COALESCE(max(joint.held), 0), COALESCE(max(joint.held), 0),
        sum(hosted), sum(facilitated), sum(co_hosted), sum(attended),
        sum(rollup.sponsored - cardinality(joint_sponsored)) + COALESCE(max(joint.sponsored), 0)
    FROM evaluation_eventrollup rollup LEFT JOIN joint USING (half_year, kind)
    WHERE office_id = %(office)s GROUP BY half_year, kind
"""


@dataclass(frozen=True, slots=True)
class EventCounts:
    """Events of a kind that were held in a half-year by this many ``communities``.

    ``held`` and ``sponsored`` count a joint event once, and ``joint`` gives how many of them were joint. Hosting is as
    recorded by each community: there a joint event counts once for each of them.
    """

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


def activity_grid(office_id: int) -> Grid:
    """Return the counts by half-year and kind, in the office's scope."""
    with connection.cursor() as cursor:
        cursor.execute(GRID, {"office": office_id})
        return {(row[0], row[1]): EventCounts(*map(int, row[2:])) for row in cursor.fetchall()}


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
