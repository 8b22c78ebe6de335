"""Strategies for pages: today's level, how long the evidence counts, and what to do next."""

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
    get_reminder_day,
    lapses_on,
    reminder_due,
)


class NextAction(StrEnum):
    """The next action for a strategy."""

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
        """Whether its level needs evidence."""
        return self.rung in CLAIMS

    @property
    def to_confirm(self) -> bool:
        """Whether its evidence is missing, has lapsed or lapses within a month."""
        evidence_on = self.strategy.evidence_on
        return self.claims and (evidence_on is None or reminder_due(evidence_on, self.day, self.months))

    @property
    def lapses_on(self) -> dt.date | None:
        evidence_on = self.strategy.evidence_on
        return lapses_on(evidence_on, self.months) if evidence_on else None

    @property
    def reminded_on(self) -> dt.date | None:
        evidence_on = self.strategy.evidence_on
        return get_reminder_day(evidence_on, self.months) if evidence_on else None

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
        """Return the state of its evidence, in a sentence with the day on which it changes."""
        evidence_on = self.strategy.evidence_on
        if not self.claims:
            return _("A pledge or plan needs no evidence yet.")
        if evidence_on is None:
            return _("Unconfirmed: there is no evidence yet.")
        lapse = lapses_on(evidence_on, self.months)
        days = {"evidence": date_format(evidence_on), "day": date_format(lapse), "months": self.months}
        if self.standing == EffectiveLevel.UNCONFIRMED:
            text = _(
                "Unconfirmed since %(day)s: the newest evidence is from %(evidence)s, more than %(months)s months ago."
            )
        else:
            text = _(
                "The newest evidence is from %(evidence)s. Without newer evidence it is unconfirmed from %(day)s on."
            )
        return text % days


def get_strategy_progress(
    day: dt.date, strategies: Iterable[Strategy], months: int | None = None
) -> list[StrategyProgress]:
    """Return the progress of the strategies. ``months``: for how long evidence counts; None takes a query."""
    months = horizon(day).evidence_months if months is None else months
    return [StrategyProgress(strategy, day, months) for strategy in strategies]


def strategies_to_confirm(day: dt.date, months: int | None = None) -> list[StrategyProgress]:
    """Return running strategies in practice whose evidence is missing, has lapsed or is about to.

    Those without evidence come first, then the oldest; one query, and one more without ``months``.
    """
    rows = Strategy.objects.in_practice().with_progress(day).select_related("organization")
    waiting = [progress for progress in get_strategy_progress(day, rows, months) if progress.to_confirm]
    return sorted(
        waiting, key=lambda progress: (progress.strategy.evidence_on or dt.date.min, progress.strategy.pk)
    )


def count_by_level(rows: Iterable[StrategyProgress]) -> list[tuple[EffectiveLevel, int]]:
    """Return the number of strategies at each level, highest first, including zero."""
    counts = Counter(progress.standing for progress in rows)
    return [(standing, counts[standing]) for standing in reversed(EffectiveLevel)]
