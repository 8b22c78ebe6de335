"""Tables of counts with totals: decides which cells and totals may be shown so that no hidden one can be computed.

The method is complementary cell suppression by protective cycles in a network, as in J. P. Kelly, B. L. Golden and A.
A. Assad, "Cell suppression: disclosure protection for sensitive tabular data", Networks 22 (1992) 397–417, with the
shortest-path heuristic of J. Castro, "A shortest-paths heuristic for statistical data protection in positive tables",
INFORMS Journal on Computing 19 (2007) 520–533. See docs/adr/0007-disclosure.md.

A table with margins is a circulation: a cell is an arc from its row to its column, a row's total an arc from the
source to the row, a column's total from the column to the sink, and the grand total closes the circle. All sums of the
table hold exactly when the flow into each node equals the flow out of it. Through each hidden number the method finds
a cycle of hidden numbers along which ``limit`` units can be pushed without any number falling below 0.

Guarantee: pushing 0, 1, … ``limit`` units along that cycle gives at least ``limit`` + 1 tables of non-negative whole
numbers that agree with everything shown and differ in the hidden number. Every hidden number, small or protecting, is
on such a cycle, and hiding more only adds tables. Percentages are allowed only of a number and a base that are both
shown, so they reveal nothing new.

Limits: it protects one table at a time (guard two tables of the same people as one), it may hide more cells than the
best method would, and it does not stop a reader who runs it on every possible table.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TypeAlias

from tfc.disclosure.counts import Display, DisplayedCount, Reader

Count: TypeAlias = int | None
Node: TypeAlias = tuple[str, int]
Arc: TypeAlias = tuple[str, *tuple[int, ...]]

SOURCE, SINK = ("source", 0), ("sink", 0)


@dataclass(frozen=True)
class GuardedTable:
    """The table as it may be shown. Totals that were not requested are empty, or None for the grand total."""

    cells: tuple[tuple[DisplayedCount, ...], ...]
    row_totals: tuple[DisplayedCount, ...]
    column_totals: tuple[DisplayedCount, ...]
    total: DisplayedCount | None


def guard_table(
    rows: Sequence[Sequence[Count]],
    reader: Reader,
    *,
    row_totals: bool = True,
    column_totals: bool = True,
    total: bool = True,
) -> GuardedTable:
    """Return ``rows`` of counts of people as ``reader`` may see them, with the requested totals.

    None is unknown: it stays unknown and is in no total. Request every total that readers could know from elsewhere on
    the page. Raise ValueError for rows of different lengths and for negative counts. The same rows always give the
    same result.
    """
    network = _Network(rows, {"row": row_totals, "column": column_totals, "total": total})
    hidden = network.hide(reader)

    def display_cell(name: str, *place: int) -> DisplayedCount:
        arc = (name, *place)
        if arc not in network.counts:
            return DisplayedCount(Display.UNKNOWN)
        return (
            DisplayedCount(Display.HIDDEN)
            if arc in hidden
            else DisplayedCount(Display.EXACT, count=network.counts[arc])
        )

    width = len(rows[0]) if rows else 0
    return GuardedTable(
        cells=tuple(tuple(display_cell("cell", i, j) for j in range(width)) for i in range(len(rows))),
        row_totals=tuple(display_cell("row", i) for i in range(len(rows))) if row_totals else (),
        column_totals=tuple(display_cell("column", j) for j in range(width)) if column_totals else (),
        total=display_cell("total") if total else None,
    )


class _Network:
    """The table as arcs, named ("cell", i, j), ("row", i), ("column", j) and ("total",), with the flow in each."""

    def __init__(self, rows: Sequence[Sequence[Count]], requested: Mapping[str, bool]) -> None:
        width = len(rows[0]) if rows else 0
        if any(len(row) != width for row in rows):
            raise ValueError("The rows of a table have the same length.")
        counted_cells = [
            (i, j, count) for i, row in enumerate(rows) for j, count in enumerate(row) if count is not None
        ]
        if any(count < 0 for _i, _j, count in counted_cells):
            raise ValueError("Nobody can be counted less than 0 times.")
        self.counts: dict[Arc, int] = {}
        self.ends: dict[Arc, tuple[Node, Node]] = {}
        self.arcs_at: dict[Node, list[Arc]] = defaultdict(list)
        for i, j, count in counted_cells:
            self._add(("cell", i, j), ("row", i), ("column", j), count)
        for i in range(len(rows)):
            self._add(("row", i), SOURCE, ("row", i), sum(count for r, _c, count in counted_cells if r == i))
        for j in range(width):
            self._add(
                ("column", j), ("column", j), SINK, sum(count for _r, c, count in counted_cells if c == j)
            )
        self._add(("total",), SINK, SOURCE, sum(count for _r, _c, count in counted_cells))
        self.not_asked = {arc for arc in self.counts if not requested.get(arc[0], True)}

    def _add(self, arc: Arc, start: Node, end: Node, count: int) -> None:
        self.counts[arc] = count
        self.ends[arc] = (start, end)
        self.arcs_at[start].append(arc)
        self.arcs_at[end].append(arc)

    def hide(self, reader: Reader) -> set[Arc]:
        """Hide the small numbers and a protecting cycle for each. Totals that were not requested are hidden anyway."""
        small = {arc for arc, count in self.counts.items() if reader.hides(count)} - self.not_asked
        hidden = self.not_asked | small
        safe: set[Arc] = set()
        # Largest first: the cycle through it often contains smaller ones too.
        for arc in sorted(small, key=lambda candidate: (-self.counts[candidate], candidate)):
            if arc not in safe:
                circle = self._circle(arc, hidden, reader.value)
                hidden |= circle
                safe |= circle
        return hidden

    def _circle(self, arc: Arc, hidden: set[Arc], limit: int) -> set[Arc]:
        """Return the cheapest cycle through an arc: Dijkstra's shortest path from its end back to its start.

        Hidden numbers cost nothing, and small numbers less than large ones. A cycle always exists: along the totals,
        everything flows forward without reducing any number.
        """
        goal, start = self.ends[arc]
        best: dict[Node, tuple[int, Arc]] = {start: (0, arc)}
        queue: list[tuple[int, Node]] = [(0, start)]
        while queue:
            cost, node = heappop(queue)
            if cost > best[node][0]:
                continue
            for other, end in self._steps(node, limit):
                price = cost + (0 if other in hidden else self._price(other))
                if other != arc and (end not in best or price < best[end][0]):
                    best[end] = (price, other)
                    heappush(queue, (price, end))
        circle, node = {arc}, goal
        while node != start:
            by = best[node][1]
            circle.add(by)
            node = next(end for end in self.ends[by] if end != node)
        return circle

    def _steps(self, node: Node, limit: int) -> Iterator[tuple[Arc, Node]]:
        """Yield the arcs that can carry ``limit`` units away from a node, and where they lead.

        Against its direction an arc loses what is carried, so its value must be at least ``limit``.
        """
        for arc in self.arcs_at[node]:
            start, end = self.ends[arc]
            if start == node:
                yield arc, end
            elif self.counts[arc] >= limit:
                yield arc, start

    def _price(self, arc: Arc) -> int:
        """Return the cost of hiding an arc. Totals are more informative than cells, so any number of cells is hidden
        before one total.
        """
        dearest = (self.counts["total",] + 1) * len(self.counts)
        return self.counts[arc] + 1 + (0 if arc[0] == "cell" else dearest)
