"""What a bench says in the end: one row a goal, and how they are shown and kept."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Row:
    """``ratio`` is of our cost to that of what it is compared with; below ``goal`` is good unless ``at_least``.

    ``spread`` is the smallest and the largest ratio of the repetitions.
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
) -> Row:
    """A row from pairs that were measured side by side: the median of their ratios, and what it stands on."""
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    note = f"{median(ours):,.1f} {unit} to {median(theirs):,.1f} {unit}"
    return Row(name, goal, median(ratios), (min(ratios), max(ratios)), at_least, note)


def table(rows: Sequence[Row]) -> str:
    """The rows for a terminal."""
    wide = max(len(row.name) for row in rows)
    lines = [f"{'':{wide}}     goal    ratio            spread  verdict  measured"]
    for row in rows:
        goal = f"{'≥' if row.at_least else '≤'} {row.goal:,.2f}"
        spread = f"{row.spread[0]:,.2f} – {row.spread[1]:,.2f}"
        lines.append(
            f"{row.name:{wide}} {goal:>8} {row.ratio:>8,.2f} {spread:>17}  {row.verdict:7}  {row.note}"
        )
    return "\n".join(lines)


def keep(rows: Sequence[Row], size: str, machine: str, place: Path) -> None:
    """Write the rows as JSON, those of other sizes beside them."""
    there = json.loads(place.read_text()) if place.exists() else []
    kept = [one for one in there if one["size"] != size]
    new = [{"size": size, "machine": machine, **asdict(row), "verdict": row.verdict} for row in rows]
    place.write_text(json.dumps(kept + new, indent=1) + "\n")
