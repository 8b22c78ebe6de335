"""All figures of a half-year as CSV, with an HXL tag row under the header, and as a spreadsheet with typed cells."""

import io
from collections.abc import Iterable

from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from evaluation.instrument import PARTS
from evaluation.measures import State
from reports.exports.columns import FIGURE_FIELDS, FigureRow
from reports.formats import state_text, unit_text
from tfc.csv_text import csv_bytes, format_value
from tfc.lists import Kind
from tfc.lists.xlsx import open_workbook, set_widths, write_cell, write_texts

HEADS = [[field.code for field in FIGURE_FIELDS], [field.tag for field in FIGURE_FIELDS]]
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


def figures_csv(rows: Iterable[FigureRow]) -> bytes:
    return csv_bytes([*HEADS, *([format_value(field.read(row)) for field in FIGURE_FIELDS] for row in rows)])


def figures_xlsx(rows: Iterable[FigureRow]) -> bytes:
    """Return a workbook with a sheet of figures under two frozen header rows (code and HXL tag) and a sheet of
    definitions.

    Unknown values are empty cells; the column `state` gives the reason.
    """
    output = io.BytesIO()
    book = open_workbook(output, row_by_row=True)
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
    set_widths(sheet, (WIDE.get(field.code, 14) for field in FIGURE_FIELDS))
    for index, codes in enumerate(HEADS):
        write_texts(sheet, index, codes, head)
    sheet.freeze_panes(len(HEADS), 0)
    last = len(HEADS)
    for last, row in enumerate(rows, start=len(HEADS)):
        for index, field in enumerate(FIGURE_FIELDS):
            value = field.read(row)
            # In words, as in the CSV file, rather than as a truth value.
            value = format_value(value) if field.kind is Kind.YES_NO else value
            write_cell(sheet, last, index, value, day if field.kind is Kind.DATE else None)
    sheet.autofilter(1, 0, last, len(FIGURE_FIELDS) - 1)


def _definitions(sheet: Worksheet, head: Format, text: Format) -> None:
    """Write the fourteen parts, then the meaning of each state."""
    set_widths(sheet, DEFINED)
    heads = (
        _("Part"),
        _("Title"),
        _("Question"),
        _("Definition"),
        _("How this was calculated"),
        _("Source"),
        _("Unit"),
    )
    write_texts(sheet, 0, (*heads, _("Version")), head)
    sheet.freeze_panes(1, 0)
    for row, part in enumerate(PARTS, start=1):
        texts = (part.label, part.title, part.question, part.definition, part.how_counted, part.source)
        write_texts(sheet, row, (*map(str, texts), unit_text(part)), text)
        sheet.write_number(row, len(DEFINED) - 1, part.version, text)
    write_texts(sheet, len(PARTS) + 2, (_("Status"), _("In words")), head)
    for row, state in enumerate(State, start=len(PARTS) + 3):
        write_texts(sheet, row, (state.value, state_text(state.value)), text)
