"""The community's home: what to do next, what is missing for the half-year, how it stands, what happened last."""

from django.http import HttpResponse
from django.shortcuts import render

from communities.access import CommunityRequest, community_view
from communities.models import Role
from evaluation.home import missing, recent_events, standing_now
from evaluation.next_step import what_next
from evaluation.pairings import beside
from evaluation.setup import checklist
from events.models import JointShare
from library.announcements import on_home
from library.desk import Desk


@community_view(Role.MEMBER)
def home(request: CommunityRequest) -> HttpResponse:
    now = standing_now(request.community)
    context = {
        "now": now,
        "next": what_next(request.community, request.role, now),
        "missing": missing(request.community, request.role, now),
        "latest": recent_events(),
        "setup": checklist(request.community, request.role),
        "beside": beside(request.community),
        "asked": JointShare.objects.waiting_for(request.community),
        "may_record": request.role >= Role.LEADER,
        "announced": on_home(request.community, request.user),
        "desk": Desk.of_community(request),
    }
    return render(request, "evaluation/home.html", context)
