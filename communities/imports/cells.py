"""A spreadsheet's cells as JSON and back, with their types; and as a person types them. Pure."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from tfc.sheets.plain import as_text, cleaned
from tfc.sheets.tables import Cell
from tfc.sheets.values import Count

# Longer numbers are no number of anything here, and stay as the text that they are.
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


def unpack(kept: Any) -> Cell:
    if not isinstance(kept, dict):
        return kept
    ((name, text),) = kept.items()
    if name == "number":
        return Decimal(text)
    if name == "moment":
        return dt.datetime.fromisoformat(text)
    return dt.date.fromisoformat(text) if name == "day" else dt.time.fromisoformat(text)


def unpacked(kept: Iterable[Any]) -> list[Cell]:
    return [unpack(one) if isinstance(one, dict) else one for one in kept]


def pack_value(value: Any) -> Any:
    """What a record has where a row says something else: a cell, a number with how sure it is, or several answers."""
    if isinstance(value, list | tuple):
        return [pack_value(one) for one in value]
    if isinstance(value, Count):
        return {"count": [value.value, value.at_least]}
    return pack(value)


def unpack_value(kept: Any) -> Any:
    if isinstance(kept, list):
        return [unpack_value(one) for one in kept]
    if isinstance(kept, dict) and "count" in kept:
        return Count(*kept["count"])
    return unpack(kept)


def typed(cell: Cell) -> str:
    """As it stands in a field where it can be mended, and in a file; read again it means the same."""
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
