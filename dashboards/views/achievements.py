"""What a community, an office and all offices achieved; `evaluation.achievements` has the numbers."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.access import (
    CommunityRequest,
    OfficeRequest,
    community_view,
    international_view,
    office_view,
)
from communities.models import Role
from dashboards import achievement_sources as sources
from dashboards import achievements_page as page
from dashboards.models.subscriptions import Place
from dashboards.own_work_sources import get_own_records
from evaluation.achievements import list_items
from evaluation.rollups.grid import activity_grid, find_cell, get_cell_communities, lines
from events.models import EventKind
from tfc.read_replica import use_replica


@community_view(Role.MEMBER)
@require_safe
def community_achievements(request: CommunityRequest) -> HttpResponse:
    """``?period=``: a half-year, or "all"; ``?item=``: the number whose records are listed."""
    community, period = request.community, _get_period(request)
    history = sources.get_history(community.name)
    items = page.get_community_items(community, period, history)
    item = page.find_item(items, request.GET.get("item", ""))
    context = {
        "period": period,
        "tables": page.build_tables(items, partial(page.get_community_url, community, period)),
        "item": item,
        "sources": sources.get_records(community, period, item) if item else None,
        "history": sources.list_history(history),
    }
    return render(request, "dashboards/achievements.html", context)


@office_view
@require_safe
def office_achievements(request: OfficeRequest) -> HttpResponse:
    """``?half_year=`` and ``?kind=`` name a cell of the events; ``after``: the last community of the page before."""
    office = request.office
    grid_lines = lines(activity_grid(office.pk))
    cell = find_cell(grid_lines, request.GET.get("half_year", ""), request.GET.get("kind", ""))
    context: dict[str, Any] = {"lines": grid_lines, "kinds": EventKind, "cell": cell}
    if cell:
        context["page"] = get_cell_communities(office.pk, cell, request.GET.get("after", ""))
    else:
        context |= _get_office_context(request)
    return render(request, "dashboards/office_achievements.html", context)


def _get_office_context(request: OfficeRequest) -> dict[str, Any]:
    office, period = request.office, _get_period(request)
    history, get_url = sources.get_history(), partial(page.get_office_url, office, period)
    items, own_items = page.split_items(page.get_office_items(office, period, history))
    item = page.find_item([*items, *own_items], request.GET.get("item", ""))
    get_sources = get_own_records if item and item.is_own else sources.get_communities
    return {
        "period": period,
        "tables": page.build_tables(items, get_url),
        "own_tables": page.build_tables(own_items, get_url),
        "own_title": _("Our work"),
        "item": item,
        "sources": get_sources(office, period, item) if item else None,
        "history": sources.list_history(history),
    }


@international_view
@use_replica
@require_safe
def international_achievements(request: OfficeRequest) -> HttpResponse:
    period = _get_period(request)
    offices = page.read_offices(period)
    items = list_items([facts for _place, facts in offices])
    item = page.find_item(items, request.GET.get("item", ""))
    listed, own_items = page.split_items(items)
    get_url = partial(page.get_international_url, period)
    context = {
        "period": period,
        "tables": page.build_tables(listed, get_url),
        "own_tables": page.build_tables(own_items, get_url),
        "own_title": _("Work of the offices themselves"),
        "item": item,
        "sources": sources.get_offices(offices, period, item) if item else None,
        "offers_file": True,
    }
    with Place(request.office).scope():
        return render(request, "dashboards/achievements.html", context)


def _get_period(request: CommunityRequest | OfficeRequest) -> page.Period:
    return page.Period.chosen(request.GET.get("period", ""), timezone.localdate())
