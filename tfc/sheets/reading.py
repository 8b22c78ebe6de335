"""A spreadsheet file's tables."""

import csv
from collections.abc import Collection, Iterator
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from tfc.sheets.remarks import UnreadableError
from tfc.sheets.tables import Row, Table

__all__ = ["UnreadableError", "read_tables"]


def read_tables(path: Path, name: str, *, chosen: Collection[str] = ()) -> list[Table]:
    """The tables of the file at ``path``, which was called ``name`` where it comes from.

    ``chosen``: titles of hidden sheets that are to be read as well. Rows are read from the file as they are asked for.
    """
    try:
        if path.read_bytes()[:2] == b"PK":
            book = load_workbook(path, read_only=True, data_only=True)
            grids = {
                sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
                for sheet in book.worksheets
            }
        else:
            with path.open(encoding="utf-8-sig", newline="") as file:
                grids = {name: [list(row) for row in csv.reader(file)]}
    except Exception as error:
        raise UnreadableError("damaged") from error
    return [_table(title, grid) for title, grid in grids.items() if grid]


def _table(title: str, grid: list[list]) -> Table:
    def rows() -> Iterator[Row]:
        for number, cells in enumerate(grid[1:], 2):
            if any(cell not in (None, "") for cell in cells):
                yield Row(number, tuple(cell if cell != "" else None for cell in cells))

    header = tuple(str(cell or "") for cell in grid[0])
    columns = tuple(get_column_letter(place + 1) for place in range(len(header)))
    return Table(title, header, 1, columns, rows)
