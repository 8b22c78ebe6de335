"""How long a provider's confirmation is valid. Pure functions."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tfc.dates import is_within_days

# A full half-year; item 12 counts a service up to this many days after its provider confirmed it.
CONFIRMED_DAYS = 184
REMIND_DAYS = 30
# Counted from the last confirmation.
REMIND_AFTER = dt.timedelta(days=CONFIRMED_DAYS - REMIND_DAYS)
LINK_DAYS = 14


@dataclass(frozen=True)
class ProviderDoubt:
    """A provider reported a change or an end: valid from the day of its reply until the team settles it."""

    since: dt.date
    settled_on: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        return self.since <= day and (self.settled_on is None or self.settled_on > day)


def is_doubted(doubts: Iterable[ProviderDoubt], day: dt.date) -> bool:
    """Return True if an earlier confirmation may not count on this day."""
    return any(doubt.holds_on(day) for doubt in doubts)


class Freshness(models.TextChoices):
    CONFIRMED = "confirmed", pgettext_lazy("service", "Confirmed")
    LAPSING = "lapsing", _("Confirm again soon")
    LAPSED = "lapsed", _("Confirmation expired")
    NEVER = "never", _("Not confirmed")
    DOUBTED = "doubted", _("Provider reported a change")


def get_last_valid_day(confirmed_on: dt.date) -> dt.date:
    """Return the last day on which the confirmation counts."""
    return confirmed_on + dt.timedelta(days=CONFIRMED_DAYS)


def get_confirmed_cutoff(today: dt.date) -> dt.date:
    """Return the earliest day of confirmation that still counts ``today``."""
    return today - dt.timedelta(days=CONFIRMED_DAYS)


def get_lapsing_cutoff(today: dt.date) -> dt.date:
    """Return the latest day of confirmation that expires within thirty days of ``today``, or has expired."""
    return today - REMIND_AFTER


def get_freshness(confirmed_on: dt.date | None, today: dt.date, *, doubted: bool = False) -> Freshness:
    if doubted:
        return Freshness.DOUBTED
    if confirmed_on is None:
        return Freshness.NEVER
    if not is_within_days(confirmed_on, today, CONFIRMED_DAYS):
        return Freshness.LAPSED
    return Freshness.LAPSING if confirmed_on <= get_lapsing_cutoff(today) else Freshness.CONFIRMED
