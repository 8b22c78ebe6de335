"""Item 9, strategies implemented."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from communities.thresholds import Thresholds
from evaluation.instrument import Unit
from evaluation.measures.measured import Measured, share, unknown
from stakeholders.strategy_status import Standing, furthest, standing_on


class StrategyStatus(StrEnum):
    """How far the furthest strategy of an organisation is."""

    NEVER_ASSESSED = "never_assessed"
    NONE = "none"  # looked at: it has no strategy
    PLEDGED = "pledged"
    PLANNED = "planned"
    IMPLEMENTING = "implementing"
    VERIFIED = "verified"
    LAPSED = "lapsed"


# What the ladder calls unconfirmed, the figures call lapsed.
STATUS = {
    Standing.PLEDGED: StrategyStatus.PLEDGED,
    Standing.PLANNED: StrategyStatus.PLANNED,
    Standing.UNCONFIRMED: StrategyStatus.LAPSED,
    Standing.IMPLEMENTING: StrategyStatus.IMPLEMENTING,
    Standing.VERIFIED: StrategyStatus.VERIFIED,
}


@dataclass(frozen=True)
class Claim:
    """A strategy that runs at the as-of date: its rung on the ladder, and the day of its newest evidence."""

    rung: str
    evidence_on: date | None = None


@dataclass(frozen=True)
class EngagedOrganization:
    """An organization that is engaged (docs/measures.md), and its strategies that run.

    `assessed`: somebody looked at what it does, also where nothing of it runs now. `key` tells it apart in the details.
    """

    claims: Sequence[Claim] = ()
    assessed: bool = False
    key: str = ""


def strategies_implemented(
    organizations: Sequence[EngagedOrganization], as_of: date, *, thresholds: Thresholds | None = None
) -> Measured:
    """9: organisations with a strategy in practice and evidence up to 12 months old / engaged ones (%).

    Without fresh evidence a strategy is lapsed and stays in the denominator. Organisations never assessed
    widen the upper bound; when none was ever assessed, the item is unknown.
    """
    if not organizations:
        return unknown(Unit.PERCENT, "nothing_engaged")
    months = (thresholds or Thresholds()).evidence_months
    found = [(each.key, status_of(each, as_of, months)) for each in organizations]
    statuses = Counter(status for _key, status in found)
    details = {
        "by_status": {status.value: statuses[status] for status in StrategyStatus},
        "months": months,
        "organizations": {key: status.value for key, status in found if key},
    }
    never_assessed = statuses[StrategyStatus.NEVER_ASSESSED]
    if never_assessed == len(organizations):
        return unknown(Unit.PERCENT, "none_assessed", details)
    active = statuses[StrategyStatus.IMPLEMENTING] + statuses[StrategyStatus.VERIFIED]
    return share(active, len(organizations), upper=active + never_assessed, details=details)


def status_of(organization: EngagedOrganization, as_of: date, months: int) -> StrategyStatus:
    """That of the strategy which is furthest on the ladder on this day (stakeholders.strategy_status)."""
    best = furthest(standing_on(each.rung, each.evidence_on, as_of, months) for each in organization.claims)
    if best is not None:
        return STATUS[best]
    return StrategyStatus.NONE if organization.assessed else StrategyStatus.NEVER_ASSESSED
