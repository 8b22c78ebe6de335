"""The results of a bench: one row for each goal, printed and stored."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

# Pages that must not cost more with more rows.
GROW = frozenset(
    {
        "event list",
        "organization list",
        "event detail",
        "survey question",
        "record an event",
        "community home",
        "office home",
        "office figures, 25 communities shown",
    }
)


@dataclass(frozen=True)
class ResultRow:
    """``ratio``: our cost to that of the comparison; good below ``goal``, or above it if ``at_least``.

    ``spread``: the smallest and largest ratio of the repetitions. ``note``: what was measured, for the table.
    """

    name: str
    goal: float
    ratio: float
    spread: tuple[float, float]
    at_least: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        met = self.ratio >= self.goal if self.at_least else self.ratio <= self.goal
        return "met" if met else "missed"


def ratio_row(
    name: str,
    goal: float,
    ours: Sequence[float],
    theirs: Sequence[float],
    *,
    unit: str = "ms",
    at_least: bool = False,
) -> ResultRow:
    """Return a row of pairs that were measured in turn: the median of their ratios."""
    ratios = [ratio / other for ratio, other in zip(ours, theirs, strict=True)]
    note = f"{median(ours):,.1f} {unit} to {median(theirs):,.1f} {unit}"
    return ResultRow(name, goal, median(ratios), (min(ratios), max(ratios)), at_least, note)


def number_row(name: str, goal: float, numbers: Sequence[float], note: str) -> ResultRow:
    """Return a row with a limit of its own: the largest of ``numbers`` counts."""
    return ResultRow(name, goal, max(numbers), (min(numbers), max(numbers)), note=note)


def table(rows: Sequence[ResultRow]) -> str:
    """Return the rows as text for a terminal."""
    wide = max(len(row.name) for row in rows)
    lines = [f"{'':{wide}}     goal    ratio            spread  verdict  measured"]
    for row in rows:
        goal = f"{'≥' if row.at_least else '≤'} {row.goal:,.2f}"
        spread = f"{row.spread[0]:,.2f} – {row.spread[1]:,.2f}"
        lines.append(
            f"{row.name:{wide}} {goal:>8} {row.ratio:>8,.2f} {spread:>17}  {row.verdict:7}  {row.note}"
        )
    return "\n".join(lines)


def read_kept_rows(place: Path, size: str) -> list[ResultRow]:
    """Return the stored rows of a size; none if it was never measured."""
    there = json.loads(place.read_text()) if place.exists() else []
    return [_row(row) for row in there if row["size"] == size]


def _row(row: Mapping[str, Any]) -> ResultRow:
    low, high = row["spread"]
    return ResultRow(row["name"], row["goal"], row["ratio"], (low, high), row["at_least"], row["note"])


def keep(rows: Sequence[ResultRow], size: str, machine: str, place: Path) -> None:
    """Write the rows as JSON; rows that were not measured again stay."""
    there = json.loads(place.read_text()) if place.exists() else []
    names = {row.name for row in rows}
    old = [row for row in there if row["size"] != size or row["name"] not in names]
    new = [{"size": size, "machine": machine, **asdict(row), "verdict": row.verdict} for row in rows]
    place.write_text(json.dumps(old + new, indent=1) + "\n")


def across_sizes(rows: Sequence[ResultRow], smaller: Sequence[ResultRow]) -> list[ResultRow]:
    """Return each page's additional cost in the full set compared with the small one, in bare pages."""
    before = {row.name: row for row in smaller}
    results = []
    for row in rows:
        if row.name in GROW and (other := before.get(row.name)):
            spread = row.spread[0] / other.spread[1], row.spread[1] / other.spread[0]
            note = f"{row.ratio:,.2f} × bare to {other.ratio:,.2f} × bare"
            results.append(
                ResultRow(f"{row.name}, full to small", 1.2, row.ratio / other.ratio, spread, note=note)
            )
    return results
