"""The level of a strategy on a day, and whether fresh evidence still supports it.

Pure, so that the pages, the reminders and item 9 count alike. Months are calendar months (``tfc.dates``).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stakeholders.models import StrategyLevel
from tfc.dates import add_months, is_within_months

# For how long evidence counts, unless an office sets another number.
EVIDENCE_MONTHS = 12


class EffectiveLevel(models.TextChoices):
    """From lowest to highest. Unconfirmed: it once went further than a plan, but has no fresh evidence."""

    PLEDGED = "pledged", _("Pledged")
    PLANNED = "planned", pgettext_lazy("strategy", "Planned")
    UNCONFIRMED = "unconfirmed", _("Not confirmed")
    IMPLEMENTING = "implementing", _("In practice")
    VERIFIED = "verified", _("Verified")


# The levels that need evidence; pledged and planned never lapse.
CLAIMS = frozenset({StrategyLevel.IMPLEMENTING, StrategyLevel.VERIFIED})


class Step(Protocol):
    """The attributes of a StrategyStep: level and day."""

    rung: str
    on: date


def get_level_on(steps: Iterable[Step], day: date) -> StrategyLevel | None:
    """Return the level of the newest step by ``day``; None before the first one.

    ``steps`` are in the order of recording: of two with the same day the later recorded one counts.
    """
    newest_step = None
    for step in steps:
        if step.on <= day and (newest_step is None or step.on >= newest_step.on):
            newest_step = step
    return None if newest_step is None else StrategyLevel(newest_step.rung)


def get_newest_day(days: Iterable[date], day: date) -> date | None:
    """Return the newest of the evidence's days that is not after ``day``."""
    return max((evidence_day for evidence_day in days if evidence_day <= day), default=None)


def get_effective_level(
    level: str, evidence_on: date | None, day: date, months: int = EVIDENCE_MONTHS
) -> EffectiveLevel:
    """Return the level that ``level`` is worth on ``day``. ``evidence_on``: the newest day of evidence by then
    (``get_newest_day``).
    """
    if level in CLAIMS and not is_within_months(evidence_on, day, months):
        return EffectiveLevel.UNCONFIRMED
    return EffectiveLevel(level)


def last_fresh_day(evidence_on: date, months: int = EVIDENCE_MONTHS) -> date:
    """Return the last day on which evidence of ``evidence_on`` counts."""
    return add_months(evidence_on, months)


def lapses_on(evidence_on: date, months: int = EVIDENCE_MONTHS) -> date:
    """Return the first day on which the strategy is unconfirmed without newer evidence."""
    return last_fresh_day(evidence_on, months) + timedelta(days=1)


def reminder_due(evidence_on: date | None, day: date, months: int = EVIDENCE_MONTHS) -> bool:
    """Return True from a month before the newest evidence lapses. Without evidence there is nothing to renew."""
    return evidence_on is not None and day >= get_reminder_day(evidence_on, months)


def get_reminder_day(evidence_on: date, months: int = EVIDENCE_MONTHS) -> date:
    """Return the day one month before it lapses."""
    return add_months(evidence_on, months - 1)


def furthest(standings: Iterable[EffectiveLevel]) -> EffectiveLevel | None:
    """Return the highest level of an organization's strategies; None if there is none."""
    order = list(EffectiveLevel)
    return max(standings, key=order.index, default=None)
