"""The page of needs × languages: existing services, and whether the team can refer to them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from dashboards.coverage import build_page_context, read_grid, receipts_on


@community_view(Role.MEMBER)
@require_safe
def service_gaps(request: CommunityRequest) -> HttpResponse:
    """Show the grid; the office's rules set how long a confirmation counts and which languages are required."""
    today = timezone.localdate()
    grid, offers = read_grid(request.community, today)
    context = build_page_context(grid, offers, request.community.slug) | {
        "receipts": receipts_on(request.community, today),
        "may_record": request.role >= Role.LEADER,
        "may_declare": request.role >= Role.COORDINATOR,
    }
    return render(request, "dashboards/service_gaps.html", context)
