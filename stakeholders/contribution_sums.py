"""Contributions of a period, and new partners: sums over plain rows, without a database.

Uncounted contributions are counted separately and never treated as zero; currencies are never added together.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from stakeholders.models import ContributionKind, Sector, TieKind


@dataclass(frozen=True)
class Gift:
    """A contribution. ``amount``: money in ``currency``, hours, or pieces of goods; None if not counted."""

    kind: str
    sector: str
    amount: Decimal | None
    currency: str
    on: dt.date


@dataclass(frozen=True)
class ContributionSums:
    """Sums over some gifts. A sum is None, or missing in ``money``, if no gift of it has a known amount."""

    gifts: int = 0
    money: dict[str, Decimal] = field(default_factory=dict)
    hours: Decimal | None = None
    pieces: Decimal | None = None
    unknown: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return, for example, {"gifts": 3, "money": {"USD": "120.00"}, "hours": null, "pieces": "4.00", "unknown":
        {"hours": 1}}.
        """
        return {
            "gifts": self.gifts,
            "money": {currency: str(amount) for currency, amount in self.money.items()},
            "hours": None if self.hours is None else str(self.hours),
            "pieces": None if self.pieces is None else str(self.pieces),
            "unknown": dict(self.unknown),
        }


@dataclass(frozen=True)
class ContributionSummary:
    """``total`` over all sectors; ``by_sector`` has only the sectors that gave, in their fixed order."""

    total: ContributionSums
    by_sector: dict[str, ContributionSums]

    def as_json(self) -> dict[str, Any]:
        sectors = {sector: sums.as_json() for sector, sums in self.by_sector.items()}
        return {"total": self.total.as_json(), "by_sector": sectors}


def sum_contributions(rows: Iterable[Gift], first: dt.date, last: dt.date) -> ContributionSummary:
    """Return the sums of what was received from ``first`` to ``last``, inclusive."""
    gifts = [row for row in rows if first <= row.on <= last]
    by_sector = {
        sector: _sum_gifts([gift for gift in gifts if gift.sector == sector])
        for sector in Sector.values
        if any(gift.sector == sector for gift in gifts)
    }
    return ContributionSummary(_sum_gifts(gifts), by_sector)


def _sum_gifts(gifts: list[Gift]) -> ContributionSums:
    money: dict[str, Decimal] = {}
    counted: dict[str, Decimal] = {}
    unknown: dict[str, int] = {}
    for gift in gifts:
        if gift.amount is None:
            unknown[gift.kind] = unknown.get(gift.kind, 0) + 1
        elif gift.kind == ContributionKind.MONEY:
            money[gift.currency] = money.get(gift.currency, Decimal(0)) + gift.amount
        else:
            counted[gift.kind] = counted.get(gift.kind, Decimal(0)) + gift.amount
    return ContributionSums(
        gifts=len(gifts),
        money=dict(sorted(money.items())),
        hours=counted.get(ContributionKind.HOURS),
        pieces=counted.get(ContributionKind.GOODS),
        unknown={kind: unknown[kind] for kind in ContributionKind.values if kind in unknown},
    )


@dataclass(frozen=True)
class Partner:
    """An organization. ``entered_on``: its day of entry, used if ``met_on`` is missing."""

    sector: str
    tie: str
    met_on: dt.date | None
    entered_on: dt.date

    @property
    def since(self) -> dt.date:
        return self.met_on or self.entered_on


def count_new_partners(rows: Iterable[Partner], first: dt.date, last: dt.date) -> dict[str, int]:
    """Return the number of new ties of each sector from ``first`` to ``last``; only sectors with
    one, in fixed order.
    """
    new = [row.sector for row in rows if row.tie == TieKind.NEW and first <= row.since <= last]
    return {sector: new.count(sector) for sector in Sector.values if sector in new}
