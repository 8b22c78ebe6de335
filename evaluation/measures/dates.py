"""Calendar arithmetic for cadences and look-backs; the other apps use the same."""

from tfc.dates import add_months, within_days, within_months

__all__ = ["add_months", "within_days", "within_months"]
