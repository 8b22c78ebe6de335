"""What reading a cell may return besides plain values: numbers of people, questions and suggestions; and the
conventions of a column.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from tfc.spreadsheets.remarks import Remark

Value = TypeVar("Value")


class Order(StrEnum):
    """The order of day, month and year in a column."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class Thousands(StrEnum):
    """The thousands separator of a column."""

    COMMA = ","
    POINT = "."


@dataclass(frozen=True)
class Ambiguous(Generic[Value]):
    readings: tuple[Value, ...]
    question: Remark


@dataclass(frozen=True)
class Suggestion:
    """The code of a choice that is probably meant."""

    code: str
    question: Remark


@dataclass(frozen=True)
class Count:
    """A number of people; "60+" is 60 with ``at_least``."""

    value: int
    at_least: bool = False


@dataclass(frozen=True)
class ColumnConvention(Generic[Value]):
    """How a column's cells are to be read, by its own evidence. Show ``why`` next to the result."""

    taken: Value | None = None
    """None: nothing settles it. Where a cell is ambiguous, somebody has to choose for the column."""
    why: Remark | None = None
    """Which cell settles it, or which two contradict each other, or what else is strange about the column."""
