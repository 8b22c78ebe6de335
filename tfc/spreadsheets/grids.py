"""A file's sheets before a table is detected in them: filled cells by column, row by row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tfc.spreadsheets.cells import pack, unpack
from tfc.spreadsheets.normalize import clean_cell
from tfc.spreadsheets.remarks import Remark, UnreadableError
from tfc.spreadsheets.tables import Cell

MOST_ROWS = 50_000
MOST_COLUMNS = 200
MOST_LETTERS = 5_000


@dataclass(frozen=True)
class RawRow:
    """One row. ``cells``: the filled cells by column, from 1. ``doubts``: remarks about a cell, filled or not."""

    number: int
    cells: dict[int, Cell]
    doubts: dict[int, Remark] = field(default_factory=dict)
    hidden: bool = False
    section: bool = False
    """One text over the whole width: a title between the rows."""


def pack_row(row: RawRow) -> list[Any]:
    """Return the row as JSON, without ``hidden``, which ``Extent`` counted, and ``section``, which is set later."""
    cells = [[column, pack(cell)] for column, cell in row.cells.items()]
    doubts = [[column, doubt.code, dict(doubt.values)] for column, doubt in row.doubts.items()]
    return [row.number, cells, doubts]


def unpack_row(packed: list[Any]) -> RawRow:
    number, cells, doubts = packed
    return RawRow(
        number,
        {column: unpack(cell) for column, cell in cells},
        {column: Remark(code, values) for column, code, values in doubts},
    )


@dataclass(frozen=True)
class Merge:
    """Merged cells; all four numbers count from 1 and are inclusive."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Grid:
    title: str
    start: Callable[[], Iterator[RawRow]] | None
    """Rows that are not blank, from the first, each time it is called; None for a hidden sheet that nobody chose."""
    last_filled: dict[int, int] = field(default_factory=dict)
    """Every column that is filled anywhere, and the last row in which it is."""
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    serials: bool = True
    remarks: tuple[Remark, ...] = ()


class Extent:
    """The filled extent of a sheet, checked against the limits during the first reading."""

    def __init__(self) -> None:
        self.rows = self.hidden = 0
        self.last_filled: dict[int, int] = {}

    def add(self, row: RawRow) -> None:
        self.rows += 1
        self.hidden += row.hidden
        if self.rows > MOST_ROWS + 100:  # titles and totals do not count towards the limit
            raise UnreadableError("too_many_rows", most=f"{MOST_ROWS:,}")
        self.last_filled.update(dict.fromkeys((*row.cells, *row.doubts), row.number))
        if len(self.last_filled) > MOST_COLUMNS:
            raise UnreadableError("too_many_columns", most=MOST_COLUMNS)


def letter(column: int) -> str:
    # Imported here because it takes half as long as starting the process that reads a workbook.
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column - 1))


def text_cell(text: str) -> tuple[str | None, Remark | None]:
    """Return the text as it is stored, and a remark if it is too long."""
    text = clean_cell(text)
    if len(text) > MOST_LETTERS:
        return text[:MOST_LETTERS], Remark("too_long", {"most": f"{MOST_LETTERS:,}"})
    return text or None, None
