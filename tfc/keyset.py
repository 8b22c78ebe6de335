"""Long lists page by page between two rows: as quick on the last page as on the first, and no row twice.

Each list knows its order and how to say "beyond this row"; here is what all of them read the same way.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """Rows in the order of the list, and whether there are pages on either side."""

    rows: list[Row]
    has_previous: bool
    has_next: bool


def from_start(found: "models.QuerySet[Row]", size: int) -> Slice[Row]:
    """The first page of ``found``, up to ``size`` rows; one query, as for the other two."""
    return first_of(list(found[: size + 1]), size)


def first_of(rows: list[Row], size: int) -> Slice[Row]:
    """The first page of rows that were read already, up to ``size`` and one more."""
    return Slice(rows[:size], has_previous=False, has_next=len(rows) > size)


def after(beyond: "models.QuerySet[Row]", size: int) -> Slice[Row]:
    """The page that follows a row; ``beyond`` is all that follows it, nearest first."""
    rows, more = _read(beyond, size)
    return Slice(rows, has_previous=bool(rows), has_next=more)


def before(beyond: "models.QuerySet[Row]", size: int) -> Slice[Row]:
    """The page that comes ahead of a row; ``beyond`` is all that does, nearest first."""
    rows, more = _read(beyond, size)
    return Slice(rows[::-1], has_previous=more, has_next=bool(rows))


def _read(found: "models.QuerySet[Row]", size: int) -> tuple[list[Row], bool]:
    rows = list(found[: size + 1])
    return rows[:size], len(rows) > size
