"""Items 2, 3 and 9 once more, by plain loops over the raw rows: nothing here uses the app's own counting."""

import datetime as dt
from calendar import monthrange
from collections import defaultdict
from fractions import Fraction
from typing import Any

from events.models import OrganizationPresence
from stakeholders.models import (
    Evidence,
    Finding,
    FocusDecision,
    FocusStakeholder,
    Organization,
    Research,
    ResearchMethod,
    ResearchStep,
    Strategy,
    StrategyAssessment,
    StrategyStep,
)

# Part and whole, or None where it is not known.
Share = tuple[int | Fraction, int] | None


def kept(model: Any) -> list[dict[str, Any]]:
    return [row for row in model.objects.order_by("id").values() if row["deleted_at"] is None]


def years_before(day: dt.date, years: int) -> dt.date:
    return day.replace(year=day.year - years, day=min(day.day, monthrange(day.year - years, day.month)[1]))


def research(last: dt.date) -> Share:
    """The most steps that any research finished by the last day, each not before the one before it."""
    findings = [row for row in kept(Finding) if row["status"] != "withdrawn" and row["observed_on"] <= last]
    best = None
    for row in kept(Research):
        if row["begun_on"] <= last:
            steps = steps_of(row, findings, last)
            best = steps if best is None else max(best, steps)
    return None if best is None else (best, 5)


def steps_of(research: dict[str, Any], findings: list[dict[str, Any]], last: dt.date) -> int:
    days = {row["step"]: row["done_on"] for row in kept(ResearchStep) if row["research_id"] == research["id"]}
    at, steps = research["begun_on"], 0
    if fits(days.get("design"), at, last):
        at = days["design"]
        steps += bool(research["question"] and research["places"] and research["people_to_hear"])
    uses = []
    for row in kept(ResearchMethod):
        number = (row["people_heard"] or 0) + (row["places_observed"] or 0)
        if row["research_id"] == research["id"] and number and fits(row["begun_on"], at, last):
            uses.append((row["begun_on"], row["method"], number))
    seen: set[str] = set()
    for on, method, _number in sorted(uses):
        seen.add(method)
        if len(seen) == 2:
            steps, at = steps + 1, max(at, on)
            break
    until = days.get("fieldwork") or last
    if fits(days.get("fieldwork"), at, last):
        at = days["fieldwork"]
        steps += sum(number for on, _method, number in uses if on <= until) >= 5
    if fits(days.get("ranked_findings"), at, last):
        at = days["ranked_findings"]
        since = years_before(last, 2)
        steps += any(row["observed_on"] >= since and row["confidence"] >= 2 for row in findings)
    return steps + any(fits(row["checked_on"], at, last) for row in findings)


def fits(on: dt.date | None, first: dt.date, last: dt.date) -> bool:
    return on is not None and first <= on <= last


def focus(last: dt.date) -> Share:
    """Only where research is recorded: without it the focus is not known."""
    if research(last) is None:
        return None
    decided = {row["id"]: row["decided_on"] for row in kept(FocusDecision)}
    findings = {row["id"] for row in kept(Finding)}
    current = tied = 0
    for row in kept(FocusStakeholder):
        on = decided.get(row["decision_id"])
        if on is None or on > last or (row["ended_on"] is not None and row["ended_on"] <= last):
            continue
        current += 1
        tied += bool(row["finding_id"] in findings and row["plan"] and row["plan_who"] and row["plan_due"])
    if not current or tied < current:
        return 0, 1
    return (1, 1) if current <= 2 else (Fraction(1, 2), 1)


def strategies(last: dt.date) -> Share:
    """Of those engaged in the last year, who acts and shows it; None where nobody was engaged or asked."""
    since = years_before(last, 1)
    engaged, assessed, acting = present(since, last), asked(last), set()
    rungs, shown = _ladder(last), _newest_evidence(last)
    for row in kept(Strategy):
        if row["id"] not in rungs:
            continue
        organization, ended = row["organization_id"], row["ended_on"] or dt.date.max
        assessed.add(organization)
        if ended > since:
            engaged.add(organization)
        if ended > last and rungs[row["id"]] in ("implementing", "verified") and shown[row["id"]] >= since:
            acting.add(organization)
    engaged &= {row["id"] for row in kept(Organization)}
    if not engaged & assessed:
        return None
    return len(engaged & acting), len(engaged)


def present(since: dt.date, last: dt.date) -> set[int]:
    """Those that came since then, and not for the first time in the half-year of the last day."""
    lately, earlier = set(), set()
    first_day = dt.date(last.year, 1 if last.month <= 6 else 7, 1)
    held = OrganizationPresence.objects.filter(event__status="held", event__deleted_at=None)
    for organization, day in held.values_list("organization_id", "event__local_day"):
        if since <= day <= last:
            lately.add(organization)
        if day < first_day:
            earlier.add(organization)
    return lately & earlier


def asked(last: dt.date) -> set[int]:
    return {row["organization_id"] for row in StrategyAssessment.objects.values() if row["on"] <= last}


def _ladder(last: dt.date) -> dict[int, str]:
    """The rung of each strategy on the last day."""
    found: dict[int, tuple[dt.date, str]] = {}
    for row in StrategyStep.objects.order_by("id").values():
        known = found.get(row["strategy_id"])
        if row["on"] <= last and (known is None or row["on"] >= known[0]):
            found[row["strategy_id"]] = row["on"], row["rung"]
    return {strategy: rung for strategy, (_day, rung) in found.items()}


def _newest_evidence(last: dt.date) -> dict[int, dt.date]:
    days: dict[int, dt.date] = defaultdict(lambda: dt.date.min)
    for row in kept(Evidence):
        if row["on"] <= last:
            days[row["strategy_id"]] = max(days[row["strategy_id"]], row["on"])
    return days


def path_sums(last: dt.date) -> dict[str, tuple[int | Fraction, int]]:
    """By the label of the part, those that are known. In the community's scope."""
    found = {"2": research(last), "3": focus(last), "9": strategies(last)}
    return {label: share for label, share in found.items() if share is not None}
