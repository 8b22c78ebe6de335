"""A month of local days: which days it shows, and the events of each. No database."""

import datetime as dt
from calendar import Calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, Self, TypeVar
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, get_format

FIRST_YEAR, LAST_YEAR = 2000, 2100
# An event that ends within this time on the next morning is shown on its first day alone.
NIGHT = dt.timedelta(hours=12)


class Happening(Protocol):
    """An entry of a calendar; its times are read in its own time zone."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    time_zone: str


Kind = TypeVar("Kind", bound=Happening)


@dataclass(frozen=True, order=True)
class Month:
    year: int
    month: int

    @classmethod
    def from_day(cls, day: dt.date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse "2026-11"; ValueError for anything else, and for years out of range."""
        year, separator, month = text.partition("-")
        digits = (year + month).isascii() and (year + month).isdecimal()
        if not (separator and digits and len(year) == 4 and len(month) == 2):
            raise ValueError(text[:10])
        result = cls(int(year), int(month))
        if not (result.is_shown() and 1 <= result.month <= 12):
            raise ValueError(text)
        return result

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last_day(self) -> dt.date:
        return self.next().first_day - dt.timedelta(days=1)

    @property
    def label(self) -> str:
        """Return “November 2026” in the active language."""
        return date_format(self.first_day, "YEAR_MONTH_FORMAT")

    def next(self) -> "Month":
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def previous(self) -> "Month":
        return Month(self.year - (self.month == 1), (self.month - 2) % 12 + 1)

    def is_shown(self) -> bool:
        return FIRST_YEAR <= self.year <= LAST_YEAR

    def weeks(self) -> list[list[dt.date]]:
        """Return whole weeks, which begin on the first weekday of the active language."""
        # Django counts from Sunday, Python from Monday.
        first = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7
        return Calendar(first).monthdatescalendar(self.year, self.month)


def group_by_day(happenings: Iterable[Kind], first: dt.date, last: dt.date) -> dict[dt.date, list[Kind]]:
    """Return the entries of each day from ``first`` to ``last``, in the order given; a longer one is on each of its
    days.
    """
    happenings_by_day: dict[dt.date, list[Kind]] = {}
    for happening in happenings:
        for day in get_days(happening):
            if first <= day <= last:
                happenings_by_day.setdefault(day, []).append(happening)
    return happenings_by_day


def get_days(happening: Happening) -> Sequence[dt.date]:
    zone = ZoneInfo(happening.time_zone)
    start, end = happening.starts_at.astimezone(zone), happening.ends_at.astimezone(zone)
    if happening.ends_at - happening.starts_at <= NIGHT:
        return [start.date()]
    # An event that ends at midnight is not shown on the day that begins then.
    last = (end - dt.timedelta(microseconds=1)).date()
    return [start.date() + dt.timedelta(days=day) for day in range((last - start.date()).days + 1)]
