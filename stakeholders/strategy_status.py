"""How far a strategy is on a day: the rung that it stands on, and whether fresh evidence still shows it.

Pure: the pages, the reminders and item 9 count alike. Months are calendar months (``tfc.dates``).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stakeholders.models import StrategyLevel
from tfc.dates import add_months, within_months

# For how long evidence shows that a strategy is in practice, unless an office says otherwise.
EVIDENCE_MONTHS = 12


class EffectiveLevel(models.TextChoices):
    """From the least to the furthest. Unconfirmed went further than a plan once, and nothing fresh shows it."""

    PLEDGED = "pledged", _("Pledged")
    PLANNED = "planned", pgettext_lazy("strategy", "Planned")
    UNCONFIRMED = "unconfirmed", _("Unconfirmed")
    IMPLEMENTING = "implementing", _("In practice")
    VERIFIED = "verified", _("Verified")


# The rungs that need evidence; what is pledged or planned never lapses.
CLAIMS = frozenset({StrategyLevel.IMPLEMENTING, StrategyLevel.VERIFIED})


class Step(Protocol):
    """What a StrategyStep has: a rung, and since when."""

    rung: str
    on: date


def get_level_on(steps: Iterable[Step], day: date) -> StrategyLevel | None:
    """The rung of the newest step that was taken by ``day``; None before the first one.

    ``steps`` in the order in which they were recorded: of two of the same day the later recorded one counts.
    """
    newest_step = None
    for step in steps:
        if step.on <= day and (newest_step is None or step.on >= newest_step.on):
            newest_step = step
    return None if newest_step is None else StrategyLevel(newest_step.rung)


def get_newest_day(days: Iterable[date], day: date) -> date | None:
    """The newest of the evidence's days that is not after ``day``."""
    return max((evidence_day for evidence_day in days if evidence_day <= day), default=None)


def get_effective_level(
    level: str, evidence_on: date | None, day: date, months: int = EVIDENCE_MONTHS
) -> EffectiveLevel:
    """What ``rung`` is worth on ``day``. ``evidence_on``: the newest day of evidence by then (``newest_by``)."""
    if level in CLAIMS and not within_months(evidence_on, day, months):
        return EffectiveLevel.UNCONFIRMED
    return EffectiveLevel(level)


def last_fresh_day(evidence_on: date, months: int = EVIDENCE_MONTHS) -> date:
    """The last day on which evidence of ``evidence_on`` still counts."""
    return add_months(evidence_on, months)


def lapses_on(evidence_on: date, months: int = EVIDENCE_MONTHS) -> date:
    """The first day on which the strategy shows as unconfirmed, unless fresher evidence comes."""
    return last_fresh_day(evidence_on, months) + timedelta(days=1)


def reminder_due(evidence_on: date | None, day: date, months: int = EVIDENCE_MONTHS) -> bool:
    """True from a month before the newest evidence lapses. Without any evidence there is nothing to renew."""
    return evidence_on is not None and day >= reminded_on(evidence_on, months)


def reminded_on(evidence_on: date, months: int = EVIDENCE_MONTHS) -> date:
    """A month before it lapses."""
    return add_months(evidence_on, months - 1)


def furthest(standings: Iterable[EffectiveLevel]) -> EffectiveLevel | None:
    """Of an organization's strategies the one that is furthest; None where there is none."""
    order = list(EffectiveLevel)
    return max(standings, key=order.index, default=None)
