"""Keyset pages of events by (starts_at, id); the address holds the position in the list."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Self

from events.list_queries import PAGE
from events.models import Event
from events.models.events import EventQuerySet
from tfc import keyset

_CURSOR = re.compile(r"(after|before)-([0-9]{1,17})-([0-9]{1,18})")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Cursor:
    """A position between two rows, and the direction to read from it in the order of the list."""

    way: str
    starts_at: dt.datetime
    event_id: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the cursor in a page's address; None for an empty or invalid one."""
        match = _CURSOR.fullmatch(text)
        if match is None:
            return None
        return cls(match[1], _EPOCH + int(match[2]) * _MICROSECOND, int(match[3]))

    @classmethod
    def at(cls, way: str, event: Event) -> Self:
        return cls(way, event.starts_at, event.pk)

    def __str__(self) -> str:
        return f"{self.way}-{(self.starts_at - _EPOCH) // _MICROSECOND}-{self.event_id}"


@dataclass(frozen=True)
class Page:
    events: list[Event]
    previous: Cursor | None
    next: Cursor | None


def get_page(
    events: EventQuerySet, cursor: Cursor | None, *, soonest: bool = False, size: int = PAGE
) -> Page:
    """Return one page, newest first or ``soonest`` first, in one query; if nothing is beyond the cursor, the first
    page, in another one.
    """
    if cursor is not None:
        backwards = cursor.way == "before"
        ascending = soonest != backwards
        beyond = _order_events(_filter_beyond(events, cursor, ascending=ascending), soonest=ascending)
        if (cut := (keyset.get_page_before if backwards else keyset.get_page_after)(beyond, size)).rows:
            return _page(cut)
    return _page(keyset.from_start(_order_events(events, soonest=soonest), size))


def _order_events(events: EventQuerySet, *, soonest: bool) -> EventQuerySet:
    return events.soonest_first() if soonest else events.newest_first()


def get_first_page(events: list[Event], size: int = PAGE) -> Page:
    """Return the first page of events that were read newest first, one more than a page holds."""
    return _page(keyset.slice_first_page(events, size))


def _page(page_slice: keyset.Slice[Event]) -> Page:
    return Page(
        events=page_slice.rows,
        previous=Cursor.at("before", page_slice.rows[0]) if page_slice.has_previous else None,
        next=Cursor.at("after", page_slice.rows[-1]) if page_slice.has_next else None,
    )


def _filter_beyond(events: EventQuerySet, cursor: Cursor, *, ascending: bool) -> EventQuerySet:
    if ascending:
        later = events.filter(starts_at__gte=cursor.starts_at)
        return later.exclude(starts_at=cursor.starts_at, id__lte=cursor.event_id)
    earlier = events.filter(starts_at__lte=cursor.starts_at)
    return earlier.exclude(starts_at=cursor.starts_at, id__gte=cursor.event_id)
