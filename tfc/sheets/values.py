"""What a cell says. Pure: the value, None for unknown, ``Ambiguous`` for what reads in several ways, ``Suggested`` for
what has to be confirmed, or a ``Remark`` that says why it cannot be read. Nothing here raises, and nothing guesses.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from tfc.sheets.plain import cleaned, normalized
from tfc.sheets.remarks import Remark
from tfc.sheets.tables import Cell

Value = TypeVar("Value")


class Order(StrEnum):
    """In which order a column writes its dates."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class Thousands(StrEnum):
    """What stands between the thousands of a column's numbers."""

    COMMA = ","
    POINT = "."


@dataclass(frozen=True)
class Ambiguous(Generic[Value]):
    readings: tuple[Value, ...]
    question: Remark


@dataclass(frozen=True)
class Suggested:
    """A choice's code that may be meant."""

    code: str
    question: Remark


@dataclass(frozen=True)
class Count:
    """A number of people; "60+" is 60, and at least."""

    value: int
    at_least: bool = False


@dataclass(frozen=True)
class Settled(Generic[Value]):
    """What a column's own cells say about how they are to be read. Show ``why`` beside what was settled."""

    taken: Value | None = None
    """None: nothing settles it. Where ``as_date`` finds a cell ambiguous, somebody has to choose."""
    why: Remark | None = None
    """Which cell settles it, or which two contradict each other, or what else is strange about the column."""


def as_text(cell: Cell) -> str:
    """ "" where there is none."""
    return "" if cell is None else cleaned(str(cell))


def as_date(
    cell: Cell, order: Order | None, today: dt.date, *, serials: bool = True
) -> dt.date | None | Ambiguous[dt.date] | Remark:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date) or cell is None:
        return cell
    try:
        return dt.date.fromisoformat(as_text(cell))
    except ValueError:
        return Remark("unreadable_date", {"text": as_text(cell)})


def order_of(cells: Iterable[Cell], today: dt.date, heading: str = "") -> Settled[Order]:
    return Settled()


def as_time(cell: Cell) -> dt.time | None | Ambiguous[dt.time] | Remark:
    if isinstance(cell, dt.time) or cell is None:
        return cell
    try:
        return dt.time.fromisoformat(as_text(cell))
    except ValueError:
        return Remark("unreadable_time", {"text": as_text(cell)})


def as_count(cell: Cell, thousands: Thousands | None = None) -> Count | None | Ambiguous[Count] | Remark:
    text = as_text(cell)
    if not text:
        return None
    digits = text.removesuffix("+")
    if digits.isdecimal() and len(digits) < 8:
        return Count(int(digits), digits != text)
    return Remark("unreadable_count", {"text": text})


def thousands_of(cells: Iterable[Cell]) -> Settled[Thousands]:
    return Settled()


def as_yes_no(cell: Cell) -> bool | None | Remark:
    text = normalized(as_text(cell))
    if not text:
        return None
    if text in {"yes", "no"}:
        return text == "yes"
    return Remark("not_yes_no", {"text": as_text(cell)})


def as_choice(
    cell: Cell, choices: Mapping[str, Collection[str]]
) -> str | None | Ambiguous[str] | Suggested | Remark:
    """``choices``: each code with its labels in every language, the first as it is said to the reader."""
    text = normalized(as_text(cell))
    for code, labels in choices.items():
        if text in {normalized(label) for label in (code, *labels)}:
            return code
    names = ", ".join(next(iter(labels), code) for code, labels in choices.items())
    return Remark("not_a_choice", {"text": as_text(cell), "choices": names}) if text else None


def as_list(cell: Cell) -> tuple[str, ...]:
    """What one cell lists: "Schools; Media". A comma separates only where no semicolon or new line does."""
    return tuple(piece for part in as_text(cell).split(";") if (piece := part.strip()))
