"""When a service is open, in local time. Pure functions.

A time that occurs twice, when daylight saving time ends, counts the first time; a skipped time counts as the moment of
the change. A span that closes at or before it opens ends on the next day.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from communities.models import Weekday
from tfc.text.line_breaks import hours_words, time_words
from tfc.text.punctuation import join_title, phrases

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
WEEK = 7


class Hours(Protocol):
    """An OpeningHours row or a Span."""

    @property
    def weekday(self) -> Any: ...
    @property
    def opens(self) -> Any: ...
    @property
    def closes(self) -> Any: ...


@dataclass(frozen=True, order=True)
class Span:
    """A span of opening hours. ``weekday`` 0 is Monday; local times."""

    weekday: int
    opens: dt.time
    closes: dt.time


def is_open_at(
    hours: Iterable[Hours], at: dt.datetime, zone: ZoneInfo, *, always: bool = False
) -> bool | None:
    """Return True if it is open at this moment; None if the hours are unknown."""
    spans = list(hours)
    if always or not spans:
        return True if always else None
    return any(begin <= at < end for begin, end in _get_intervals(spans, at, zone))


def get_closing_time(hours: Iterable[Hours], at: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
    """Return the local closing time; None if it is not open or does not close within a week.

    A span that begins where another ends continues it, so midnight is not a closing time.
    """
    moments = sorted(_get_intervals(list(hours), at, zone))
    until = at
    for begin, end in moments:
        if begin <= until < end:
            until = end
    if until == at or until - at > WEEK * DAY:
        return None
    return until.astimezone(zone)


def get_next_opening(hours: Iterable[Hours], at: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
    """Return the local time of the next opening after ``at``; None without hours."""
    later = [begin for begin, _end in _get_intervals(list(hours), at, zone) if begin > at]
    return min(later).astimezone(zone) if later else None


def format_opening(opens: dt.datetime, now: dt.datetime) -> str:
    """Format local times.

    "opens today at 9 a.m.", "opens on Friday at 9 a.m.", "opens next Wednesday at 9 a.m.".
    """
    days = (opens.date() - now.date()).days
    names = {"day": date_format(opens.date(), "l"), "time": time_words(opens.time())}
    if days == 0:
        return _("opens today at %(time)s") % names
    if days == 1:
        return _("opens tomorrow at %(time)s") % names
    if days < WEEK:
        return _("opens on %(day)s at %(time)s") % names
    return _("opens next %(day)s at %(time)s") % names


def format_closing(closes: dt.datetime, now: dt.datetime) -> str:
    """Format "until 5 p.m.", with the day unless it is today."""
    names = {"day": date_format(closes.date(), "l"), "time": time_words(closes.time())}
    if closes.date() == now.date():
        return _("until %(time)s") % names
    return _("until %(day)s, %(time)s") % names


def format_week(hours: Iterable[Hours], *, always: bool = False) -> list[str]:
    """Return one line per group of equal days: "Monday to Friday: 9 a.m.–5 p.m."; empty if unknown."""
    if always:
        return [_("Open 24 hours")]
    by_day: dict[int, list[str]] = {}
    for span in sorted(hours, key=lambda row: (row.weekday, row.opens)):
        by_day.setdefault(span.weekday, []).append(_format_span(span))
    lines: list[tuple[list[int], list[str]]] = []
    for day, span_texts in by_day.items():
        if lines and lines[-1][1] == span_texts and lines[-1][0][-1] == day - 1:
            lines[-1][0].append(day)
        else:
            lines.append(([day], span_texts))
    return [join_title(capfirst(_format_days(days)), phrases(span_texts)) for days, span_texts in lines]


def _format_span(span: Hours) -> str:
    if span.opens == span.closes:
        return _("all day from %(opens)s") % {"opens": time_words(span.opens)}
    return hours_words(span.opens, span.closes)


def _format_days(days: list[int]) -> str:
    first, last = Weekday(days[0]).label, Weekday(days[-1]).label
    if len(days) == 1:
        return str(first)
    if len(days) == 2:
        return _("%(first)s and %(last)s") % {"first": first, "last": last}
    return pgettext("weekdays", "%(first)s to %(last)s") % {"first": first, "last": last}


def _get_intervals(
    hours: list[Hours], at: dt.datetime, zone: ZoneInfo
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Yield opening and closing times in UTC, from the day before ``at`` to eight days after it."""
    today = at.astimezone(zone).date()
    for offset in range(-1, WEEK + 2):
        day = today + offset * DAY
        for span in hours:
            if span.weekday == day.weekday():
                last = day if span.closes > span.opens else day + DAY
                yield _to_utc(day, span.opens, zone), _to_utc(last, span.closes, zone)


def _to_utc(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    local_time = dt.datetime.combine(day, time)
    while _is_skipped(local_time, zone) and _is_skipped(local_time - MINUTE, zone):
        local_time -= MINUTE
    return local_time.replace(tzinfo=zone).astimezone(dt.UTC)


def _is_skipped(local_time: dt.datetime, zone: ZoneInfo) -> bool:
    """Return True if the clock change skips this local time."""
    there = local_time.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone)
    return there.replace(tzinfo=None) != local_time
