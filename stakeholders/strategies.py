"""Strategies as pages show them: how far each is today, until when its evidence counts, and what to do next."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stakeholders.catalogue import get_strategy_title
from stakeholders.horizon import horizon
from stakeholders.models import Strategy, StrategyLevel
from stakeholders.strategy_status import (
    CLAIMS,
    EVIDENCE_MONTHS,
    EffectiveLevel,
    get_effective_level,
    lapses_on,
    reminded_on,
    reminder_due,
)


class NextAction(StrEnum):
    """The one thing to do for a strategy."""

    CLIMB = "climb"
    SHOW = "show"
    VERIFY = "verify"
    NOTHING = "nothing"


@dataclass(frozen=True)
class StrategyProgress:
    """A strategy on ``day``; ``strategy`` comes from ``with_progress(day)``.

    ``months``: for how long evidence counts.
    """

    strategy: Strategy
    day: dt.date
    months: int = EVIDENCE_MONTHS

    @property
    def title(self) -> str:
        return get_strategy_title(self.strategy)

    @property
    def rung(self) -> StrategyLevel:
        return StrategyLevel(self.strategy.rung or StrategyLevel.PLEDGED)

    @property
    def standing(self) -> EffectiveLevel:
        return get_effective_level(self.rung, self.strategy.evidence_on, self.day, self.months)

    @property
    def ended(self) -> bool:
        return self.strategy.ended_on is not None

    @property
    def claims(self) -> bool:
        """It stands on a rung that needs evidence."""
        return self.rung in CLAIMS

    @property
    def to_confirm(self) -> bool:
        """Its evidence is missing, lapses within a month, or lapsed."""
        evidence_on = self.strategy.evidence_on
        return self.claims and (evidence_on is None or reminder_due(evidence_on, self.day, self.months))

    @property
    def lapses_on(self) -> dt.date | None:
        evidence_on = self.strategy.evidence_on
        return lapses_on(evidence_on, self.months) if evidence_on else None

    @property
    def reminded_on(self) -> dt.date | None:
        evidence_on = self.strategy.evidence_on
        return reminded_on(evidence_on, self.months) if evidence_on else None

    @property
    def next(self) -> NextAction:
        if self.ended:
            return NextAction.NOTHING
        if not self.claims:
            return NextAction.CLIMB
        if self.to_confirm:
            return NextAction.SHOW
        return NextAction.VERIFY if self.rung == StrategyLevel.IMPLEMENTING else NextAction.NOTHING

    @property
    def freshness(self) -> str:
        """What its evidence is worth, in a sentence with the day on which that changes."""
        evidence_on = self.strategy.evidence_on
        if not self.claims:
            return _("A pledge or a plan needs no evidence yet, and does not lapse.")
        if evidence_on is None:
            return _("Nothing shows it yet. Until fresh evidence does, it is unconfirmed.")
        lapse = lapses_on(evidence_on, self.months)
        days = {"evidence": date_format(evidence_on), "day": date_format(lapse), "months": self.months}
        if self.standing == EffectiveLevel.UNCONFIRMED:
            text = _(
                "The newest evidence is of %(evidence)s, more than %(months)s months ago. "
                "Since %(day)s it is unconfirmed."
            )
        else:
            text = _(
                "The newest evidence is of %(evidence)s. Without fresher evidence it is unconfirmed from %(day)s on."
            )
        return text % days


def get_strategy_progress(
    day: dt.date, strategies: Iterable[Strategy], months: int | None = None
) -> list[StrategyProgress]:
    """``months``: for how long evidence counts, which else takes a query."""
    months = horizon(day).evidence_months if months is None else months
    return [StrategyProgress(strategy, day, months) for strategy in strategies]


def strategies_to_confirm(day: dt.date, months: int | None = None) -> list[StrategyProgress]:
    """Running ones that are said to be in practice, and whose evidence is missing or about to lapse.

    Those without evidence come first, then the longest waiting; one query, and one more without the ``months``.
    """
    rows = Strategy.objects.in_practice().with_progress(day).select_related("organization")
    waiting = [progress for progress in get_strategy_progress(day, rows, months) if progress.to_confirm]
    return sorted(
        waiting, key=lambda progress: (progress.strategy.evidence_on or dt.date.min, progress.strategy.pk)
    )


def count_by_level(rows: Iterable[StrategyProgress]) -> list[tuple[EffectiveLevel, int]]:
    """How many stand where, from the furthest to the least, those with none as well."""
    counts = Counter(progress.standing for progress in rows)
    return [(standing, counts[standing]) for standing in reversed(EffectiveLevel)]
