"""The office's overview of leaders in development."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access import OfficeRequest, office_view
from communities.finding_towns import find_towns
from communities.pages import listed
from dashboards.leaders import PART, leaders_overview


@office_view
@require_safe
def office_leaders(request: OfficeRequest) -> HttpResponse:
    search = find_towns(request)
    overview = leaders_overview(
        request.office, request.GET.get("round"), search.towns, request.GET.get("at", ""), search.number
    )
    context = {
        "overview": overview,
        "board": overview.board,
        "part": PART,
        **search.context,
        **listed(request, overview.page),
    }
    return render(request, "dashboards/office_leaders.html", context)
