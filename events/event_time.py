"""From a day and a time on the wall to an instant, and what a community may not type. No database.

Rules raise ValidationError keyed by the field that has to change: day, starts, ends, ends_day.
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tfc.text.line_breaks import time_words

FIRST_DAY = dt.date(2000, 1, 1)
YEARS_AHEAD = 5
LONGEST = dt.timedelta(days=366)
# Without a last day, an end that is earlier than the start means the next morning, up to this long.
LONGEST_NIGHT = dt.timedelta(hours=12)


@dataclass(frozen=True)
class EventTime:
    """A day and times on the wall in ``zone``. Without ``ends`` nobody said how long it took."""

    day: dt.date
    starts: dt.time
    zone: ZoneInfo
    ends: dt.time | None = None
    ends_day: dt.date | None = None

    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """Start and end as aware moments; the same moment twice when no end is given."""
        start = moment(self.day, self.starts, self.zone, field="starts")
        end = self._end(start)
        if end - start > LONGEST:
            raise ValidationError({"ends_day": _("An event can last a year at most.")})
        return start, end

    def _end(self, start: dt.datetime) -> dt.datetime:
        if self.ends is None:
            if self.ends_day not in (None, self.day):
                raise ValidationError({"ends": _("Say at what time it ends on the last day.")})
            return start
        if self.ends_day is not None:
            end = moment(self.ends_day, self.ends, self.zone, field="ends")
            if end < start:
                field = "ends_day" if self.ends_day < self.day else "ends"
                raise ValidationError({field: _("The end is before the start.")})
            return end
        if self.ends >= self.starts:
            return moment(self.day, self.ends, self.zone, field="ends")
        end = moment(self.day + dt.timedelta(days=1), self.ends, self.zone, field="ends")
        if end - start > LONGEST_NIGHT:
            raise ValidationError(
                {
                    "ends": _(
                        "The end is before the start. If it went on until the next day, give the last day."
                    )
                }
            )
        return end


def moment(day: dt.date, time: dt.time, zone: ZoneInfo, *, field: str) -> dt.datetime:
    """The instant at which the clocks of ``zone`` show this; the first of two when they show it twice."""
    local = dt.datetime.combine(day, time, zone)
    there_and_back = local.astimezone(dt.UTC).astimezone(zone)
    if there_and_back.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError(
            {
                field: _("On %(day)s the clocks jump over %(time)s, so this time does not exist.")
                % {"day": date_format(day), "time": time_words(time)}
            }
        )
    return local


def check_day(day: dt.date, today: dt.date, *, field: str = "day") -> None:
    """Refuse what can only be a slip: before 2000, or more than five years ahead."""
    if day < FIRST_DAY:
        raise ValidationError({field: _("This is before the year 2000. Check the year.")})
    if day > years_after(today, YEARS_AHEAD):
        raise ValidationError({field: _("This is more than five years ahead. Check the year.")})


def years_after(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def check_happened(start: dt.datetime, now: dt.datetime, *, field: str = "day") -> None:
    if start > now:
        raise ValidationError(
            {field: _("This is still to come. Only what has begun can be recorded as held.")}
        )


def check_when(when: EventTime, now: dt.datetime, *, held: bool) -> tuple[dt.datetime, dt.datetime]:
    """Start and end of what may be stored; ``held``: it cannot lie in the future."""
    today = now.astimezone(when.zone).date()
    check_day(when.day, today)
    if when.ends_day is not None:
        check_day(when.ends_day, today, field="ends_day")
    start, end = when.span()
    if held:
        # Of today only the time can be at fault.
        check_happened(start, now, field="starts" if when.day == today else "day")
    return start, end
