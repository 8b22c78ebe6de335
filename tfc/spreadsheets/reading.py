"""Reads the tables of a spreadsheet file."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import dropwhile, islice
from pathlib import Path

from tfc.spreadsheets.delimited import read_delimited
from tfc.spreadsheets.file_kinds import MOST_BYTES, detect_kind
from tfc.spreadsheets.grids import MOST_COLUMNS, MOST_ROWS, Grid, RawRow, letter
from tfc.spreadsheets.header_detection import LOOK, Headings, find_headings
from tfc.spreadsheets.merging import spread
from tfc.spreadsheets.normalize import as_text, normalized
from tfc.spreadsheets.remarks import Remark, UnreadableError
from tfc.spreadsheets.row_kinds import sort_rows
from tfc.spreadsheets.tables import Table, TableRow
from tfc.spreadsheets.workbook import Sheet, read_workbook

__all__ = ["MOST_BYTES", "MOST_COLUMNS", "MOST_ROWS", "UnreadableError", "read_tables"]


def read_tables(
    path: Path,
    name: str,
    *,
    chosen: Collection[str] = (),
    field_names: Collection[str] = (),
    heading_rows: Mapping[str, int] | None = None,
) -> list[Table]:
    """Return the tables of the file at ``path``, whose original name is ``name``; one per sheet.

    ``chosen``: titles of hidden sheets to read as well. ``field_names``: possible headings in every language, which
    identify the header row. ``heading_rows``: {table's title: number of the header row that a person chose, 0 for
    none}. Every table is read once here, to its end; its rows are read again from the file when they are used.
    """
    names = frozenset(normalized(field_name) for field_name in field_names)
    chosen_rows = heading_rows or {}
    if detect_kind(path):
        tables = _get_tables(read_workbook(path, chosen), names, chosen_rows)
    else:
        tables = [table for table in [_table(read_delimited(path, name), names, chosen_rows)] if table]
    if not tables:
        raise UnreadableError("no_table")
    return tables


def read_grid(path: Path) -> Grid:
    """Return the first sheet of a file as it is, wherever a table begins in it."""
    if not detect_kind(path):
        return read_delimited(path, "")
    sheets = read_workbook(path, ())
    grid = next((sheet.grid for sheet in sheets if sheet.grid), None)
    if grid is None:
        raise UnreadableError("no_table")
    return grid


def _get_tables(
    sheets: Iterable[Sheet], field_names: frozenset[str], chosen_rows: Mapping[str, int]
) -> list[Table]:
    tables = []
    for sheet in sheets:
        if sheet.grid is None:
            remarks = (Remark("hidden_sheet", {"title": sheet.title}),)
            tables.append(Table(sheet.title, (), 0, (), lambda: iter(()), hidden=True, remarks=remarks))
        elif table := _table(sheet.grid, field_names, chosen_rows):
            tables.append(replace(table, hidden=sheet.hidden))
    return tables


def _table(grid: Grid, field_names: frozenset[str], chosen_rows: Mapping[str, int]) -> Table | None:
    """Return the table of a sheet; None if it is blank."""
    beginning = list(islice(grid.start(), LOOK))
    if not beginning:
        return None
    headings = find_headings(beginning, grid.merges, field_names, chosen_rows.get(grid.title))
    columns = [column for column, last in sorted(grid.last_filled.items()) if last >= headings.row]
    remarks = list(grid.remarks)
    if not headings.row:
        remarks.append(Remark("no_headings"))
    elif headings.above:
        remarks.append(Remark("lines_above", {"count": headings.above, "row": headings.row}))
    return Table(
        grid.title,
        tuple(headings.texts.get(column, "") for column in columns),
        headings.row,
        tuple(letter(column) for column in columns),
        partial(_rows, grid, headings, columns),
        remarks=tuple(remarks),
        beginning=tuple(_texts(row) for row in beginning),
        serials=grid.serials,
    )


def _texts(row: RawRow) -> tuple[int, tuple[str, ...]]:
    return row.number, tuple(as_text(cell) for _column, cell in sorted(row.cells.items()))


def _rows(grid: Grid, headings: Headings, columns: list[int]) -> Iterator[TableRow]:
    below = dropwhile(lambda row: row.number <= headings.row, grid.start())
    merged = spread(below, grid.merges, columns) if grid.merges else below
    for row, why in sort_rows(merged, headings.texts):
        yield _row(row, why, columns)


def _row(row: RawRow, why: Remark | None, columns: list[int]) -> TableRow:
    remarks = tuple(
        replace(row.doubts[column], column=place)
        for place, column in enumerate(columns)
        if column in row.doubts
    )
    return TableRow(row.number, tuple(row.cells.get(column) for column in columns), why, remarks, row.hidden)
