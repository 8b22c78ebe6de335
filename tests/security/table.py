"""The table that `make security` prints: control, what was tried, how often, result."""

import textwrap
from dataclasses import dataclass

from tests.security.control_tally import Tally
from tests.security.controls import Control

HEAD = ("control", "what was tried", "times", "result")
# The widest column, so that the table fits a terminal.
WIDTH = 62


@dataclass(frozen=True)
class ControlRow:
    control: str
    what: str
    times: int
    result: str
    # A failure, or no tries where there should be some.
    is_bad: bool
    seconds: float = 0


def get_row(control: Control, tally: Tally | None) -> ControlRow:
    """``tally``: None if no test ran, which counts as a failure."""
    tally = tally or Tally()
    result, is_bad = "holds", False
    if tally.failed:
        result, is_bad = f"FAILED in {tally.failed} of {tally.tests}", True
    elif not tally.tests:
        result, is_bad = "NOT TRIED", True
    elif tally.left_out == tally.tests:
        result = "left out: no network" if control.network else "left out on this machine"
    elif tally.left_out:
        result = f"holds; {tally.left_out} left out on this machine"
    return ControlRow(control.code, control.what, tally.tried, result, is_bad, round(tally.seconds, 1))


def written(rows: list[ControlRow]) -> str:
    cells = [HEAD, *((row.control, row.what, f"{row.times:,}", row.result) for row in rows)]
    first, third = (max(len(cell[at]) for cell in cells) for at in (0, 2))
    lines: list[str] = []
    for control, what, times, result in cells:
        for at, part in enumerate(textwrap.wrap(what, WIDTH)):
            left, right = (control, f"{times:>{third}}  {result}") if at == 0 else ("", "")
            lines.append(f"{left:<{first}}  {part:<{WIDTH}}  {right}".rstrip())
    lines.insert(1, "─" * (first + WIDTH + third + 14))
    bad = sum(row.is_bad for row in rows)
    end = f"{bad} of {len(rows)} controls do not hold" if bad else f"all {len(rows)} controls hold"
    return "\n".join(
        ["", *lines, "", f"make security: {end}, {sum(row.times for row in rows):,} things tried"]
    )
