"""Calendar arithmetic for recurring dates and look-back periods."""

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """Return the same day of the month, `months` later (earlier if negative), or the last day of a month that has no
    such day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_within_days(day: date | None, as_of: date, days: int) -> bool:
    """Return True if `day` is at most `as_of` and at most so many days before it."""
    return day is not None and 0 <= (as_of - day).days <= days


def is_within_months(day: date | None, as_of: date, months: int) -> bool:
    """Return True if `day` is at most `as_of` and at most so many months before it."""
    return day is not None and day <= as_of <= add_months(day, months)
