"""What reading a cell comes to beside the value itself: a question, or a suggestion."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from tfc.spreadsheets.remarks import Remark

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
class Suggestion:
    """A choice's code that may be meant."""

    code: str
    question: Remark


@dataclass(frozen=True)
class Count:
    """A number of people; "60+" is 60, and at least."""

    value: int
    at_least: bool = False


@dataclass(frozen=True)
class ColumnConvention(Generic[Value]):
    """What a column's own cells say about how they are to be read. Show ``why`` beside what was settled."""

    taken: Value | None = None
    """None: nothing settles it. Where a cell is ambiguous, somebody has to choose for the column."""
    why: Remark | None = None
    """Which cell settles it, or which two contradict each other, or what else is strange about the column."""
