"""Half-years: the reporting periods of all rounds, figures and reports, also as text and in URLs."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property, lru_cache
from typing import Self

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tfc.text.punctuation import format_within_sentence

_TEXT = re.compile(r"([0-9]{4})-H([12])")


@dataclass(frozen=True, order=True)
class HalfYear:
    """January to June (half 1) or July to December (half 2) of a year. Sorts by time; str gives "2026-H1"."""

    year: int
    half: int

    def __post_init__(self) -> None:
        if self.half not in (1, 2):
            raise ValueError(f"A year has half 1 and half 2, not half {self.half}.")
        if not date.min.year <= self.year <= date.max.year:
            raise ValueError(f"The year {self.year} is not between {date.min.year} and {date.max.year}.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the half-year that `text` ("2026-H1") names; raise ValueError if it names none."""
        match = _TEXT.fullmatch(text)
        if match is None:
            raise ValueError(f"“{text}” is not a half-year. Write it as 2026-H1 or 2026-H2.")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def named(cls, text: str) -> Self | None:
        """Return the half-year that `text` from a URL names; None if it names none."""
        try:
            return cls.parse(text)
        except ValueError:
            return None

    @classmethod
    def from_day(cls, day: date) -> Self:
        """Return the half-year that contains `day`. A datetime is refused: its day depends on a time zone."""
        if isinstance(day, datetime):
            raise ValueError("A moment has no half-year without a time zone: use HalfYear.of_instant.")
        return cls(day.year, 1 if day.month <= 6 else 2)

    @classmethod
    def of_instant(cls, moment: datetime, tz: tzinfo) -> Self:
        """Return the half-year that contains `moment` (aware) in the time zone `tz`."""
        if moment.tzinfo is None:
            raise ValueError("This moment has no time zone, so its half-year is not known.")
        return cls.from_day(moment.astimezone(tz).date())

    def __str__(self) -> str:
        return f"{self.year:04d}-H{self.half}"

    @property
    def dhis2(self) -> str:
        """Return the period in DHIS2 format: "2026S1"."""
        return f"{self.year:04d}S{self.half}"

    @cached_property
    def first_day(self) -> date:
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @cached_property
    def last_day(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    def contains(self, day: date) -> bool:
        return self == HalfYear.from_day(day)

    def next(self) -> Self:
        return type(self)(self.year, 2) if self.half == 1 else type(self)(self.year + 1, 1)

    def previous(self) -> Self:
        return type(self)(self.year, 1) if self.half == 2 else type(self)(self.year - 1, 2)

    def list_latest(self, number: int) -> list[Self]:
        """Return this half-year and those before it, ``number`` in all, newest first."""
        half_years = [self]
        while len(half_years) < number:
            half_years.append(half_years[-1].previous())
        return half_years

    def bounds(self, tz: tzinfo) -> tuple[datetime, datetime]:
        """Return the first local midnight (inclusive) and the midnight after the last day (exclusive), both aware."""
        end = self.last_day + timedelta(days=1)
        return datetime.combine(self.first_day, time.min, tz), datetime.combine(end, time.min, tz)

    def get_reference_day(self, today: date) -> date:
        """Return the day as of which the half-year is measured: its last day, or `today` while it is still open."""
        return min(self.last_day, today)


def half_year_or_404(text: str) -> HalfYear:
    """Return the half-year that a part of a URL names; raise Http404 if it names none."""
    if (half_year := HalfYear.named(text)) is None:
        raise Http404
    return half_year


def half_year_text(half_year: HalfYear | str) -> str:
    """Return "January to June 2026", for use alone or at the start of a sentence."""
    return _alone(str(half_year), str(get_language()))


def half_year_within(half_year: HalfYear | str) -> str:
    """Return the same for use inside a sentence: not every language capitalizes months there."""
    return format_within_sentence(half_year_text(half_year))


@lru_cache(maxsize=400)
def _alone(half_year: str, _language: str) -> str:
    period = HalfYear.parse(half_year)
    year = {"year": period.year}
    return _("January to June %(year)s") % year if period.half == 1 else _("July to December %(year)s") % year
