"""What a row has and what a record has, as JSON and back; and as a person types it. Pure."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from tfc.spreadsheets.cells import pack, unpack
from tfc.spreadsheets.normalize import as_text
from tfc.spreadsheets.tables import Cell
from tfc.spreadsheets.values import Count


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
