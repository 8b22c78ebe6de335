"""Coverage of each sector: organizations known, since when, and those that have changed something."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from stakeholders.horizon import horizon
from stakeholders.models import Organization, Sector, Strategy, TieKind
from stakeholders.strategy_status import EffectiveLevel, get_effective_level

WORKING = frozenset({EffectiveLevel.IMPLEMENTING, EffectiveLevel.VERIFIED})


@dataclass(frozen=True)
class Reach:
    """Organizations of one sector. ``working``: those with a strategy in practice or verified, with fresh evidence."""

    existing: int
    new: int
    working: int

    @property
    def total(self) -> int:
        return self.existing + self.new


def get_reach_by_sector(day: dt.date) -> dict[str, Reach]:
    """Return all eight sectors; three queries."""
    ties = Organization.objects.not_deleted().order_by().values_list("sector", "tie").annotate(Count("id"))
    counts = {(sector, tie): count for sector, tie, count in ties}
    working = _working(day)
    return {
        sector: Reach(
            counts.get((sector, TieKind.EXISTING), 0), counts.get((sector, TieKind.NEW), 0), working[sector]
        )
        for sector in Sector.values
    }


def _working(day: dt.date) -> Counter[str]:
    """Return how many organizations of each sector have a strategy with fresh evidence on the day."""
    months = horizon(day).evidence_months
    rows = Strategy.objects.running().filter(organization__deleted_at=None).with_progress(day)
    working_organizations = {
        (strategy.organization_id, strategy.organization.sector)
        for strategy in rows.select_related("organization")
        if strategy.rung and get_effective_level(strategy.rung, strategy.evidence_on, day, months) in WORKING
    }
    return Counter(sector for _, sector in working_organizations)
