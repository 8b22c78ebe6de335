"""What an office's communities did: events by half-year and kind, and the communities behind each number."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access import OfficeRequest, office_view
from evaluation.rollups.grid import activity_grid, cell_of, lines, towns_behind
from events.models import EventKind


@office_view
@require_safe
def office_done(request: OfficeRequest) -> HttpResponse:
    """``?half_year=`` and ``?kind=`` name a cell; ``after`` is the last community of the page before."""
    found = lines(activity_grid(request.office.pk))
    cell = cell_of(found, request.GET.get("half_year", ""), request.GET.get("kind", ""))
    context: dict[str, Any] = {"lines": found, "kinds": EventKind, "cell": cell}
    if cell:
        context["page"] = towns_behind(request.office.pk, cell, request.GET.get("after", ""))
    return render(request, "dashboards/office_done.html", context)
