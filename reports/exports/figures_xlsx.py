"""All figures of a half-year as a spreadsheet: the columns of the CSV, with numbers as numbers and dates as dates."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from evaluation.instrument import PARTS
from evaluation.measures import State
from reports.exports.columns import COLUMNS, Column, FigureRow
from reports.formats import state_text, unit_text

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS = 2
DAYS = {"#date+start", "#date+end", "#date+as_of"}
WIDE = {
    "item_title": 34,
    "part_title": 30,
    "shown": 24,
    "notes": 60,
    "receipt": 60,
    "office": 18,
    "community": 22,
}
DEFINED = (6, 30, 44, 60, 60, 44, 10, 9)


def figures_xlsx(rows: Iterable[FigureRow]) -> bytes:
    """Return a workbook with a sheet of figures under two frozen header rows (code and HXL tag) and a sheet of
    definitions.

    Unknown values are empty cells; the column `state` gives the reason.
    """
    output = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    book = xlsxwriter.Workbook(output, options)
    head = book.add_format(
        {"bold": True, "bg_color": "#0F5C55", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
    )
    _figures(book.add_worksheet(_("Figures")), rows, head, book.add_format({"num_format": "yyyy-mm-dd"}))
    _definitions(
        book.add_worksheet(_("Definitions")), head, book.add_format({"text_wrap": True, "valign": "top"})
    )
    book.close()
    return output.getvalue()


def _figures(sheet: Worksheet, rows: Iterable[FigureRow], head: Format, day: Format) -> None:
    # Write row by row: in constant-memory mode earlier rows are already flushed.
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, WIDE.get(column.code, 14))
        sheet.write_string(0, index, column.code, head)
    for index, column in enumerate(COLUMNS):
        sheet.write_string(1, index, column.tag, head)
    sheet.freeze_panes(HEADS, 0)
    last = HEADS
    for last, row in enumerate(rows, start=HEADS):
        for index, column in enumerate(COLUMNS):
            _write(sheet, (last, index), column, column.cell(row), day)
    sheet.autofilter(1, 0, last, len(COLUMNS) - 1)


def _write(sheet: Worksheet, at: tuple[int, int], column: Column, cell: str, day: Format) -> None:
    if not cell:
        return
    if column.tag in DAYS:
        sheet.write_datetime(*at, dt.datetime.fromisoformat(cell), day)
    elif column.tag.endswith("+num"):
        sheet.write_number(*at, float(cell))
    else:
        sheet.write_string(*at, cell)


def _definitions(sheet: Worksheet, head: Format, text: Format) -> None:
    """Write the fourteen parts, then the meaning of each state."""
    for index, width in enumerate(DEFINED):
        sheet.set_column(index, index, width)
    heads = (
        _("Part"),
        _("Title"),
        _("Question"),
        _("Definition"),
        _("How it is counted"),
        _("Source"),
        _("Unit"),
    )
    _line(sheet, 0, (*heads, _("Version")), head)
    sheet.freeze_panes(1, 0)
    for row, part in enumerate(PARTS, start=1):
        texts = (part.label, part.title, part.question, part.definition, part.how_counted, part.source)
        _line(sheet, row, (*map(str, texts), unit_text(part)), text)
        sheet.write_number(row, len(DEFINED) - 1, part.version, text)
    _line(sheet, len(PARTS) + 2, (_("State"), _("in words")), head)
    for row, state in enumerate(State, start=len(PARTS) + 3):
        _line(sheet, row, (state.value, state_text(state.value)), text)


def _line(sheet: Worksheet, row: int, cells: Sequence[str], shape: Format) -> None:
    for column, cell in enumerate(cells):
        sheet.write_string(row, column, cell, shape)
