"""What changed lately, in a community and among those of an office."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from activity.feed import get_community_changes, get_office_changes
from communities.access import CommunityRequest, OfficeRequest, community_view, office_view
from communities.models import Role


@community_view(Role.MEMBER)
@require_safe
def feed(request: CommunityRequest) -> HttpResponse:
    return render(
        request, "activity/feed.html", {"changes": get_community_changes(request.community, request.role)}
    )


@office_view
@require_safe
def office_feed(request: OfficeRequest) -> HttpResponse:
    return render(request, "activity/feed.html", {"changes": get_office_changes(request.office)})
