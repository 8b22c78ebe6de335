"""The offline page: entries waiting on this device, known only to the page's script, and forms that work offline."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from activity.offline_queue import list_offline_forms
from communities.access import CommunityRequest, community_view
from communities.models import Role


@community_view(Role.MEMBER)
@require_safe
def offline(request: CommunityRequest) -> HttpResponse:
    return render(request, "activity/offline_queue.html", {"forms": list_offline_forms(request)})
