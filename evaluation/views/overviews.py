"""The pages of figures: of a community, of an office's communities, and of all offices."""

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, community_view
from communities.chart_files import chart_file
from communities.models import Role
from evaluation.overview.community import overview_of


@community_view(Role.MEMBER)
@require_safe
def figures(request: CommunityRequest) -> HttpResponseBase:
    """Every part over the half-years, beside similar communities."""
    overview = overview_of(request.community)
    if file := chart_file(request, overview.charts):
        return file
    return render(request, "evaluation/figures.html", {"overview": overview})
