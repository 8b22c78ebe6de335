"""Item 9: which of the organizations that the team works with put a strategy into practice?"""

from datetime import date

from tests.recompute.half_years import CommunityHalfYear, add_months
from tests.recompute.ratings import UNKNOWN, RecomputedFigure, make_value
from tests.recompute.raw_rows import Row

IN_PRACTICE = ("implementing", "verified")


def compute_strategies_implemented(at: CommunityHalfYear) -> RecomputedFigure:
    """9: “implementing or verified / engaged (%)”; “never assessed widens the bounds”. “Nothing engaged” is unknown,
    and so is where no organization was assessed: “nothing recorded and nothing declared is unknown”.
    """
    engaged = get_engaged(at)
    never_assessed = {organization for organization in engaged if not _was_assessed(at, organization)}
    if never_assessed == engaged:
        return UNKNOWN
    in_practice = {organization for organization in engaged if _is_in_practice(at, organization)}
    return make_value(len(in_practice), len(in_practice | never_assessed), len(engaged))


def get_engaged(at: CommunityHalfYear) -> set[int]:
    """“Engaged = organizations with a strategy running on any day of the 12 months before the as-of date, or present
    at an event in the last 12 months and first present before this half-year began”.
    """
    return {
        organization.id
        for organization in at.get_rows("organizations")
        if any(_was_running(at, strategy) for strategy in _get_strategies(at, organization.id))
        or _is_engaged_by_presence(at, organization.id)
    }


def _get_earliest(at: CommunityHalfYear) -> date:
    return add_months(at.as_of, -at.thresholds["evidence_months"])


def _get_strategies(at: CommunityHalfYear, organization_id: int) -> list[Row]:
    return at.get_rows("strategies", organization_id=organization_id)


def _get_steps(at: CommunityHalfYear, strategy: Row) -> list[Row]:
    """Up to the as-of date, the newest last."""
    steps = [row for row in at.get_rows("strategy_steps", strategy_id=strategy.id) if row.on <= at.as_of]
    return sorted(steps, key=lambda step: (step.on, step.id))


def _was_running(at: CommunityHalfYear, strategy: Row) -> bool:
    """From its first step until before the day on which it ended."""
    ended_before = strategy.ended_on is not None and strategy.ended_on <= _get_earliest(at)
    return bool(_get_steps(at, strategy)) and not ended_before


def _is_engaged_by_presence(at: CommunityHalfYear, organization_id: int) -> bool:
    days = [
        at.get_local_day(event)
        for presence in at.get_rows("organization_presences", organization_id=organization_id)
        for event in at.get_rows("events", id=presence.event_id)
        if event.status == "held"
    ]
    days = [day for day in days if day <= at.as_of]
    return bool(days) and min(days) < at.first_day and max(days) >= _get_earliest(at)


def _is_in_practice(at: CommunityHalfYear, organization_id: int) -> bool:
    """“Evidence ≤ 12 months old; lapsed stays in the denominator”."""
    for strategy in _get_strategies(at, organization_id):
        steps = _get_steps(at, strategy)
        is_running = strategy.ended_on is None or strategy.ended_on > at.as_of
        if is_running and steps and steps[-1].rung in IN_PRACTICE and _has_fresh_evidence(at, strategy):
            return True
    return False


def _has_fresh_evidence(at: CommunityHalfYear, strategy: Row) -> bool:
    evidence = at.get_rows("evidence", strategy_id=strategy.id)
    return any(_get_earliest(at) <= row.on <= at.as_of for row in evidence)


def _was_assessed(at: CommunityHalfYear, organization_id: int) -> bool:
    """Asked, or known to have a strategy."""
    rows = at.get_rows("assessments", organization_id=organization_id)
    was_asked = any(row.on <= at.as_of for row in rows)
    return was_asked or any(_get_steps(at, strategy) for strategy in _get_strategies(at, organization_id))
