"""Recent changes, in a community and among the communities of an office."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, OfficeRequest, community_view, office_view
from communities.changes import Change, collect_changes
from communities.models import Community, Office, Role
from tfc.registry import get_extensions

DAYS = 30


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


def get_community_changes(community: Community, role: Role, now: dt.datetime | None = None) -> list[Change]:
    """Return changes in the community's scope: the last thirty days, 25 entries at most; a constant number of
    queries.
    """
    since = (now or timezone.now()) - dt.timedelta(days=DAYS)
    return collect_changes(
        [
            source
            for module in get_extensions("changes")
            for source in module.get_community_changes(community, role, since)
        ]
    )


def get_office_changes(office: Office, now: dt.datetime | None = None) -> list[Change]:
    """Return changes in the office's scope, without what an office may not see."""
    since = (now or timezone.now()) - dt.timedelta(days=DAYS)
    modules = [module for module in get_extensions("changes") if hasattr(module, "get_office_changes")]
    return collect_changes(
        [source for module in modules for source in module.get_office_changes(office, since)]
    )
