"""Research, findings, focuses, strategies and contributions for the tests of figures, in the community's scope."""

from datetime import date
from decimal import Decimal
from typing import Any

from communities.models import User
from stakeholders.models import (
    Contribution,
    Evidence,
    Finding,
    FocusDecision,
    FocusStakeholder,
    Organization,
    Research,
    ResearchMethod,
    ResearchStep,
    Strategy,
    StrategyStep,
)

ALL_STEPS = ("design", "fieldwork", "ranked_findings", "community_check")


def research(begun_on: str = "2026-01-10", *, steps: dict[str, str] | None = None, **fields: Any) -> Research:
    """`steps`: the day on which each was done."""
    values = {
        "question": "Where are people vulnerable?",
        "places": "Two schools",
        "people_to_hear": "Teachers",
    }
    research = Research.objects.create(begun_on=date.fromisoformat(begun_on), **values | fields)
    for step, day in (steps or {}).items():
        ResearchStep.objects.create(research=research, step=step, done_on=date.fromisoformat(day))
    return research


def method(
    research: Research, code: str = "interview", begun_on: str | None = "2026-02-01", **fields: Any
) -> ResearchMethod:
    day = date.fromisoformat(begun_on) if begun_on else None
    return ResearchMethod.objects.create(
        research=research, method=code, begun_on=day, **{"people_heard": 5} | fields
    )


def finding(observed_on: str = "2026-03-01", **fields: Any) -> Finding:
    values = {
        "vulnerability": "wage_theft",
        "summary": "x",
        "severity": 4,
        "confidence": 3,
        "method": "survey",
    }
    return Finding.objects.create(observed_on=date.fromisoformat(observed_on), **values | fields)


def full_research() -> Research:
    """All five steps."""
    result = research(steps=dict.fromkeys(ALL_STEPS, "2026-04-01") | {"design": "2026-02-01"})
    method(result, "interview")
    method(result, "mapping")
    finding(checked_on=date(2026, 4, 1))
    return result


def decision(decided_on: str = "2026-04-10", **fields: Any) -> FocusDecision:
    values: dict[str, Any] = {"verdict": "accepted", "decided_on": date.fromisoformat(decided_on)}
    return FocusDecision.objects.create(**values | fields)


PLAN = {"plan": "Meet the head teachers", "plan_person": "Ana", "plan_due": date(2026, 9, 1)}


def focus(sector: str = "schools", **fields: Any) -> FocusStakeholder:
    """Create a focus that was decided on 10 April with a plan; without a finding by default."""
    values = {"sector": sector, "decision": fields.pop("decision", None) or decision(), **PLAN}
    return FocusStakeholder.objects.create(**values | fields)


def strategy(organization: Organization, by: User, *rungs: tuple[str, str], **fields: Any) -> Strategy:
    """`rungs`: each stage with its first day."""
    strategy = Strategy.objects.create(organization=organization, title="x", purpose="mitigate", **fields)
    for rung, on in rungs:
        StrategyStep.objects.create(strategy=strategy, rung=rung, on=date.fromisoformat(on), by=by)
    return strategy


def evidence(strategy: Strategy, on: str, **fields: Any) -> Evidence:
    return Evidence.objects.create(
        strategy=strategy, kind="link", on=date.fromisoformat(on), what="x", **fields
    )


def gift(kind: str, amount: str | None, on: str = "2026-03-01", **fields: Any) -> Contribution:
    values: dict[str, Any] = {"sector": "media", "what": "x", "currency": "USD" if kind == "money" else ""}
    return Contribution.objects.create(
        kind=kind,
        amount=None if amount is None else Decimal(amount),
        received_on=date.fromisoformat(on),
        **values | fields,
    )
