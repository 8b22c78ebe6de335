"""What an office's communities did: events by half-year and kind, and the communities behind each number."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access import OfficeRequest, office_view
from evaluation.rollups.grid import activity_grid, find_cell, get_cell_communities, lines
from events.models import EventKind


@office_view
@require_safe
def office_done(request: OfficeRequest) -> HttpResponse:
    """``?half_year=`` and ``?kind=`` name a cell; ``after`` is the last community of the page before."""
    grid_lines = lines(activity_grid(request.office.pk))
    cell = find_cell(grid_lines, request.GET.get("half_year", ""), request.GET.get("kind", ""))
    context: dict[str, Any] = {"lines": grid_lines, "kinds": EventKind, "cell": cell}
    if cell:
        context["page"] = get_cell_communities(request.office.pk, cell, request.GET.get("after", ""))
    return render(request, "dashboards/office_achievements.html", context)
