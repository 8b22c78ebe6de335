"""Values of rows and records as JSON and back, and as typed text. Pure functions."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from tfc.spreadsheets.cells import pack, unpack
from tfc.spreadsheets.normalize import as_text
from tfc.spreadsheets.tables import Cell
from tfc.spreadsheets.values import Count


def unpack_cells(stored_cells: Iterable[Any]) -> list[Cell]:
    return [unpack(cell) if isinstance(cell, dict) else cell for cell in stored_cells]


def pack_value(value: Any) -> Any:
    """Return a value as JSON: a cell, a number with its certainty, or a list of answers."""
    if isinstance(value, list | tuple):
        return [pack_value(item) for item in value]
    if isinstance(value, Count):
        return {"count": [value.value, value.at_least]}
    return pack(value)


def unpack_value(stored_value: Any) -> Any:
    if isinstance(stored_value, list):
        return [unpack_value(item) for item in stored_value]
    if isinstance(stored_value, dict) and "count" in stored_value:
        return Count(*stored_value["count"])
    return unpack(stored_value)


def format_cell(cell: Cell) -> str:
    """Return a cell as text for an input field or a file; reading it again gives the same value."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, dt.datetime):
        whole_day = cell.time() == dt.time()
        return cell.date().isoformat() if whole_day else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, dt.time):
        return cell.isoformat(timespec="minutes")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return as_text(cell)
