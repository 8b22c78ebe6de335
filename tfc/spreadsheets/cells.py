"""Converts a spreadsheet's typed cells, and values read from them, to JSON and back, and to text. Pure."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tfc.spreadsheets.normalize import as_text, clean_cell
from tfc.spreadsheets.tables import Cell
from tfc.spreadsheets.values import Count

# Longer numbers stay text: no number here is that long.
MOST_DIGITS = 15


def pack(value: Any) -> Any:
    """Return a cell, a number of people or a list of answers as JSON."""
    if isinstance(value, list | tuple):
        return [pack(item) for item in value]
    if isinstance(value, str):
        return clean_cell(value)
    if value is None or isinstance(value, bool | int):
        return str(value) if isinstance(value, int) and len(str(abs(value))) > MOST_DIGITS else value
    if isinstance(value, Count):
        return {"count": [value.value, value.at_least]}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    name = "moment" if isinstance(value, dt.datetime) else "day" if isinstance(value, dt.date) else "time"
    return {name: value.isoformat()}


UNPACKED: dict[str, Callable[[Any], Any]] = {
    "count": lambda value: Count(*value),
    "number": Decimal,
    "moment": dt.datetime.fromisoformat,
    "day": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
}


def unpack(packed: Any) -> Any:
    if isinstance(packed, list):
        return [unpack(item) for item in packed]
    if not isinstance(packed, dict):
        return packed
    ((name, value),) = packed.items()
    return UNPACKED[name](value)


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
