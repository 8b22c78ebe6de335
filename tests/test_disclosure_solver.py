"""An attacker with a linear solver who knows all that is shown of a table and derives the hidden cells.

``DISCLOSURE_TABLES`` sets the number of random tables (200, or 1,000 in `make security`).
"""

import os
import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from tests.security.depth import times
from tests.thorough import sample
from tfc.disclosure import Display, DisplayedCount, GuardedTable, Reader, guard_table

TABLES = int(os.environ.get("DISCLOSURE_TABLES") or times(200, 1000))
SEED = 2013
HALF = 0.5  # percentages are shown without decimals

Rows = list[list[int | None]]
Totals = dict[str, bool]


def random_tables(number: int) -> Iterator[tuple[Rows, Totals]]:
    """Return small tables with many small counts, zeros, some unknown cells and all kinds of totals."""
    dice = random.Random(SEED)
    for _ in range(number):
        height, width = dice.randint(1, 5), dice.randint(1, 5)
        most = dice.choice([5, 12, 60, 400])

        def cell(most: int = most) -> int | None:
            kind = dice.random()
            if kind < 0.05:
                return None
            return 0 if kind < 0.15 else dice.randint(1, 12) if kind < 0.4 else dice.randint(0, most)

        rows = [[cell() for _column in range(width)] for _row in range(height)]
        names = ("row_totals", "column_totals", "total")
        request = dice.choice(
            [(True, True, True), (True, True, True), (False, False, True), (True, False, False)]
        )
        yield rows, dict(zip(names, request, strict=True))


class Attacker:
    """The unknowns are the cells, each 0 or more; a shown number is an equation or two inequalities."""

    def __init__(self, rows: Rows, guarded_table: GuardedTable) -> None:
        self.places = [(i, j) for i, row in enumerate(rows) for j, n in enumerate(row) if n is not None]
        height, width = len(rows), len(rows[0])
        self.sums: dict[tuple[str, int], tuple[np.ndarray, DisplayedCount]] = {}
        for i in range(height if guarded_table.row_totals else 0):
            self.sums["row", i] = self.over(lambda r, _c, i=i: r == i), guarded_table.row_totals[i]
        for j in range(width if guarded_table.column_totals else 0):
            self.sums["column", j] = self.over(lambda _r, c, j=j: c == j), guarded_table.column_totals[j]
        if guarded_table.total is not None:
            self.sums["total", 0] = self.over(lambda _r, _c: True), guarded_table.total
        for i, j in self.places:
            self.sums[f"cell {i}", j] = (
                self.over(lambda r, c, i=i, j=j: (r, c) == (i, j)),
                guarded_table.cells[i][j],
            )
        self.equal = [(line, shown.count) for line, shown in self.sums.values() if shown.count is not None]
        self.below = list(self.percentages())

    def over(self, belongs) -> np.ndarray:
        return np.array([float(belongs(i, j)) for i, j in self.places])

    def percentages(self) -> Iterator[tuple[np.ndarray, float]]:
        """Yield each percentage that may be shown, rounded, of a shown base."""
        for (i, j), name in product(self.places, ("row", "column", "total")):
            place = name, {"row": i, "column": j, "total": 0}[name]
            if place not in self.sums:
                continue
            base, total = self.sums[place]
            part, cell = self.sums[f"cell {i}", j]
            if cell.count is None or not total.count:
                continue
            share = Fraction(100 * cell.count, total.count)
            yield 100 * part - (round(share) + HALF) * base, 0.0
            yield -100 * part + (round(share) - HALF) * base, 0.0

    def span(self, line: np.ndarray) -> tuple[float, float]:
        """Return the smallest and the largest possible value of a number, given all that is shown."""
        results = []
        for sign in (1, -1):
            solved = linprog(
                sign * line,
                A_ub=np.array([row for row, _ in self.below]) if self.below else None,
                b_ub=[most for _, most in self.below] or None,
                A_eq=np.array([row for row, _ in self.equal]) if self.equal else None,
                b_eq=[count for _, count in self.equal] or None,
                bounds=(0, None),
                method="highs",
            )
            results.append(sign * solved.fun if solved.status == 0 else sign * -np.inf)
            assert solved.status in (0, 3), solved.message
        return results[0], results[1]

    def hidden(self) -> dict[tuple[str, int], np.ndarray]:
        return {name: line for name, (line, shown) in self.sums.items() if shown.display is Display.HIDDEN}


def narrowest(tables: Iterator[tuple[Rows, Totals]], reader: Reader) -> tuple[float, int]:
    """Return the smallest span of a hidden number over all tables, and the number of hidden ones."""
    least, hidden = np.inf, 0
    for rows, totals in tables:
        attacker = Attacker(rows, guard_table(rows, reader, **totals))
        for line in attacker.hidden().values():
            low, high = attacker.span(line)
            least = min(least, high - low)
            hidden += 1
    return least, hidden


@pytest.mark.thorough
@pytest.mark.parametrize("reader", sample([Reader.NETWORK, Reader.PUBLIC], first=1))
def test_it_leaves_a_solver_as_many_possibilities_as_the_limit(reader: Reader, tried: Callable[[int], None]):
    half = TABLES // 2
    tried(half)
    tables = list(random_tables(TABLES))
    least, hidden = narrowest(iter(tables[:half] if reader is Reader.NETWORK else tables[half:]), reader)
    assert hidden > TABLES
    assert least >= reader.value - 1e-6


def test_it_would_notice_that_only_small_cells_were_hidden():
    """Without complementary suppression the attacker finds the hidden cell."""
    table = guard_table([[3, 20], [30, 40]], Reader.NETWORK)
    bare = GuardedTable(
        cells=(
            (table.cells[0][0], DisplayedCount(Display.EXACT, 20)),
            (DisplayedCount(Display.EXACT, 30), DisplayedCount(Display.EXACT, 40)),
        ),
        row_totals=table.row_totals,
        column_totals=table.column_totals,
        total=table.total,
    )
    attacker = Attacker([[3, 20], [30, 40]], bare)
    [line] = attacker.hidden().values()
    assert attacker.span(line) == pytest.approx((3, 3))
