"""Item 9, strategies implemented."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evaluation.instrument import Thresholds, Unit
from evaluation.measures.measured import Measured, share, unknown
from tfc.dates import within_months


class StrategyStatus(StrEnum):
    """How far the furthest strategy of an organisation is."""

    NEVER_ASSESSED = "never_assessed"
    NONE = "none"  # looked at: it has no strategy
    PLEDGED = "pledged"
    PLANNED = "planned"
    IMPLEMENTING = "implementing"
    VERIFIED = "verified"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class EngagedOrganization:
    """An organisation at an event or with a strategy in the last 12 months, and its newest evidence."""

    status: StrategyStatus
    evidence_on: date | None = None


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
    statuses = Counter(_current(each, as_of, months) for each in organizations)
    details = {"by_status": {status.value: statuses[status] for status in StrategyStatus}}
    never_assessed = statuses[StrategyStatus.NEVER_ASSESSED]
    if never_assessed == len(organizations):
        return unknown(Unit.PERCENT, "none_assessed", details)
    active = statuses[StrategyStatus.IMPLEMENTING] + statuses[StrategyStatus.VERIFIED]
    return share(active, len(organizations), upper=active + never_assessed, details=details)


def _current(organization: EngagedOrganization, as_of: date, months: int) -> StrategyStatus:
    claimed = organization.status in (StrategyStatus.IMPLEMENTING, StrategyStatus.VERIFIED)
    if claimed and not within_months(organization.evidence_on, as_of, months):
        return StrategyStatus.LAPSED
    return organization.status
