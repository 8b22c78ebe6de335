"""The focus stakeholders of a community: who they are, whom the findings point to, and what was decided when."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, community_view
from communities.chart_files import chart_file
from communities.models import Role
from stakeholders.coverage import reach_by_sector
from stakeholders.focus import Today, outcome_of, picture, today
from stakeholders.focus_compared import Differences, differences
from stakeholders.models import Finding, FocusDecision, FocusStakeholder, Sector, Verdict
from stakeholders.ranking_chart import ranking_chart
from stakeholders.research_progress import path_context
from stakeholders.scores import PLACES, Ranking, Why, thawed
from tfc.at_once import at_once

MOST_DECISIONS = 50
Titled = Sequence[tuple[Finding, Any]]


def current_focuses(day: dt.date) -> "QuerySet[FocusStakeholder]":
    """Those that stand, the oldest decision first."""
    found = FocusStakeholder.objects.current(day).select_related("decision", "organization", "finding")
    return found.order_by("decision__decided_on", "id")


@community_view(Role.MEMBER)
@require_safe
def focus(request: CommunityRequest) -> HttpResponseBase:
    day = timezone.localdate()
    now = today(day)
    suggestion = suggestion_context(now)
    chart = ranking_chart(suggestion["picture"], request.community, day)
    if file := chart_file(request, [chart] if chart.is_drawn else []):
        return file
    current = current_focuses(day)
    chosen = FocusStakeholder.objects.kept().select_related("organization").order_by("id")
    decisions = FocusDecision.objects.filter(deleted_at=None).prefetch_related(Prefetch("focuses", chosen))
    history = decisions.order_by("-decided_on", "-id")[:MOST_DECISIONS]
    at_once(current, history)
    last = history[0] if history else None
    context = {
        "day": day,
        "current": [(one, _title(one, now)) for one in current],
        "too_many": len(current) > PLACES,
        "history": [(one, outcome_of(one, one.focuses.all())) for one in history],
        "rejected": last if last and last.verdict == Verdict.REJECTED and _same(last, now.ranking) else None,
        "may_decide": request.role >= Role.COORDINATOR,
        "may_record": request.role >= Role.LEADER,
        "weights_changed_at": now.weights_changed_at,
        "chart": chart,
        **suggestion,
        **path_context(request, here="focus"),
    }
    reach = reach_by_sector(day)
    context["rows"] = [(row, reach[row.bar.sector]) for row in context["picture"].rows]
    return render(request, "stakeholders/focus.html", context)


def suggestion_context(now: Today) -> dict[str, Any]:
    """What ``parts/focus_bars.html, focus_words.html`` and the pages that decide need."""
    ranking = now.ranking
    left_out = [(why, [(one, now.title_of(one)) for one in found]) for why, found in now.left_out()]
    by_why: Mapping[str, Titled] = dict(left_out)
    return {
        "ranking": ranking,
        "months": now.months,
        "picture": picture(ranking, now.vulnerabilities, now.findings),
        "has_scores": bool(ranking.counted),
        "has_findings": bool(now.findings),
        "left_out": left_out,
        "left_out_count": len(ranking.left_out),
        "stale": by_why.get(Why.STALE, []),
        "unweighed": sorted({str(title) for _, title in by_why.get(Why.NO_WEIGHTS, [])}),
        "suggested": [Sector(sector).label for sector in ranking.suggested],
        "tied": [Sector(sector).label for sector in ranking.tied],
    }


def _title(one: FocusStakeholder, now: Today) -> Any:
    """What its finding is about; None where the finding is gone, so that the focus does not count."""
    finding = one.finding
    return now.title_of(finding) if finding and finding.deleted_at is None else None


def _same(decision: FocusDecision, ranking: Ranking) -> bool:
    """Whether the suggestion still names the same sectors as when it was decided about."""
    then = thawed(decision.suggestion)
    return then is not None and (then.suggested, then.tied) == (ranking.suggested, ranking.tied)


@community_view(Role.MEMBER)
@require_safe
def focus_decision(request: CommunityRequest, decision_id: int) -> HttpResponseBase:
    decisions = FocusDecision.objects.filter(deleted_at=None).select_related("created_by")
    decision = get_object_or_404(decisions, pk=decision_id)
    now = today(timezone.localdate())
    focuses = list(decision.focuses.kept().select_related("organization", "finding").order_by("id"))
    then = thawed(decision.suggestion)
    context: dict[str, Any] = {
        "decision": decision,
        "outcome": outcome_of(decision, focuses),
        "focuses": [(one, _title(one, now)) for one in focuses],
        "may_decide": request.role >= Role.COORDINATOR,
        "then": then,
    }
    charts = []
    if then is not None:
        shown = picture(then, now.vulnerabilities, now.findings)
        charts = [ranking_chart(shown, request.community, decision.decided_on)]
        context |= {
            "picture": shown,
            "chart": charts[0],
            "suggested": [Sector(sector).label for sector in then.suggested],
            "tied": [Sector(sector).label for sector in then.tied],
            "differences": _worded(differences(then, now.ranking), now),
        }
        context["rows"] = [(row, None) for row in shown.rows]
    if file := chart_file(request, [one for one in charts if one.is_drawn]):
        return file
    return render(request, "stakeholders/focus_decision.html", context)


def _worded(found: Differences, now: Today) -> dict[str, Any]:
    """The differences with the names of what they are about."""

    def title(code: str) -> Any:
        known = now.vulnerabilities.get(code)
        return known.title if known else code

    return {
        "any": bool(found),
        "moved": [(Sector(one.sector).label, one) for one in found.moved],
        "added": [(title(one.vulnerability), one) for one in found.added],
        "gone": [(title(one.term.vulnerability), one) for one in found.gone],
        "changed": [(title(one.now.vulnerability), one) for one in found.changed],
        "reweighed": [(title(one.vulnerability), Sector(one.sector).label, one) for one in found.reweighed],
    }
