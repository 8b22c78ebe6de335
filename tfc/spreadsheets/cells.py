"""Converts a spreadsheet's typed cells to JSON and back. Pure."""

import datetime as dt
from decimal import Decimal
from typing import Any

from tfc.spreadsheets.normalize import cleaned
from tfc.spreadsheets.tables import Cell

# Longer numbers stay text: no number here is that long.
MOST_DIGITS = 15


def pack(cell: Cell) -> Any:
    if isinstance(cell, str):
        return cleaned(cell)
    if cell is None or isinstance(cell, bool):
        return cell
    if isinstance(cell, int):
        return cell if len(str(abs(cell))) <= MOST_DIGITS else str(cell)
    if isinstance(cell, Decimal):
        return {"number": str(cell)}
    name = "moment" if isinstance(cell, dt.datetime) else "day" if isinstance(cell, dt.date) else "time"
    return {name: cell.isoformat()}


def unpack(packed: Any) -> Cell:
    if not isinstance(packed, dict):
        return packed
    ((name, text),) = packed.items()
    if name == "number":
        return Decimal(text)
    if name == "moment":
        return dt.datetime.fromisoformat(text)
    return dt.date.fromisoformat(text) if name == "day" else dt.time.fromisoformat(text)
