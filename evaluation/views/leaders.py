"""The office's overview of leaders in development."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access import OfficeRequest, office_view
from evaluation.leaders import PART, leaders_overview


@office_view
@require_safe
def office_leaders(request: OfficeRequest) -> HttpResponse:
    overview = leaders_overview(request.office, request.GET.get("round"))
    context = {"overview": overview, "board": overview.board, "part": PART}
    return render(request, "evaluation/office_leaders.html", context)
