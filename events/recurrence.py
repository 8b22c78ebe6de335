"""Days of a recurring event: iCalendar rules over local days. No database, no time zones."""

import datetime as dt
from dataclasses import dataclass
from itertools import islice

from dateutil.rrule import rrulestr
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.event_time import check_day

MOST_EVENTS = 104
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Repeat(TextChoices):
    WEEK = "week", gettext_lazy("Every week")
    FORTNIGHT = "fortnight", gettext_lazy("Every two weeks")
    MONTH_WEEKDAY = "month_weekday", gettext_lazy("Every month, on this weekday")
    MONTH_DAY = "month_day", gettext_lazy("Every month, on this day of the month")


@dataclass(frozen=True)
class Recurrence:
    """``rule`` as stored (RFC 5545, without DTSTART), and its days in order, from the first on."""

    rule: str
    days: tuple[dt.date, ...]


def recurrence(repeat: str, first: dt.date, until: dt.date, *, today: dt.date) -> Recurrence:
    """Return the days from ``first`` to ``until``; ValidationError at "until" when there are too few or too many."""
    if until <= first:
        raise ValidationError({"until": _("Enter an end after the start.")})
    check_day(until, today, field="until")
    rule = f"{_pattern(repeat, first)};UNTIL={until:%Y%m%d}"
    days = get_days(rule, first, limit=MOST_EVENTS + 1)
    if len(days) < 2:
        raise ValidationError({"until": _("Enter a later last day.")})
    if len(days) > MOST_EVENTS:
        raise ValidationError(
            {
                "until": _("That makes more than %(most)d events. Choose a day up to %(last)s.")
                % {"most": MOST_EVENTS, "last": date_format(days[MOST_EVENTS - 1])}
            }
        )
    return Recurrence(rule=rule, days=days)


def get_days(rule: str, first: dt.date, *, limit: int = MOST_EVENTS) -> tuple[dt.date, ...]:
    moments = rrulestr(rule, dtstart=dt.datetime.combine(first, dt.time()))
    return tuple(occurrence.date() for occurrence in islice(moments, limit))


def move_recurrence(rule: str, first: dt.date, number: int) -> Recurrence:
    """Return the same rhythm from another first day, for ``number`` events: a Tuesday series becomes a Wednesday
    series.
    """
    rule = f"{_pattern(get_repeat(rule), first)};COUNT={number}"
    days = get_days(rule, first, limit=number)
    return Recurrence(rule=rule, days=days)


def get_repeat(rule: str) -> Repeat:
    if "FREQ=WEEKLY" in rule:
        return Repeat.FORTNIGHT if "INTERVAL=2" in rule else Repeat.WEEK
    return Repeat.MONTH_WEEKDAY if "BYDAY" in rule else Repeat.MONTH_DAY


def _pattern(repeat: str, first: dt.date) -> str:
    if repeat == Repeat.WEEK:
        return "FREQ=WEEKLY"
    if repeat == Repeat.FORTNIGHT:
        return "FREQ=WEEKLY;INTERVAL=2"
    if repeat == Repeat.MONTH_WEEKDAY:
        return f"FREQ=MONTHLY;BYDAY={_nth(first)}{WEEKDAYS[first.weekday()]}"
    return f"FREQ=MONTHLY;{_month_day(first.day)}"


def _nth(day: dt.date) -> int:
    """Return which weekday of its month this is; the fifth is returned as the last (-1), since most
    months have four.
    """
    nth = (day.day - 1) // 7 + 1
    return -1 if nth == 5 else nth


def _month_day(day: int) -> str:
    """Return the rule of a day of the month: the 31st is the last day of a shorter month, where a bare BYMONTHDAY=31
    would leave out five months.
    """
    if day <= 28:
        return f"BYMONTHDAY={day}"
    return f"BYMONTHDAY={','.join(str(month_day) for month_day in range(28, day + 1))};BYSETPOS=-1"
