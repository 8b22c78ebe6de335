"""The results of a drill: a table, and build/drill.json. Pure but for the file."""

import json
import os
import platform
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.drill.fault_trial import SECONDS_ALLOWED, Outcome

HEAD = ("fault", "times", "stored", "sent again", "lost", "doubled", "recovered p50", "longest", "verdict")
SHOWN = 5


def verdict(outcome: Outcome) -> str:
    if outcome.left_out:
        return "left out"
    return "holds" if outcome.holds else "FAILED"


def table(outcomes: Iterable[Outcome]) -> str:
    rows = [HEAD, *(_row(outcome) for outcome in outcomes)]
    return aligned(rows) + "".join(
        f"\n  {outcome.name}: {why}" for outcome in outcomes for why in _reasons(outcome)
    )


def _row(outcome: Outcome) -> tuple[str, ...]:
    if outcome.left_out:
        return (outcome.title, "0", *("",) * 6, verdict(outcome))
    numbers = (outcome.times, outcome.acknowledged, outcome.refused, len(outcome.lost), len(outcome.doubled))
    seconds = (f"{outcome.half:.1f} s", f"{outcome.longest:.1f} s")
    return (outcome.title, *map(str, numbers), *seconds, verdict(outcome))


def _reasons(outcome: Outcome) -> list[str]:
    late_faults = (
        [f"it took {outcome.longest:.0f} s, and {SECONDS_ALLOWED:.0f} are allowed"]
        if outcome.longest > SECONDS_ALLOWED
        else []
    )
    gone = [f"lost {name}" for name in outcome.lost[:SHOWN]] + [
        f"doubled {name}" for name in outcome.doubled[:SHOWN]
    ]
    return [*([outcome.left_out] if outcome.left_out else []), *late_faults, *gone, *outcome.faults[:SHOWN]]


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return the table in columns: texts to the left, numbers to the right."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    last = len(widths) - 1
    return "\n".join(
        "  " + "  ".join(
            cell.ljust(width) if place in (0, last) else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )  # fmt: skip


def keep(path: Path, part: str, numbers: object) -> None:
    """Store the results of one part; those of other parts stay."""
    results = json.loads(path.read_text()) if path.exists() else {}
    machine = {
        "machine": platform.platform(),
        "processors": os.cpu_count(),
        "at": time.strftime("%Y-%m-%d %H:%M"),
    }
    results[part] = {**machine, "found": numbers}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=1, default=str) + "\n")


def as_data(outcomes: Iterable[Outcome]) -> list[dict[str, object]]:
    return [
        {**asdict(outcome), "half": outcome.half, "longest": outcome.longest, "verdict": verdict(outcome)}
        for outcome in outcomes
    ]
