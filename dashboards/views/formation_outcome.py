"""The page that compares an office's decisions about candidates with their outcomes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access import OfficeRequest, office_view
from communities.formation import MOST
from dashboards.candidate_outcomes import look_back


@office_view
@require_safe
def formation_outcome(request: OfficeRequest) -> HttpResponse:
    context = {"back": look_back(request.office), "most": MOST}
    return render(request, "dashboards/formation_outcome.html", context)
