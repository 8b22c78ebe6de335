"""A spreadsheet file's tables, as the person who keeps it sees them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import dropwhile, islice
from pathlib import Path

from tfc.sheets.delimited import read_delimited
from tfc.sheets.finding import LOOK, Headings, find_headings
from tfc.sheets.grids import MOST_COLUMNS, MOST_ROWS, Grid, RawRow, letter
from tfc.sheets.kinds_of_file import MOST_BYTES, is_workbook
from tfc.sheets.merging import spread
from tfc.sheets.package import opened
from tfc.sheets.plain import as_text, normalized
from tfc.sheets.remarks import Remark, UnreadableError
from tfc.sheets.sorting import sort_rows
from tfc.sheets.tables import Row, Table
from tfc.sheets.workbook import read_workbook
from tfc.sheets.worksheet import read_sheet

__all__ = ["MOST_BYTES", "MOST_COLUMNS", "MOST_ROWS", "UnreadableError", "read_tables"]


def read_tables(
    path: Path,
    name: str,
    *,
    chosen: Collection[str] = (),
    known: Collection[str] = (),
    heading_rows: Mapping[str, int] | None = None,
) -> list[Table]:
    """The tables of the file at ``path``, which was called ``name`` where it comes from; one for a sheet.

    ``chosen``: titles of hidden sheets that are to be read as well. ``known``: names that headings may have, in every
    language; they show which row has the headings. ``heading_rows``: a table's title → the number of the row that
    somebody says has the headings, 0 for none. Every table is read once here, to its end; its rows are read again
    from the file as they are asked for.
    """
    names = frozenset(normalized(one) for one in known)
    told = heading_rows or {}
    if not is_workbook(path):
        found = [_table(read_delimited(path, name), names, told)]
    else:
        found = _of_workbook(path, chosen, names, told)
    tables = [table for table in found if table is not None]
    if not tables:
        raise UnreadableError("no_table")
    return tables


def _of_workbook(
    path: Path, chosen: Collection[str], known: frozenset[str], told: Mapping[str, int]
) -> list[Table | None]:
    with opened(path) as package:
        book = read_workbook(package)
    found: list[Table | None] = []
    for part in book.sheets:
        if part.hidden and part.title not in chosen:
            remarks = (Remark("hidden_sheet", {"title": part.title}),)
            found.append(Table(part.title, (), 0, (), lambda: iter(()), hidden=True, remarks=remarks))
        elif table := _table(read_sheet(path, book, part), known, told):
            found.append(replace(table, hidden=part.hidden))
    return found


def _table(grid: Grid, known: frozenset[str], told: Mapping[str, int]) -> Table | None:
    """None for a sheet that is blank."""
    beginning = list(islice(grid.start(), LOOK))
    if not beginning:
        return None
    headings = find_headings(beginning, grid.merges, known, told.get(grid.title))
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


def _rows(grid: Grid, headings: Headings, columns: list[int]) -> Iterator[Row]:
    below = dropwhile(lambda row: row.number <= headings.row, grid.start())
    merged = spread(below, grid.merges, columns) if grid.merges else below
    for row, why in sort_rows(merged, headings.texts):
        yield _row(row, why, columns)


def _row(row: RawRow, why: Remark | None, columns: list[int]) -> Row:
    remarks = tuple(
        replace(row.doubts[column], column=place)
        for place, column in enumerate(columns)
        if column in row.doubts
    )
    return Row(row.number, tuple(row.cells.get(column) for column in columns), why, remarks, row.hidden)
