"""Writes a table as a file, row by row: CSV with an HXL tag row, XLSX with typed cells, JSON with definitions."""

import datetime as dt
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from tfc.csv_text import CONTENT_TYPE, csv_line
from tfc.lists.declared import KIND_NAMES, Kind, Value
from tfc.lists.table import Column, Table

# Digits after the decimal point of numbers that are not whole.
DIGITS = 4
# Larger files are written to disk.
IN_MEMORY = 1_000_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = "application/json"


@dataclass(frozen=True)
class Format:
    """A file format. ``write`` returns the number of rows and their SHA-256, which does not depend on the day of the
    export.
    """

    name: str
    media_type: str
    write: Callable[[Table, IO[bytes]], tuple[int, str]]


@dataclass(frozen=True)
class WrittenFile:
    """A finished file. ``file`` is rewound to its beginning; the sender closes it."""

    file: IO[bytes]
    rows: int
    digest: str


def write_table(table: Table, chosen: Format) -> WrittenFile:
    """Write the table in bounded memory. The file is deleted when it is closed."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # whoever sends it closes it
    rows, digest = chosen.write(table, file)
    file.seek(0)
    return WrittenFile(file, rows, digest)


def states() -> Mapping[str, str]:
    """Return the meanings of an empty cell, a zero and the other states, in the active language."""
    return {
        "null": _("Nobody knows, or it does not apply. Never zero."),
        "value": _("A number that is known."),
        "declared_zero": _("Counted, and there was none."),
        "unknown": _("Nobody counted."),
        "hidden": _("Known to the community: a few people, whose number does not leave it."),
    }


def plain(number: int | float | Decimal | Fraction) -> int | Decimal:
    """Return a whole number as int, any other with up to four digits after the decimal point."""
    if isinstance(number, int):
        return number
    exact = Fraction(number)
    if exact.denominator == 1:
        return exact.numerator
    rounded = round(Decimal(exact.numerator) / Decimal(exact.denominator), DIGITS)
    return int(rounded) if rounded == rounded.to_integral_value() else rounded.normalize()


def format_value(value: Value) -> str:
    """Return a machine-readable value: with a point, without grouping, ISO dates, and "" for unknown."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    number = plain(value)
    # Avoid "1E+3", as str() of a Decimal may give.
    return str(number) if isinstance(number, int) else f"{number:f}"


def write_csv(table: Table, out: IO[bytes]) -> tuple[int, str]:
    heads = [[column.code for column in table.columns], [column.tag for column in table.columns]]
    digest, count = hashlib.sha256(), 0
    out.write("".join(map(csv_line, heads)).encode("utf-8-sig"))
    for row in table.rows:
        line = csv_line([format_value(value) for value in row]).encode()
        digest.update(line)
        out.write(line)
        count += 1
    return count, digest.hexdigest()


def write_json(table: Table, out: IO[bytes]) -> tuple[int, str]:
    """Write JSON. The rows come last but one, so that they need not be held in memory."""
    head = {
        "list": table.code,
        "title": table.title,
        "from": table.whose,
        "generated_at": table.made_at.isoformat(timespec="seconds"),
        "definitions": table.definitions,
        "states": states(),
        "fields": [
            {
                "code": column.code,
                "tag": column.tag,
                "label": column.label,
                "kind": column.kind.value,
                "meaning": column.meaning,
            }
            for column in table.columns
        ],
    }
    digest, count = hashlib.sha256(), 0
    out.write(json.dumps(head, ensure_ascii=False).encode()[:-1] + b', "rows": [')
    codes = [column.code for column in table.columns]
    for row in table.rows:
        line = json.dumps(dict(zip(codes, map(_json, row), strict=True)), ensure_ascii=False).encode()
        digest.update(line)
        out.write((b",\n" if count else b"\n") + line)
        count += 1
    out.write(f'\n], "count": {count}}}\n'.encode())
    return count, digest.hexdigest()


def _json(value: Value) -> str | int | float | bool | None:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, dt.date):
        return format_value(value)
    number = plain(value)
    return number if isinstance(number, int) else float(number)


# A cell that begins with = stays text, URLs are no links, and rows are written to disk one by one.
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
    "remove_timezone": True,
}
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
WIDEST_HEAD = 24
# Spreadsheets count days from here; earlier dates are written as text.
FIRST_DAY = dt.date(1900, 1, 1)


def write_xlsx(table: Table, out: IO[bytes]) -> tuple[int, str]:
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties({"title": table.title, "author": table.whose})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    looks = {kind: book.add_format(TOP | LOOKS.get(kind, {})) for kind in Kind}
    sheet = book.add_worksheet(_("List"))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    for place, column in enumerate(table.columns):
        wide = max(WIDTHS[column.kind], min(len(column.label) + 2, WIDEST_HEAD))
        sheet.set_column(place, place, wide)
        sheet.write_string(0, place, column.label, head)
    count = 0
    for count, row in enumerate(table.rows, start=1):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _write(sheet, count, place, value, looks[column.kind])
    _definitions(book, table, head, looks[Kind.TEXT])
    book.close()
    return count, ""


def _write(sheet: Any, row: int, place: int, value: Value, look: Any) -> None:
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
        sheet.write_number(row, place, float(plain(value)), look)


def _definitions(book: Any, table: Table, head: Any, look: Any) -> None:
    """Add a sheet with the meaning of each column, the meaning of empty cells, and the source."""
    sheet = book.add_worksheet(_("Definitions"))
    sheet.freeze_panes(1, 0)
    for place, wide in enumerate((24, 28, 34, 18, 70)):
        sheet.set_column(place, place, wide)
    for row, cells in enumerate(_definition_rows(table)):
        for place, cell in enumerate(cells):
            sheet.write_string(row, place, cell, look if row else head)


def _definition_rows(table: Table) -> Iterator[list[str]]:
    yield [_("Code"), _("HXL tag"), _("Column"), _("Kind"), _("Meaning")]
    yield from (_definition(column) for column in table.columns)
    yield []
    yield from (
        [state if state != "null" else _("(empty)"), "", meaning] for state, meaning in states().items()
    )
    yield []
    made = table.made_at.isoformat(sep=" ", timespec="minutes")
    yield from ([_("List"), "", table.title], [_("From"), "", table.whose], [_("Made"), "", made])
    if table.definitions:
        yield [_("Definitions"), "", table.definitions]


def _definition(column: Column) -> list[str]:
    return [column.code, column.tag, column.label, str(KIND_NAMES[column.kind]), column.meaning]


FORMATS: Mapping[str, Format] = {
    "csv": Format("CSV", CONTENT_TYPE, write_csv),
    "xlsx": Format("XLSX", XLSX, write_xlsx),
    "json": Format("JSON", JSON, write_json),
}
