"""The three formats without a database: known, unknown, zero and hidden values differ in each."""

import datetime as dt
import io
import json
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
from django.utils import timezone

from tfc.disclosure import Reader
from tfc.lists import FORMATS, Field, Kind, ListExport, ListRequest, build_table, write_table

NOON = dt.datetime(2026, 3, 3, 12, 30, tzinfo=ZoneInfo("America/Los_Angeles"))


def row(**values: Any) -> SimpleNamespace:
    empty = {"name": "", "people": None, "amount": None, "day": None, "at": None, "yes": None}
    return SimpleNamespace(**empty | values)


LIST = ListExport(
    code="things",
    title="Things",
    about="",
    get_rows=lambda _asked: [
        row(name="=1+1", people=3, amount=Decimal("12.50"), day=dt.date(2026, 3, 3), at=NOON, yes=True),
        row(name="None came", people=0, amount=Decimal("1200.00"), day=dt.date(1899, 1, 1), yes=False),
        row(),
        row(people=12),
    ],
    fields=(
        Field("name", "#org+name", "Name", Kind.TEXT, lambda row: row.name),
        Field("people", "#reached+num", "People", Kind.PEOPLE, lambda row: row.people),
        Field("amount", "#value+num", "Amount", Kind.MONEY, lambda row: row.amount),
        Field("day", "#date+day", "Day", Kind.DATE, lambda row: row.day),
        Field("at", "#date+start", "At", Kind.DATETIME, lambda row: row.at),
        Field("yes", "#meta+yes", "Yes", Kind.YES_NO, lambda row: row.yes),
        Field("note", "#description", "Note", Kind.TEXT, lambda row: "ours", leaves=False),
    ),
)


def written(ending: str, reader: Reader = Reader.COMMUNITY, *, by_link: bool = False) -> bytes:
    list_request = ListRequest("Hill", reader, dt.date(2026, 3, 3), by_link=by_link)
    with timezone.override(NOON.tzinfo):
        result = write_table(
            build_table(LIST, list_request, definitions="https://x.example/"), FORMATS[ending]
        )
    assert result.rows == 4
    with result.file:
        return result.file.read()


def test_it_writes_csv_with_codes_tags_and_rows():
    lines = written("csv").decode("utf-8-sig").split("\r\n")
    assert lines[0] == "name,people,people_state,amount,day,at,yes,note"
    assert lines[1] == (
        "#org+name,#reached+num,#status+reached+code,#value+num,#date+day,#date+start,#meta+yes,#description"
    )
    assert lines[2] == "'=1+1,3,value,12.5,2026-03-03,2026-03-03T12:30:00-08:00,yes,ours"
    assert lines[3] == "None came,0,declared_zero,1200,1899-01-01,,no,ours"
    assert lines[4] == ",,unknown,,,,,ours"


def test_it_hides_small_numbers_of_people_from_the_network_and_keeps_back_what_does_not_leave():
    lines = written("csv", Reader.NETWORK, by_link=True).decode("utf-8-sig").split("\r\n")
    assert [line.split(",")[1:3] for line in lines[2:6]] == [
        ["", "hidden"],
        ["0", "declared_zero"],
        ["", "unknown"],
        ["12", "value"],
    ]
    assert "note" not in lines[0]
    assert "ours" not in lines[2]


def test_it_writes_json_with_what_it_means():
    data = json.loads(written("json"))
    assert data["count"] == 4
    assert data["definitions"] == "https://x.example/"
    assert set(data["states"]) == {"null", "value", "declared_zero", "unknown", "hidden"}
    assert [field["code"] for field in data["fields"]][:3] == ["name", "people", "people_state"]
    assert data["rows"][0] == {
        "name": "=1+1",
        "people": 3,
        "people_state": "value",
        "amount": 12.5,
        "day": "2026-03-03",
        "at": "2026-03-03T12:30:00-08:00",
        "yes": True,
        "note": "ours",
    }
    assert data["rows"][2]["people"] is None
    assert data["rows"][2]["name"] is None


def test_it_writes_typed_cells_that_are_no_formulas():
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx")))
    sheet, definitions = book.worksheets
    assert sheet.freeze_panes == "A2"
    first = [str(cell.value) for cell in sheet[2]]
    assert first == [
        "=1+1", "3", "value", "12.5", "2026-03-03 00:00:00", "2026-03-03 12:30:00", "True", "ours",
    ]  # fmt: skip
    assert [sheet[f"{name}2"].data_type for name in "ABDEFG"] == ["s", "n", "n", "d", "d", "b"]
    assert [cell.value for cell in sheet[3]] == [
        "None came", 0, "declared_zero", 1200, "1899-01-01", None, False, "ours",
    ]  # fmt: skip
    assert sheet["B4"].value is None
    meanings = {line[0].value: line[2].value for line in definitions.iter_rows(min_row=2)}
    assert meanings["people"] == "People"
    assert meanings["empty"].startswith("Nobody knows")
