"""Reading the cells of one row as the fields of their columns. Pure functions."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from tfc.spreadsheets.cells import pack
from tfc.spreadsheets.import_fields import ImportField, InvalidValue, Reading
from tfc.spreadsheets.normalize import is_long
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.tables import Cell
from tfc.spreadsheets.times import time_in_date
from tfc.spreadsheets.values import Ambiguous, Order, Suggestion, Thousands

Reason = dict[str, Any]
# Key of ``readings`` for values of every row, {code of a field: code of its choice}.
FOR_ALL = "all"
# A person's answers about a field: {code of a field: {word: code of its choice}}, and {code of a field: year}.
WORDS, YEARS = "words", "years"
# Numbers of the rows that are other records than those that they resemble, as a person said.
OTHER_RECORDS = "other_records"
# Keys of ``readings`` that are not columns.
NON_COLUMN_KEYS = (FOR_ALL, WORDS, YEARS, OTHER_RECORDS)


# Key of a stored reason with the facts of a BrokenRule.
RULE = "rule"


@dataclass(frozen=True)
class BrokenRule:
    """A rule of the app that a row breaks. ``facts``: what is needed to describe it later, as JSON, in the reader's
    language.
    """

    facts: Mapping[str, Any]


NotRead = Remark | InvalidValue | Ambiguous[Any] | Suggestion
# Results of reading a cell that are not a value: they need fixing or an answer.
NOT_READ = (Remark, InvalidValue, Ambiguous, Suggestion)
# The record's value where the row differs, and the value before the row changed it.
HERE, WAS = "here", "was"
# How many different cells of a column are cached.
MOST_CACHED = 2000
# The result of reading a cell: its value, or why there is none.
ReadResult = tuple[Any, NotRead | None]


class Column:
    """A column of a file that is a field. Columns repeat the same few short cells, so what was read is cached."""

    def __init__(self, place: int, field: ImportField, reading: Reading) -> None:
        self.place, self.field, self._reading = place, field, reading
        self._read_cached = lru_cache(MOST_CACHED, typed=True)(self._read)

    def read(self, cell: Cell) -> ReadResult:
        return self._read(cell) if isinstance(cell, str) and is_long(cell) else self._read_cached(cell)

    def _read(self, cell: Cell) -> ReadResult:
        value = self.field.read(cell, self._reading)
        return (None, value) if isinstance(value, NOT_READ) else (value, None)


def build_columns(
    fields: Sequence[ImportField],
    mapping: Mapping[str, str],
    readings: Mapping[str, Any],
    today: dt.date,
    *,
    serials: bool,
) -> list[Column]:
    """Return the columns that are mapped to a field, from an import's stored settings."""
    fields_by_code = {field.code: field for field in fields}
    return [
        Column(int(place), fields_by_code[code], _reading(readings, place, code, today, serials))
        for place, code in mapping.items()
        if code in fields_by_code
    ]


def _reading(readings: Mapping[str, Any], place: str, code: str, today: dt.date, serials: bool) -> Reading:
    column_reading = readings.get(place, {})
    return Reading(
        today,
        Order(column_reading["order"]) if column_reading.get("order") else None,
        Thousands(column_reading["thousands"]) if column_reading.get("thousands") else None,
        serials,
        get_year(readings, code),
        get_word_codes(readings, code),
    )


def get_year(readings: Mapping[str, Any], code: str) -> int | None:
    return int(readings.get(YEARS, {}).get(code) or 0) or None


def get_word_codes(readings: Mapping[str, Any], code: str) -> tuple[tuple[str, str], ...]:
    return tuple(readings.get(WORDS, {}).get(code, {}).items())


def read_row(
    cells: Sequence[Cell],
    doubts: Sequence[Remark],
    columns: Sequence[Column],
    fields: Sequence[ImportField],
    for_all: Mapping[str, str],
) -> tuple[dict[str, Any], list[Reason]]:
    """Return the row's values, and why it cannot be accepted; empty fields are left out.

    ``for_all``: values set once for all rows, for fields that the row itself does not have.
    """
    doubted = {doubt.column: doubt for doubt in doubts}
    values: dict[str, Any] = dict(for_all)
    reasons: list[Reason] = []
    for column in columns:
        code = column.field.code
        if doubts and (doubt := doubted.get(column.place)):
            reasons.append(build_reason(code, doubt))
            continue
        cell = cells[column.place] if column.place < len(cells) else None
        value, wrong = column.read(cell)
        if wrong is not None:
            reasons.append(build_reason(code, wrong))
        elif value is not None:
            values[code] = value
    faulty_codes = {row_reason["field"] for row_reason in reasons}
    values |= _times_in_dates(cells, columns, {field.code for field in fields} - values.keys() - faulty_codes)
    missing = [
        field
        for field in fields
        if field.required and field.code not in values and field.code not in faulty_codes
    ]
    reasons += [
        build_reason(field.code, InvalidValue(_("Fill in: %(field)s.") % {"field": field.label}))
        for field in missing
    ]
    return values, reasons


def _times_in_dates(
    cells: Sequence[Cell], columns: Sequence[Column], empty: Collection[str]
) -> dict[str, dt.time]:
    """Return the times of day that cells of dates hold, for fields that are ``empty`` so far."""
    times = {
        column.field.time_code: time_in_date(cells[column.place])
        for column in columns
        if column.field.time_code in empty and column.place < len(cells)
    }
    return {code: time for code, time in times.items() if time}


def build_reason(code: str, problem: NotRead | BrokenRule) -> Reason:
    if isinstance(problem, BrokenRule):
        return {"field": code, RULE: dict(problem.facts)}
    if isinstance(problem, InvalidValue):
        return {"field": code, "text": problem.text}
    remark = problem if isinstance(problem, Remark) else problem.question
    return {"field": code, "remark": remark.as_json()}


def get_differences(name: str, values: Mapping[str, Any]) -> list[Reason]:
    """Return the differences as reasons. ``name``: HERE or WAS; ``values``: by field. They become text when they are
    read.
    """
    return [{"field": code, name: pack(value)} for code, value in values.items()]


def format_reason(stored_reason: Reason) -> str:
    """Return a reason, or a note of an import, as a sentence; remarks are in the reader's language."""
    if "text" in stored_reason:
        return str(stored_reason["text"])
    return Remark.from_json(stored_reason.get("remark", stored_reason)).sentence


def strip_for_colon(label: object) -> str:
    """Return the name of a field for use before a colon: without question marks."""
    return str(label).strip("¿?？ ")


def format_reason_briefly(stored_reason: Reason) -> str:
    """Return the reason without the possible answers, which are shown next to it or would repeat with every row."""
    remark = stored_reason.get("remark", {})
    if remark.get("code") == "not_a_choice":
        return Remark.from_json({**remark, "code": "not_this_choice"}).sentence
    return format_reason(stored_reason)
