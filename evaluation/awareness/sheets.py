"""A spreadsheet that somebody uploads, held to limits before anything of it is believed. Pure."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

MOST_BYTES = 2_000_000
MOST_UNPACKED = 25_000_000
# What people type packs ten to twenty times smaller; a trap thousands of times.
MOST_RATIO = 100
MOST_ROWS = 5_000
MOST_COLUMNS = 300
ZIP_MAGIC = b"PK"
Table = list[dict[str, str]]


class UnreadableError(ValueError):
    """The file cannot be read; the message says why, to the person who chose it."""


def read_table(content: bytes) -> Table:
    """The rows of the first sheet, or of a CSV file, by the names in its first row.

    A name is what follows the last "/" in lower case, since collectors put the group before it. Empty rows are left
    in place, as empty, so that rows can be counted.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableError(
            _("This file is larger than 2 MB. Split it, and read in one part after the other.")
        )
    rows = _of_workbook(content) if content.startswith(ZIP_MAGIC) else _of_csv(content)
    head = next(rows, [])
    names = [name.rsplit("/", 1)[-1].strip().casefold() for name in head]
    table: Table = []
    for row in rows:
        if len(table) >= MOST_ROWS:
            raise UnreadableError(_("This file has more than 5,000 rows. Split it."))
        table.append(dict(zip(names, row, strict=False)) if any(row) else {})
    return table


def _of_workbook(content: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(one.file_size for one in package.infolist())
        if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * len(content):
            raise UnreadableError(_("This file unpacks to more than a list of answers can be."))
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        rows = [
            [_text(value) for value in row]
            for row in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
        ]
    except UnreadableError:
        raise
    except Exception as error:
        # openpyxl has many kinds of errors, and all mean the same to whoever uploaded the file.
        raise UnreadableError(
            _("This file is damaged, locked or no spreadsheet. Save it again as .xlsx or as CSV.")
        ) from error
    return _trimmed(rows)


def _trimmed(rows: list[list[str]]) -> Iterator[list[str]]:
    """Without the empty rows that spreadsheets keep at their end."""
    last = max((number for number, row in enumerate(rows) if any(row)), default=-1)
    return iter(rows[: last + 1])


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value).strip()


def _of_csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(
            _("Letters in this file cannot be read. Save it again as “CSV UTF-8” or as .xlsx.")
        ) from error
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    return _guarded(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _guarded(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    try:
        for row in rows:
            yield [value.strip() for value in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise UnreadableError(_("This file is no table. Save it again as CSV or as .xlsx.")) from error
