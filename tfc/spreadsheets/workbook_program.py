"""Reads a workbook with calamine in a separate process (tfc/limited_program.py, started by workbook.py).

calamine is fast and holds whole sheets in memory: a file with two cells far apart, or with one number that is too
large, kills the process that reads it. The filled rows are written to one file per sheet; the facts about the sheets
are printed.
"""

import datetime as dt
import json
import math
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from tfc.spreadsheets.cell_marks import MOST_CELLS, BookMarks, SheetMarks, read_marks
from tfc.spreadsheets.file_kinds import detect_kind
from tfc.spreadsheets.grids import MOST_COLUMNS, Extent, Merge, RawRow, letter, pack_row, text_cell
from tfc.spreadsheets.remarks import Remark, UnreadableError
from tfc.spreadsheets.tables import Cell
from tfc.spreadsheets.xlsx_zip import open_package

MOST_SHEETS, MOST_MERGES = 100, 20_000
# From here on a spreadsheet stores no more digits.
EXACT = 10**15
ROUNDING = dt.timedelta(microseconds=500_000)


def main(path: str, chosen: str) -> None:
    """Read the workbook; ``chosen`` is a JSON list of the hidden sheets to read."""
    try:
        result: dict[str, Any] = {"sheets": _read(Path(path), json.loads(chosen))}
    except UnreadableError as error:
        result = {"refused": error.remark.as_json()}
    except PasswordError:
        result = {"refused": Remark("locked").as_json()}
    except CalamineError:
        result = {"refused": Remark("damaged").as_json()}
    sys.stdout.write(json.dumps(result))


def _read(path: Path, chosen: list[str]) -> list[dict[str, Any]]:
    kind, marks = detect_kind(path), BookMarks()
    if kind != ".xls":
        with open_package(path) as package:
            marks = read_marks(package, kind)
    sheets = []
    with CalamineWorkbook.from_path(path) as book:
        parts = [part for part in book.sheets_metadata if part.typ == SheetTypeEnum.WorkSheet]
        if len(parts) > MOST_SHEETS:
            raise UnreadableError("too_many_sheets", most=MOST_SHEETS)
        for number, part in enumerate(parts):
            hidden = part.visible != SheetVisibleEnum.Visible
            sheet: dict[str, Any] = {"title": part.name, "hidden": hidden, "serials": marks.serials}
            if not hidden or part.name in chosen:
                target = path.with_name(f"{path.name}.{number}")
                of_sheet = marks.sheets.get(part.name, SheetMarks())
                sheet |= _read_sheet(book.get_sheet_by_name(part.name), of_sheet, target)
                if kind == ".xls":
                    sheet["remarks"].append(Remark("old_excel").as_json())
            sheets.append(sheet)
    return sheets


def _read_sheet(sheet: CalamineSheet, marks: SheetMarks, target: Path) -> dict[str, Any]:
    if sheet.height * sheet.width > MOST_CELLS:
        raise UnreadableError("too_many_columns", most=MOST_COLUMNS)
    merges = _get_merges(sheet) or marks.merges
    if len(merges) > MOST_MERGES:
        raise UnreadableError("not_safe")
    extent = Extent()
    with target.open("w", encoding="utf-8") as file:
        for row in _get_rows(sheet, marks):
            extent.add(row)
            file.write(json.dumps(pack_row(row)) + "\n")
    remarks = [
        Remark("hidden_column", {"letter": letter(column)})
        for column in sorted(extent.last_filled)
        if any(column in columns for columns in marks.hidden_columns)
    ]
    if extent.hidden:
        remarks.append(Remark("hidden_rows", {"count": extent.hidden}))
    return {
        "rows": target.name,
        "last_filled": list(extent.last_filled.items()),
        "merges": [[merge.top, merge.bottom, merge.left, merge.right] for merge in merges],
        "remarks": [remark.as_json() for remark in remarks],
    }


def _get_merges(sheet: CalamineSheet) -> list[Merge]:
    """Return the merged cells; none for OpenDocument, which calamine does not read."""
    return [
        Merge(top + 1, bottom + 1, left + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]


def _get_rows(sheet: CalamineSheet, marks: SheetMarks) -> Iterator[RawRow]:
    hidden = {number for rows in marks.hidden_rows for number in rows[: sheet.total_height]}
    left = sheet.start[1] + 1 if sheet.start else 1
    for number, values in enumerate(sheet.iter_rows(), 1):
        doubts = marks.take_doubts(number)
        cells: dict[int, Cell] = {}
        for column, value in enumerate(values, left):
            if value == "" or column in doubts:
                continue
            cell, doubt = get_cell(value)
            if cell is not None:
                cells[column] = cell
            if doubt:
                doubts[column] = doubt
        if cells or doubts:
            yield RawRow(number, cells, doubts, number in hidden)
    # These rows are below the last cell that calamine reads.
    for number in sorted(marks.doubts):
        yield RawRow(number, {}, marks.take_doubts(number))


def get_cell(value: Any) -> tuple[Cell, Remark | None]:
    """Return calamine's value as we store it: a date without time of day as a date, and a duration as text."""
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, float):
        return _get_number(value), None
    if isinstance(value, dt.timedelta):
        return str(value), None
    if isinstance(value, dt.datetime):
        value = (value + ROUNDING).replace(microsecond=0)
        return (value.date() if value.time() == dt.time.min else value), None
    if isinstance(value, dt.time):
        return value.replace(microsecond=0), None
    return value, None


def _get_number(number: float) -> Cell:
    if not math.isfinite(number):
        return str(number)
    if abs(number) >= EXACT:
        return f"{number:.0f}"[:30]
    return int(number) if number.is_integer() else Decimal(repr(number))
