"""The international office: the same figures over all offices."""

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access import OfficeRequest, international_view
from communities.chart_files import chart_file
from evaluation.overview.international import overview_of


@international_view
@require_safe
def international_home(request: OfficeRequest) -> HttpResponseBase:
    overview = overview_of(request.GET.dict())
    if file := chart_file(request, overview.charts):
        return file
    return render(request, "evaluation/international_home.html", {"overview": overview})
