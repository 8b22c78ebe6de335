"""Calendar arithmetic for cadences and look-backs."""

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on (or back).

    The month's last day where it has no such day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def within_days(day: date | None, as_of: date, days: int) -> bool:
    """True when `day` is no later than `as_of` and at most so many days before it."""
    return day is not None and 0 <= (as_of - day).days <= days


def within_months(day: date | None, as_of: date, months: int) -> bool:
    """True when `day` is no later than `as_of` and at most so many months before it."""
    return day is not None and day <= as_of <= add_months(day, months)
