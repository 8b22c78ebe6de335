"""The focus stakeholders of a community: the current ones, the suggestion, and the decisions."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, community_view
from communities.chart_files import chart_file
from communities.models import Role
from stakeholders.focus import CurrentSuggestion, build_picture, get_current_suggestion, get_outcome
from stakeholders.focus_compared import Differences, compare_rankings
from stakeholders.horizon import horizon
from stakeholders.models import (
    Finding,
    FocusDecision,
    FocusStakeholder,
    Organization,
    Sector,
    Strategy,
    TieKind,
    Verdict,
)
from stakeholders.ranking_chart import ranking_chart
from stakeholders.research_progress import path_context
from stakeholders.scores import PLACES, ExclusionReason, Ranking, ranking_from_json
from stakeholders.strategy_status import EffectiveLevel, get_effective_level
from tfc.batched_queries import evaluate_together

WORKING = frozenset({EffectiveLevel.IMPLEMENTING, EffectiveLevel.VERIFIED})
MOST_DECISIONS = 50
Titled = Sequence[tuple[Finding, Any]]


@dataclass(frozen=True)
class Reach:
    """Organizations of one sector. ``working``: those with a strategy in practice or verified, with fresh evidence."""

    existing: int
    new: int
    working: int

    @property
    def total(self) -> int:
        return self.existing + self.new


def current_focuses(day: dt.date) -> "QuerySet[FocusStakeholder]":
    """Return the current ones, the oldest decision first."""
    focuses = FocusStakeholder.objects.current(day).select_related("decision", "organization", "finding")
    return focuses.order_by("decision__decided_on", "id")


@community_view(Role.MEMBER)
@require_safe
def focus(request: CommunityRequest) -> HttpResponseBase:
    day = timezone.localdate()
    now = get_current_suggestion(day)
    suggestion = suggestion_context(now)
    chart = ranking_chart(suggestion["picture"], request.community, day)
    if file := chart_file(request, [chart] if chart.is_drawn else []):
        return file
    current = current_focuses(day)
    chosen = FocusStakeholder.objects.not_deleted().select_related("organization").order_by("id")
    decisions = FocusDecision.objects.filter(deleted_at=None).prefetch_related(Prefetch("focuses", chosen))
    history = decisions.order_by("-decided_on", "-id")[:MOST_DECISIONS]
    evaluate_together(current, history)
    last = history[0] if history else None
    context = {
        "day": day,
        "current": [(focus_stakeholder, _title(focus_stakeholder, now)) for focus_stakeholder in current],
        "too_many": len(current) > PLACES,
        "history": [(decision, get_outcome(decision, decision.focuses.all())) for decision in history],
        "rejected": last
        if last and last.verdict == Verdict.REJECTED and _is_same_suggestion(last, now.ranking)
        else None,
        "may_decide": request.role >= Role.COORDINATOR,
        "may_record": request.role >= Role.LEADER,
        "weights_changed_at": now.weights_changed_at,
        "chart": chart,
        **suggestion,
        **path_context(request, here="focus"),
    }
    reach = get_reach_by_sector(day)
    context["rows"] = [(row, reach[row.bar.sector]) for row in context["picture"].rows]
    return render(request, "stakeholders/focus.html", context)


def suggestion_context(now: CurrentSuggestion) -> dict[str, Any]:
    """Return the context of ``parts/focus_bars.html, focus_words.html`` and the pages that decide."""
    ranking = now.ranking
    left_out = [
        (why, [(finding, now.get_title(finding)) for finding in findings]) for why, findings in now.left_out()
    ]
    by_why: Mapping[str, Titled] = dict(left_out)
    return {
        "ranking": ranking,
        "months": now.months,
        "picture": build_picture(ranking, now.vulnerabilities, now.findings),
        "has_scores": bool(ranking.counted),
        "has_findings": bool(now.findings),
        "left_out": left_out,
        "left_out_count": len(ranking.left_out),
        "stale": by_why.get(ExclusionReason.STALE, []),
        "unweighed": sorted({str(title) for _, title in by_why.get(ExclusionReason.NO_WEIGHTS, [])}),
        "suggested": [Sector(sector).label for sector in ranking.suggested],
        "tied": [Sector(sector).label for sector in ranking.tied],
    }


def _title(focus_stakeholder: FocusStakeholder, now: CurrentSuggestion) -> Any:
    """Return the title of its finding; None if the finding was deleted, so that the focus does not count."""
    finding = focus_stakeholder.finding
    return now.get_title(finding) if finding and finding.deleted_at is None else None


def _is_same_suggestion(decision: FocusDecision, ranking: Ranking) -> bool:
    """Return whether the suggestion has the same sectors as at the time of the decision."""
    then = ranking_from_json(decision.suggestion)
    return then is not None and (then.suggested, then.tied) == (ranking.suggested, ranking.tied)


@community_view(Role.MEMBER)
@require_safe
def focus_decision(request: CommunityRequest, decision_id: int) -> HttpResponseBase:
    decisions = FocusDecision.objects.filter(deleted_at=None).select_related("created_by")
    decision = get_object_or_404(decisions, pk=decision_id)
    now = get_current_suggestion(timezone.localdate())
    focuses = list(decision.focuses.not_deleted().select_related("organization", "finding").order_by("id"))
    then = ranking_from_json(decision.suggestion)
    context: dict[str, Any] = {
        "decision": decision,
        "outcome": get_outcome(decision, focuses),
        "focuses": [(focus_stakeholder, _title(focus_stakeholder, now)) for focus_stakeholder in focuses],
        "may_decide": request.role >= Role.COORDINATOR,
        "then": then,
    }
    charts = []
    if then is not None:
        shown = build_picture(then, now.vulnerabilities, now.findings)
        charts = [ranking_chart(shown, request.community, decision.decided_on)]
        context |= {
            "picture": shown,
            "chart": charts[0],
            "suggested": [Sector(sector).label for sector in then.suggested],
            "tied": [Sector(sector).label for sector in then.tied],
            "differences": _describe_differences(compare_rankings(then, now.ranking), now),
        }
        context["rows"] = [(row, None) for row in shown.rows]
    if file := chart_file(request, [chart for chart in charts if chart.is_drawn]):
        return file
    return render(request, "stakeholders/focus_decision.html", context)


def _describe_differences(changes: Differences, now: CurrentSuggestion) -> dict[str, Any]:
    """Return the differences with titles and labels."""

    def title(code: str) -> Any:
        vulnerability = now.vulnerabilities.get(code)
        return vulnerability.title if vulnerability else code

    return {
        "any": bool(changes),
        "moved": [(Sector(score_change.sector).label, score_change) for score_change in changes.moved],
        "added": [(title(term.vulnerability), term) for term in changes.added],
        "gone": [
            (title(removed_finding.term.vulnerability), removed_finding) for removed_finding in changes.gone
        ],
        "changed": [(title(correction.now.vulnerability), correction) for correction in changes.changed],
        "reweighed": [
            (title(weight_change.vulnerability), Sector(weight_change.sector).label, weight_change)
            for weight_change in changes.reweighed
        ],
    }


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
