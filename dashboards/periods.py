"""The week, month or half-year for which a view is sent."""

import datetime as dt

from dashboards.models.subscriptions import Frequency
from tfc.dates import add_months
from tfc.periods import HalfYear


def get_period(frequency: str, day: dt.date) -> str:
    """Return "2026-W48", "2026-11" or "2026-H2"; a view is due when this differs from its last period."""
    if frequency == Frequency.WEEKLY:
        year, week, _weekday = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if frequency == Frequency.MONTHLY:
        return f"{day.year:04d}-{day.month:02d}"
    return str(HalfYear.from_day(day))


def next_day(frequency: str, day: dt.date) -> dt.date:
    """Return the first day of the period after that of ``day``."""
    if frequency == Frequency.WEEKLY:
        return day + dt.timedelta(days=7 - day.weekday())
    if frequency == Frequency.MONTHLY:
        return add_months(day.replace(day=1), 1)
    return HalfYear.from_day(day).next().first_day
