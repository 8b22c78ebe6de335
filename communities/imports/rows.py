"""One row: its cells read as the fields of their columns. Pure."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from django.utils.translation import gettext as _

from communities.imports.cells import pack_value
from communities.imports.fields import TEXTS, ImportField, Reading, Wrong
from tfc.spreadsheets.normalize import is_long
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.tables import Cell
from tfc.spreadsheets.times import time_in_date
from tfc.spreadsheets.values import Ambiguous, Order, Suggested, Thousands

Reason = dict[str, Any]
# Among the readings of a batch: what holds for every row, {code of a field: code of its choice}.
FOR_ALL = "all"
# What somebody said of a field: {code of a field: {word: code of its choice}}, and {code of a field: year}.
WORDS, YEARS = "words", "years"
# Those are no columns.
SAID = (FOR_ALL, WORDS, YEARS)


NotRead = Remark | Wrong | Ambiguous[Any] | Suggested
# What is read of a cell instead of a value: something to be mended or asked.
NOT_READ = (Remark, Wrong, Ambiguous, Suggested)
# What a record has in a field of which the row says something else, and what it had before the row changed it.
HERE, WAS = "here", "was"
MEMORABLE = (str, type(None))
# What was read of a cell: its value, or why there is none.
Told = tuple[Any, NotRead | None]


@dataclass(frozen=True)
class Column:
    """``known``: what was read of cells that say the same as an earlier one, and of no more than TEXTS."""

    place: int
    field: ImportField
    reading: Reading
    known: dict[str | None, Told] = dataclass_field(default_factory=dict, compare=False, repr=False)

    def read(self, cell: Cell) -> Told:
        if not isinstance(cell, MEMORABLE) or (cell and is_long(cell)):
            return self._read(cell)
        told = self.known.get(cell)
        if told is None:
            if len(self.known) >= TEXTS:
                self.known.clear()
            told = self.known[cell] = self._read(cell)
        return told

    def _read(self, cell: Cell) -> Told:
        found = self.field.read(cell, self.reading)
        return (None, found) if isinstance(found, NOT_READ) else (found, None)


def columns_of(
    fields: Sequence[ImportField],
    mapping: Mapping[str, str],
    readings: Mapping[str, Any],
    today: dt.date,
    *,
    serials: bool,
) -> list[Column]:
    """The columns that are a field, as a batch keeps them."""
    known = {one.code: one for one in fields}
    return [
        Column(int(place), known[code], _reading(readings, place, code, today, serials))
        for place, code in mapping.items()
        if code in known
    ]


def _reading(readings: Mapping[str, Any], place: str, code: str, today: dt.date, serials: bool) -> Reading:
    kept = readings.get(place, {})
    return Reading(
        today,
        Order(kept["order"]) if kept.get("order") else None,
        Thousands(kept["thousands"]) if kept.get("thousands") else None,
        serials,
        year_of(readings, code),
        words_of(readings, code),
    )


def year_of(readings: Mapping[str, Any], code: str) -> int | None:
    return int(readings.get(YEARS, {}).get(code) or 0) or None


def words_of(readings: Mapping[str, Any], code: str) -> tuple[tuple[str, str], ...]:
    return tuple(readings.get(WORDS, {}).get(code, {}).items())


def read_row(
    cells: Sequence[Cell],
    doubts: Sequence[Remark],
    columns: Sequence[Column],
    fields: Sequence[ImportField],
    for_all: Mapping[str, str],
) -> tuple[dict[str, Any], list[Reason]]:
    """What the row says, and why it cannot be taken; a field that says nothing is left out.

    ``for_all``: what was said once for all rows, of fields that the row itself does not tell.
    """
    doubted = {one.column: one for one in doubts}
    values: dict[str, Any] = dict(for_all)
    reasons: list[Reason] = []
    for column in columns:
        code = column.field.code
        if doubts and (doubt := doubted.get(column.place)):
            reasons.append(reason(code, doubt))
            continue
        cell = cells[column.place] if column.place < len(cells) else None
        value, wrong = column.read(cell)
        if wrong is not None:
            reasons.append(reason(code, wrong))
        elif value is not None:
            values[code] = value
    told = {one["field"] for one in reasons}
    values |= _times_in_dates(cells, columns, {one.code for one in fields} - values.keys() - told)
    missing = [one for one in fields if one.required and one.code not in values and one.code not in told]
    reasons += [
        reason(one.code, Wrong(_("This is missing: %(field)s.") % {"field": one.label})) for one in missing
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


def reason(code: str, said: NotRead) -> Reason:
    if isinstance(said, Wrong):
        return {"field": code, "text": said.text}
    remark = said if isinstance(said, Remark) else said.question
    return {"field": code, "remark": remark.as_json()}


def compared(name: str, values: Mapping[str, Any]) -> list[Reason]:
    """``name``: HERE or WAS; ``values``: by field. They are said when somebody reads them."""
    return [{"field": code, name: pack_value(value)} for code, value in values.items()]


def said(kept: Any) -> str:
    """A reason, or a note of a batch, as a sentence; remarks speak the reader's language."""
    if isinstance(kept, str):
        return kept
    if "text" in kept:
        return str(kept["text"])
    return Remark.from_json(kept.get("remark", kept)).sentence


def before_colon(label: object) -> str:
    """The name of a field as a colon may follow it: a question loses its marks."""
    return str(label).strip("¿?？ ")


def said_shortly(kept: Any) -> str:
    """Where the possible answers stand beside it, or would be told with every row."""
    remark = kept.get("remark", {}) if isinstance(kept, dict) else {}
    if remark.get("code") == "not_a_choice":
        return Remark.from_json({**remark, "code": "not_this_choice"}).sentence
    return said(kept)
