"""Reads the tables of a spreadsheet file."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import dropwhile, islice
from pathlib import Path

from tfc.spreadsheets.delimited import read_delimited
from tfc.spreadsheets.file_kinds import detect_kind
from tfc.spreadsheets.grids import Grid, Merge, RawRow, letter
from tfc.spreadsheets.header_detection import LOOK, Headings, find_headings
from tfc.spreadsheets.merging import spread
from tfc.spreadsheets.normalize import as_text, normalize_text
from tfc.spreadsheets.remarks import Remark, UnreadableError
from tfc.spreadsheets.row_kinds import sort_rows
from tfc.spreadsheets.tables import Table, TableRow
from tfc.spreadsheets.workbook import read_workbook


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
    names = frozenset(normalize_text(field_name) for field_name in field_names)
    chosen_rows = heading_rows or {}
    grids = _read_grids(path, name, chosen)
    tables = [table for grid in grids if (table := _get_table(grid, names, chosen_rows.get(grid.title)))]
    if not tables:
        raise UnreadableError("no_table")
    return tables


def read_first_sheet(path: Path) -> Iterator[RawRow]:
    """Return the rows of the first sheet that is not hidden, wherever a table begins in it."""
    starts = [grid.start for grid in _read_grids(path, "", ()) if grid.start]
    if not starts:
        raise UnreadableError("no_table")
    return starts[0]()


def _read_grids(path: Path, name: str, chosen: Collection[str]) -> list[Grid]:
    return read_workbook(path, chosen) if detect_kind(path) else [read_delimited(path, name)]


def _get_table(grid: Grid, field_names: frozenset[str], chosen_row: int | None) -> Table | None:
    """Return the table of a sheet; None if it is blank."""
    if grid.start is None:
        hidden = (Remark("hidden_sheet", {"title": grid.title}),)
        return Table(grid.title, (), 0, (), lambda: iter(()), hidden=True, remarks=hidden)
    beginning = list(islice(grid.start(), LOOK))
    if not beginning:
        return None
    headings = find_headings(beginning, grid.merges, field_names, chosen_row)
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
        partial(_rows, grid.start, grid.merges, headings, columns),
        hidden=grid.hidden,
        remarks=tuple(remarks),
        beginning=tuple(_texts(row) for row in beginning),
        serials=grid.serials,
    )


def _texts(row: RawRow) -> tuple[int, tuple[str, ...]]:
    return row.number, tuple(as_text(cell) for _column, cell in sorted(row.cells.items()))


def _rows(
    start: Callable[[], Iterator[RawRow]], merges: Sequence[Merge], headings: Headings, columns: list[int]
) -> Iterator[TableRow]:
    below = dropwhile(lambda row: row.number <= headings.row, start())
    merged = spread(below, merges, columns) if merges else below
    for row, why in sort_rows(merged, headings.texts):
        yield _row(row, why, columns)


def _row(row: RawRow, why: Remark | None, columns: list[int]) -> TableRow:
    remarks = tuple(
        replace(row.doubts[column], column=place)
        for place, column in enumerate(columns)
        if column in row.doubts
    )
    return TableRow(row.number, tuple(row.cells.get(column) for column in columns), why, remarks)
