"""Files of answers, as collecting apps export them and as people type them."""

import csv
import datetime as dt
import io
import uuid
from typing import Any

import xlsxwriter
import xlwt
from django.core.files.uploadedfile import SimpleUploadedFile

from residents.models import AwarenessWave
from residents.questionnaire import QUESTIONS
from tests.residents.waves_base import DAY, SHEET, get_text, url_for

Row = dict[str, Any]
# One answer in Kobo's and ODK's format: names with groups, and many other columns.
COLLECTED: Row = {
    "start": "2026-11-10T14:03:11.000-08:00",
    "deviceid": "collect:canaryphone",
    "survey/day": DAY.isoformat(),
    "survey/language": "es",
    **{f"survey/{name}": SHEET[name] for name in QUESTIONS if name != "risks"},
    "survey/risks": "debts car_park",
    "survey/risks/debts": "1",
    "remarks": "canary words of a resident",
}


def row(**changes: Any) -> Row:
    return {**COLLECTED, "meta/instanceID": f"uuid:{uuid.uuid4()}"} | changes


def plain(**changes: Any) -> Row:
    """Return the rows as typed into a sheet, without ids."""
    return {name: value for name, value in SHEET.items() if name != "risks"} | {"risks": "debts"} | changes


def as_csv(*rows: Row, delimiter: str = ",") -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def as_xls(*rows: Row) -> bytes:
    output = io.BytesIO()
    book = xlwt.Workbook()
    sheet = book.add_sheet("Answers")
    for number, cells in enumerate((list(rows[0]), *(list(row.values()) for row in rows))):
        for column, value in enumerate(cells):
            sheet.write(number, column, value)
    book.save(output)
    return output.getvalue()


def as_xlsx(*rows: Row) -> bytes:
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, list(rows[0]))
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row.values()):
            if value == "=1/0":
                sheet.write_formula(number, column, value, None, "#DIV/0!")
            elif isinstance(value, dt.date):
                sheet.write_datetime(number, column, dt.datetime.combine(value, dt.time()), days)
            else:
                sheet.write(number, column, value)
    book.close()
    return output.getvalue()


def upload(client, wave: AwarenessWave, content: bytes, name: str = "answers.csv"):
    return client.post(url_for(wave, "import/"), {"file": SimpleUploadedFile(name, content)})


def confirm(client, wave: AwarenessWave, response):
    return client.post(url_for(wave, "import/"), {"signed": response.context["signed"]}, follow=True)


def read_in(client, wave: AwarenessWave, content: bytes):
    response = upload(client, wave, content)
    assert response.status_code == 200, get_text(response)
    return confirm(client, wave, response)
