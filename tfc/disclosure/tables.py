"""Tables of counts with totals: which cells and totals may be shown so that nobody computes a hidden one.

The method is complementary cell suppression by protective cycles in a network, as in J. P. Kelly, B. L. Golden and
A. A. Assad, "Cell suppression: disclosure protection for sensitive tabular data", Networks 22 (1992) 397–417, with the
shortest-path heuristic of J. Castro, "A shortest-paths heuristic for statistical data protection in positive tables",
INFORMS Journal on Computing 19 (2007) 520–533. See docs/adr/0007-disclosure.md.

A table with margins is a circulation: a cell is an arc from its row to its column, a row's total an arc from the source
to the row, a column's total from the column to the sink, and the grand total closes the circle. All sums of the table
hold exactly when what flows into each node flows out again. Around each hidden number a circle of hidden ones is laid
along which ``limit`` units can be pushed without any number falling below 0.

What this guarantees: pushing 0, 1, … ``limit`` units around that circle gives at least ``limit`` + 1 tables of
non-negative whole numbers that agree with everything shown and differ in the hidden number. Every number that is
hidden, small or protecting, lies on such a circle, and hiding more only adds tables. Percentages are allowed only of a
number and a base that are both shown, so they say nothing new.

What it does not: it is one table at a time (two tables of the same people need to be guarded as one), it hides no
fewer cells than the best method would, and it does not stop a reader who runs it on every table that is possible.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from typing import TypeAlias

from tfc.disclosure.counts import Display, DisplayedCount, Reader

Count: TypeAlias = int | None
Node: TypeAlias = tuple[str, int]
Arc: TypeAlias = tuple[str, *tuple[int, ...]]

SOURCE, SINK = ("source", 0), ("sink", 0)


@dataclass(frozen=True)
class GuardedTable:
    """The table as it may be shown. Totals that were not asked for are empty, or None for the grand total."""

    cells: tuple[tuple[DisplayedCount, ...], ...]
    row_totals: tuple[DisplayedCount, ...]
    column_totals: tuple[DisplayedCount, ...]
    total: DisplayedCount | None

    def row_percent(self, row: int, column: int) -> Fraction | None:
        """The cell in percent of its row; None where cell or total may not be read, is unknown or is 0."""
        return _percent(self.cells[row][column], self.row_totals[row] if self.row_totals else None)

    def column_percent(self, row: int, column: int) -> Fraction | None:
        """The cell in percent of its column; None as for `row_percent`."""
        return _percent(self.cells[row][column], self.column_totals[column] if self.column_totals else None)

    def percent(self, row: int, column: int) -> Fraction | None:
        """The cell in percent of the grand total; None as for `row_percent`."""
        return _percent(self.cells[row][column], self.total)


@dataclass(frozen=True)
class GuardedList:
    """Counts with their total, as they may be shown; ``total`` None when it was not asked for."""

    counts: tuple[DisplayedCount, ...]
    total: DisplayedCount | None

    def percent(self, index: int) -> Fraction | None:
        """The count in percent of the total; None where either may not be read, is unknown, or the total is 0."""
        return _percent(self.counts[index], self.total)


def guarded_list(counts: Sequence[Count], reader: Reader, *, total: bool = True) -> GuardedList:
    """As `guarded_table`, for counts in one line; without ``total`` each count stands for itself."""
    table = guarded_table([counts], reader, row_totals=False, column_totals=False, total=total)
    return GuardedList(table.cells[0], table.total)


def guarded_table(
    rows: Sequence[Sequence[Count]],
    reader: Reader,
    *,
    row_totals: bool = True,
    column_totals: bool = True,
    total: bool = True,
) -> GuardedTable:
    """``rows`` of counts of people as ``reader`` may see them, with the totals that will stand beside them.

    None is unknown: it stays so and is in no total. Every total that readers could know from elsewhere on the page
    must be asked for here. ValueError for rows of different lengths and for counts below 0. The same rows always
    give the same answer.
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


def _percent(part: DisplayedCount, whole: DisplayedCount | None) -> Fraction | None:
    if whole is None or part.count is None or not whole.count:
        return None
    return Fraction(100 * part.count, whole.count)


class _Network:
    """The table as arcs, named ("cell", i, j), ("row", i), ("column", j) and ("total",), with what flows in each."""

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
        """The small ones and a circle of others around each. Totals that nobody asked for are hidden anyway."""
        small = {arc for arc, count in self.counts.items() if reader.hides(count)} - self.not_asked
        hidden = self.not_asked | small
        safe: set[Arc] = set()
        # The largest first: the circle around it often holds the smaller ones too.
        for arc in sorted(small, key=lambda candidate: (-self.counts[candidate], candidate)):
            if arc not in safe:
                circle = self._circle(arc, hidden, reader.value)
                hidden |= circle
                safe |= circle
        return hidden

    def _circle(self, arc: Arc, hidden: set[Arc], limit: int) -> set[Arc]:
        """The cheapest circle through an arc: Dijkstra's way from its end back to its start.

        What is hidden already costs nothing, a small number less than a large one. There always is a circle: along
        the totals everything flows forward, and nothing is lost.
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
        """The arcs that can carry ``limit`` units away from a node, and where they lead.

        Against its direction an arc loses what is carried, so it must hold that much.
        """
        for arc in self.arcs_at[node]:
            start, end = self.ends[arc]
            if start == node:
                yield arc, end
            elif self.counts[arc] >= limit:
                yield arc, start

    def _price(self, arc: Arc) -> int:
        """A total tells more than a cell, so any number of cells is given before one."""
        dearest = (self.counts["total",] + 1) * len(self.counts)
        return self.counts[arc] + 1 + (0 if arc[0] == "cell" else dearest)
