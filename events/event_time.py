"""Convert a local day and time to an instant, and validate what a community may type. No database.

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
# Without a last day, an end earlier than the start means the next morning, up to this duration.
LONGEST_NIGHT = dt.timedelta(hours=12)


@dataclass(frozen=True)
class EventTime:
    """A local day and times in ``zone``. Without ``ends`` the duration is unknown."""

    day: dt.date
    starts: dt.time
    zone: ZoneInfo
    ends: dt.time | None = None
    ends_day: dt.date | None = None

    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """Return start and end as aware datetimes; the same one twice when no end is given."""
        start = moment(self.day, self.starts, self.zone, field="starts")
        end = self._end(start)
        if end - start > LONGEST:
            raise ValidationError({"ends_day": _("Enter an end within a year.")})
        return start, end

    def _end(self, start: dt.datetime) -> dt.datetime:
        if self.ends is None:
            if self.ends_day not in (None, self.day):
                raise ValidationError({"ends": _("Enter an end time for the last day.")})
            return start
        if self.ends_day is not None:
            end = moment(self.ends_day, self.ends, self.zone, field="ends")
            if end < start:
                field = "ends_day" if self.ends_day < self.day else "ends"
                raise ValidationError({field: _("Enter an end after the start.")})
            return end
        if self.ends >= self.starts:
            return moment(self.day, self.ends, self.zone, field="ends")
        end = moment(self.day + dt.timedelta(days=1), self.ends, self.zone, field="ends")
        if end - start > LONGEST_NIGHT:
            raise ValidationError(
                {"ends": _("Enter an end after the start. If it ended the next day, enter the last day.")}
            )
        return end


def moment(day: dt.date, time: dt.time, zone: ZoneInfo, *, field: str) -> dt.datetime:
    """Return the instant of a local time in ``zone``; the first of two when the clocks are set back. ValidationError
    at ``field`` for a time that does not exist.
    """
    local = dt.datetime.combine(day, time, zone)
    there_and_back = local.astimezone(dt.UTC).astimezone(zone)
    if there_and_back.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError(
            {
                field: _("The clocks skip %(time)s on %(day)s. Choose another time.")
                % {"day": date_format(day), "time": time_words(time)}
            }
        )
    return local


def check_day(day: dt.date, today: dt.date, *, field: str = "day") -> None:
    """Raise ValidationError for a day that must be a typing mistake: before 2000, or more than five years ahead."""
    if day < FIRST_DAY:
        raise ValidationError({field: _("Enter a date from 2000 on.")})
    if day > years_after(today, YEARS_AHEAD):
        raise ValidationError({field: _("Enter a date within five years.")})


def years_after(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # February 29
        return day.replace(year=day.year + years, day=28)


def check_happened(start: dt.datetime, now: dt.datetime, *, field: str = "day") -> None:
    if start > now:
        text = (
            _("Enter a time that has passed.")
            if field == "starts"
            else _("Enter a date that is not in the future.")
        )
        raise ValidationError({field: text})


def check_when(when: EventTime, now: dt.datetime, *, held: bool) -> tuple[dt.datetime, dt.datetime]:
    """Return the validated start and end; with ``held`` they cannot be in the future."""
    today = now.astimezone(when.zone).date()
    check_day(when.day, today)
    if when.ends_day is not None:
        check_day(when.ends_day, today, field="ends_day")
    start, end = when.span()
    if held:
        # If the day is today, only the time can be wrong.
        check_happened(start, now, field="starts" if when.day == today else "day")
    return start, end
