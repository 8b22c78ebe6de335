"""All strategies of a community."""

from typing import Any

from django.db.models import Max, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from stakeholders.forms.strategies import StrategyFilterForm
from stakeholders.models import Organization, Sector, Strategy
from stakeholders.research_progress import path_context
from stakeholders.strategies import StrategyProgress, count_by_level, get_strategy_progress
from stakeholders.strategy_status import EffectiveLevel
from tfc.batched_queries import evaluate_together
from tfc.registry import get_panels

MOST_ROWS, MOST_OTHERS = 200, 50


@community_view(Role.MEMBER)
@require_safe
def strategy_list(request: CommunityRequest) -> HttpResponse:
    """List strategies by sector or by level; organizations that were never asked or have none; and strategies that
    ended.

    The panel "organizations_not_asked" takes a day and returns organizations that were met but never asked.
    """
    [get_organizations_not_asked] = get_panels("organizations_not_asked")
    today = timezone.localdate()
    form = StrategyFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    strategies = Strategy.objects.filter(organization__deleted_at=None).select_related("organization")
    running = get_strategy_progress(
        today, strategies.running().with_progress(today).order_by("organization__name", "id")
    )
    chosen = [shown_strategy for shown_strategy in running if _matches(shown_strategy, wanted)]
    unasked, without = get_organizations_not_asked(today), _without(strategies)
    first_unasked = unasked.in_register_order()[:MOST_OTHERS]
    ended = (
        strategies.not_deleted()
        .filter(ended_on__isnull=False)
        .with_progress(today)
        .order_by("-ended_on", "-id")
    )
    ended = ended[:MOST_OTHERS]
    evaluate_together(first_unasked, without, ended)
    context = {
        "form": form,
        "groups": _groups(chosen[:MOST_ROWS], wanted.get("group") or "sector"),
        "left_out": max(len(chosen) - MOST_ROWS, 0),
        "counts": count_by_level(running),
        "total": len(running),
        "to_confirm": sum(shown_strategy.to_confirm for shown_strategy in running),
        "unasked": first_unasked,
        "unasked_count": len(first_unasked) if len(first_unasked) < MOST_OTHERS else unasked.count(),
        "without": without,
        "ended": get_strategy_progress(today, ended),
        "may_record": request.role >= Role.LEADER,
        **path_context(request, here="strategies"),
    }
    return render(request, "stakeholders/strategy_list.html", context, status=422 if form.errors else 200)


def _matches(shown_strategy: StrategyProgress, wanted: dict[str, Any]) -> bool:
    sector, standing = wanted.get("sector"), wanted.get("standing")
    return (not sector or shown_strategy.strategy.organization.sector == sector) and (
        not standing or shown_strategy.standing == standing
    )


def _groups(rows: list[StrategyProgress], by: str) -> list[dict[str, Any]]:
    """Return the groups with strategies, in order; by level, the furthest first."""
    if by == "standing":
        keys: list[Any] = list(reversed(EffectiveLevel))
        rows_by_key = {key: [row for row in rows if row.standing == key] for key in keys}
    else:
        keys = list(Sector)
        rows_by_key = {key: [row for row in rows if row.strategy.organization.sector == key] for key in keys}
    return [
        {"code": key.value, "label": key.label, "rows": rows_by_key[key]} for key in keys if rows_by_key[key]
    ]


def _without(strategies: Any) -> "QuerySet[Organization]":
    """Return organizations that were asked and have no strategy, with the newest day of asking as ``asked_on``."""
    organizations = Organization.objects.not_deleted().filter(assessments__isnull=False)
    organizations = organizations.exclude(pk__in=strategies.not_deleted().values("organization"))
    newest = organizations.annotate(asked_on=Max("assessments__on"))
    return newest.order_by("-asked_on", "name", "id")[:MOST_OTHERS]
