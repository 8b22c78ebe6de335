"""Arranging what a community did with an organization by year. Pure functions: entries in, years out."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby
from typing import Self

from django.db.models import Q

_CURSOR = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-([0-9]{1,2})-([0-9]{1,18})")


class Kind(IntEnum):
    """On the same day the lower comes first: an end is shown above its beginning."""

    MERGED = 0
    FOCUS_ENDED = 1
    STRATEGY_ENDED = 2
    EVIDENCE = 3
    STRATEGY_STEP = 4
    ASKED = 5
    CONTRIBUTION = 6
    BRIEFING_FOLLOWED = 7
    BRIEFING_ANSWERED = 8
    BRIEFING_GIVEN = 9
    FOCUS_CHOSEN = 10
    EVENT = 11
    CONTACT = 12
    MET = 13
    ADDED = 14


@dataclass(frozen=True)
class Entry:
    """One event of the timeline. ``id`` is that of its row; ``undo`` the address that undoes it, if there is one."""

    day: dt.date
    kind: Kind
    id: int
    icon: str
    title: str
    text: str = ""
    url: str = ""
    undo: str = ""

    @property
    def place(self) -> tuple[int, int, int]:
        return _place(self.day, self.kind, self.id)


@dataclass(frozen=True)
class Cursor:
    """The entry after which the next page continues."""

    day: dt.date
    kind: int
    id: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the cursor in a page's address; None for none, or an invalid one."""
        match = _CURSOR.fullmatch(text)
        if match is None:
            return None
        try:
            return cls(dt.date.fromisoformat(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None

    @property
    def place(self) -> tuple[int, int, int]:
        return _place(self.day, self.kind, self.id)

    def __str__(self) -> str:
        return f"{self.day.isoformat()}-{self.kind:d}-{self.id}"

    def below(self, kind: Kind) -> Q:
        """Return a filter for the rows of ``kind``, with their ``day`` annotated, that come after this entry."""
        earlier = Q(day__lt=self.day)
        if kind == self.kind:
            return earlier | Q(day=self.day, pk__lt=self.id)
        return Q(day__lte=self.day) if kind > self.kind else earlier


@dataclass(frozen=True)
class Timeline:
    """Entries by year, newest first, and the cursor of the next page, if there is one."""

    years: list[tuple[int, list[Entry]]]
    older: Cursor | None


def build_page(entries: Iterable[Entry], size: int) -> Timeline:
    """Return the first ``size`` of ``entries``, in any order."""
    ordered = sorted(entries, key=lambda entry: entry.place)
    page = ordered[:size]
    years = [(year, list(rows)) for year, rows in groupby(page, key=lambda entry: entry.day.year)]
    last = page[-1] if len(ordered) > size and page else None
    return Timeline(years, Cursor(last.day, last.kind, last.id) if last else None)


def _place(day: dt.date, kind: int, row_id: int) -> tuple[int, int, int]:
    """Return the sort key: newest first."""
    return (-day.toordinal(), kind, -row_id)
