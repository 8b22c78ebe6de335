"""An empty table for answers from paper, to fill in as a spreadsheet and import."""

import io
from collections.abc import Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from residents.answer_files import NEEDED
from residents.questionnaire import QUESTIONS, wording
from residents.uploaded_rows import MOST_ROWS
from tfc.csv_text import CONTENT_TYPE, csv_bytes
from tfc.lists.xlsx import MEDIA_TYPE, open_workbook
from tfc.text.punctuation import sentences

COLUMNS = ("day", "language", *(name for name in NEEDED if name != "day"))
MEDIA_TYPES = {"xlsx": MEDIA_TYPE, "csv": CONTENT_TYPE}
LANGUAGES = [code for code, _name in settings.LANGUAGES]
EXAMPLE = "2026-03-31"


def csv_template() -> bytes:
    """Return the column names only; the page that offers the file explains the codes."""
    return csv_bytes([COLUMNS])


def xlsx_template(hotline: str) -> bytes:
    """Return the table on the first sheet, which is the one imported, then the meaning of each code."""
    output = io.BytesIO()
    book = open_workbook(output)
    head = book.add_format({"bold": True, "bottom": 1})
    _answers(book, head)
    _codes(book, head, hotline)
    book.close()
    return output.getvalue()


def _answers(book: Workbook, head: Format) -> None:
    sheet = book.add_worksheet("answers")
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, COLUMNS, head)
    sheet.set_column(0, len(COLUMNS) - 1, 20)
    sheet.set_column(0, 0, 14, book.add_format({"num_format": "yyyy-mm-dd"}))
    for column, name in enumerate(COLUMNS):
        codes = _choices(name)
        if codes and not _takes_several(name):
            rule = {
                "validate": "list",
                "source": codes,
                "error_title": name,
                "error_message": _("Choose one."),
            }
            sheet.data_validation(1, column, MOST_ROWS, column, rule)


def _codes(book: Workbook, head: Format, hotline: str) -> None:
    sheet = book.add_worksheet("codes")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 1, 22)
    sheet.set_column(2, 2, 90, book.add_format({"text_wrap": True}))
    sheet.write_row(0, 0, [_("Column"), _("Code"), _("Definition")], head)
    for number, row in enumerate(_list_explanations(hotline), start=1):
        sheet.write_row(number, 0, row)


def _list_explanations(hotline: str) -> Iterator[tuple[str, str, str]]:
    yield "day", EXAMPLE, _("Date of the response, one row per person")
    for code in LANGUAGES:
        yield "language", code, translation.get_language_info(code)["name_local"].capitalize()
    for name, question in QUESTIONS.items():
        several = _("Separate several codes with spaces.") if question.several else ""
        yield name, "", sentences((wording(question, hotline), several))
        for code, label in question.choices():
            yield name, code, str(label)


def _choices(name: str) -> list[str]:
    if name == "language":
        return LANGUAGES
    return [code for code, _label in QUESTIONS[name].choices()] if name in QUESTIONS else []


def _takes_several(name: str) -> bool:
    return name in QUESTIONS and QUESTIONS[name].several
