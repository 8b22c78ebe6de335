"""Item 9, strategies implemented."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from communities.thresholds import Thresholds
from evaluation.instrument import Unit
from evaluation.measures.measured import Measurement, share, unknown
from stakeholders.strategy_status import EffectiveLevel, furthest, get_effective_level


class StrategyStatus(StrEnum):
    """The status of an organization's furthest strategy."""

    NEVER_ASSESSED = "never_assessed"
    NONE = "none"  # assessed: it has no strategy
    PLEDGED = "pledged"
    PLANNED = "planned"
    IMPLEMENTING = "implementing"
    VERIFIED = "verified"
    LAPSED = "lapsed"


# Figures use "lapsed" for the level "unconfirmed" of stakeholders.strategy_status.
STATUS = {
    EffectiveLevel.PLEDGED: StrategyStatus.PLEDGED,
    EffectiveLevel.PLANNED: StrategyStatus.PLANNED,
    EffectiveLevel.UNCONFIRMED: StrategyStatus.LAPSED,
    EffectiveLevel.IMPLEMENTING: StrategyStatus.IMPLEMENTING,
    EffectiveLevel.VERIFIED: StrategyStatus.VERIFIED,
}


@dataclass(frozen=True)
class Claim:
    """A strategy that runs at the as-of date: its level, and the day of its newest evidence."""

    level: str
    evidence_on: date | None = None


@dataclass(frozen=True)
class EngagedOrganization:
    """An engaged organization (docs/measures.md) and its running strategies.

    `assessed`: its work was assessed, even if no strategy runs now. `key` identifies it in the details.
    """

    claims: Sequence[Claim] = ()
    assessed: bool = False
    key: str = ""


def strategies_implemented(
    organizations: Sequence[EngagedOrganization], as_of: date, *, thresholds: Thresholds | None = None
) -> Measurement:
    """Measure 9: organizations with a strategy in practice and evidence up to 12 months old / engaged ones (%).

    Without fresh evidence a strategy is lapsed and stays in the denominator. Organizations never assessed widen the
    upper bound; when none was ever assessed, the item is unknown.
    """
    if not organizations:
        return unknown(Unit.PERCENT, "nothing_engaged")
    months = (thresholds or Thresholds()).evidence_months
    keyed_statuses = [
        (organization.key, get_strategy_status(organization, as_of, months)) for organization in organizations
    ]
    statuses = Counter(status for _key, status in keyed_statuses)
    details = {
        "by_status": {status.value: statuses[status] for status in StrategyStatus},
        "months": months,
        "organizations": {key: status.value for key, status in keyed_statuses if key},
    }
    never_assessed = statuses[StrategyStatus.NEVER_ASSESSED]
    if never_assessed == len(organizations):
        return unknown(Unit.PERCENT, "none_assessed", details)
    active = statuses[StrategyStatus.IMPLEMENTING] + statuses[StrategyStatus.VERIFIED]
    return share(active, len(organizations), upper=active + never_assessed, details=details)


def get_strategy_status(organization: EngagedOrganization, as_of: date, months: int) -> StrategyStatus:
    """Return the status of the strategy with the furthest level on this day (stakeholders.strategy_status)."""
    best = furthest(
        get_effective_level(claim.level, claim.evidence_on, as_of, months) for claim in organization.claims
    )
    if best is not None:
        return STATUS[best]
    return StrategyStatus.NONE if organization.assessed else StrategyStatus.NEVER_ASSESSED
