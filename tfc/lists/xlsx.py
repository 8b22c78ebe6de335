"""Writes spreadsheets: a table with typed cells and a sheet of definitions; and the parts that other workbooks use."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tfc.csv_text import format_value, plain_number
from tfc.lists.declared import KIND_NAMES, Kind, Value
from tfc.lists.table import Table, states

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {
    Kind.TEXT: 30, Kind.CODE: 18, Kind.URL: 36, Kind.COUNT: 11, Kind.PEOPLE: 11, Kind.NUMBER: 12,
    Kind.PERCENT: 11, Kind.MONEY: 12, Kind.DATE: 12, Kind.DATETIME: 18, Kind.YES_NO: 9,
}  # fmt: skip
LOOKS: Mapping[Kind, dict[str, Any]] = {
    Kind.TEXT: {"text_wrap": True, "valign": "top"},
    Kind.DATE: {"num_format": "yyyy-mm-dd", "align": "left"},
    Kind.DATETIME: {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
    Kind.COUNT: {"num_format": "#,##0"},
    Kind.PEOPLE: {"num_format": "#,##0"},
    Kind.NUMBER: {"num_format": "#,##0.####"},
    Kind.PERCENT: {"num_format": "0.##"},
    Kind.MONEY: {"num_format": "#,##0.00"},
}
TOP: dict[str, Any] = {"valign": "top"}
HEAD = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
WIDEST_HEAD = 24
# Spreadsheets count days from here; earlier dates are written as text.
FIRST_DAY = dt.date(1900, 1, 1)


def open_workbook(out: IO[bytes], *, row_by_row: bool = False) -> Workbook:
    """Return an empty workbook. A cell that begins with = stays text, and an address is not a link.

    ``row_by_row``: rows go to disk one by one, and a row cannot be written after a later one.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    return Workbook(out, {**options, "constant_memory" if row_by_row else "in_memory": True})


def get_look(kind: Kind) -> dict[str, Any]:
    """Return the properties of the format of a kind's cells."""
    return TOP | LOOKS.get(kind, {})


def set_widths(sheet: Worksheet, widths: Iterable[float]) -> None:
    for place, wide in enumerate(widths):
        sheet.set_column(place, place, wide)


def write_texts(sheet: Worksheet, row: int, texts: Iterable[str], look: Format) -> None:
    for place, text in enumerate(texts):
        sheet.write_string(row, place, text, look)


def write_table(table: Table, out: IO[bytes]) -> tuple[int, str]:
    book = open_workbook(out, row_by_row=True)
    book.set_properties({"title": table.title, "author": table.whose})
    head = book.add_format(HEAD)
    looks = {kind: book.add_format(get_look(kind)) for kind in Kind}
    sheet = book.add_worksheet(_("List"))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    set_widths(
        sheet,
        (max(WIDTHS[column.kind], min(len(column.label) + 2, WIDEST_HEAD)) for column in table.columns),
    )
    write_texts(sheet, 0, (column.label for column in table.columns), head)
    count = 0
    for count, row in enumerate(table.rows, start=1):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            write_cell(sheet, count, place, value, looks[column.kind])
    _definitions(book, table, head, looks[Kind.TEXT])
    book.close()
    return count, ""


def write_cell(sheet: Worksheet, row: int, place: int, value: Value, look: Format | None) -> None:
    """Write a typed cell; unknown values get no cell."""
    if value is None:
        return
    day = value.date() if isinstance(value, dt.datetime) else value
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value, look)
    elif isinstance(value, dt.date) and isinstance(day, dt.date) and day >= FIRST_DAY:
        sheet.write_datetime(row, place, value, look)
    elif isinstance(value, str | dt.date):
        sheet.write_string(row, place, format_value(value), look)
    else:
        sheet.write_number(row, place, float(plain_number(value)), look)


def _definitions(book: Workbook, table: Table, head: Format, look: Format) -> None:
    """Add a sheet with the meaning of each column, the meaning of empty cells, and the source."""
    sheet = book.add_worksheet(_("Definitions"))
    sheet.freeze_panes(1, 0)
    set_widths(sheet, (24, 28, 34, 18, 70))
    for row, texts in enumerate(_definition_rows(table)):
        write_texts(sheet, row, texts, look if row else head)


def _definition_rows(table: Table) -> Iterator[list[str]]:
    yield [_("Code"), _("HXL tag"), _("Column"), _("Kind"), _("Definition")]
    for column in table.columns:
        yield [column.code, column.tag, column.label, str(KIND_NAMES[column.kind]), column.meaning]
    yield []
    yield from (
        [state if state != "null" else _("empty"), "", meaning] for state, meaning in states().items()
    )
    yield []
    made = table.made_at.isoformat(sep=" ", timespec="minutes")
    yield from ([_("List"), "", table.title], [_("From"), "", table.whose], [_("Made"), "", made])
    if table.definitions:
        yield [_("Definitions"), "", table.definitions]
