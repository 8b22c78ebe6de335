"""The community's home: what to do next, what is missing for the half-year, how it stands, what happened last."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from communities.access import CommunityRequest, community_view
from communities.actions.visits import note_visit
from communities.models import Role
from dashboards.home import latest_and_joint, missing, standing_now
from dashboards.next_step import what_next
from dashboards.pairings import beside, running_pairings
from dashboards.setup import checklist
from dashboards.since_last_visit import since_visit
from events.list_queries import joint_questions
from library.announcements import on_home
from library.place_views import Desk


@community_view(Role.MEMBER)
def home(request: CommunityRequest) -> HttpResponse:
    now = standing_now(request.community, request.user)
    seen = now.waiting.visit
    since = note_visit(
        place=request.community,
        at=seen["seen_at"],
        before=seen["seen_before"],
        by=request.user,
        now=timezone.now(),
    )
    pairings = running_pairings(request.community) if now.waiting.has_pairing else []
    latest, joint = latest_and_joint(pairings)
    context = {
        "now": now,
        "next": what_next(request.community, request.user, request.role, now),
        "missing": missing(request.community, request.role, now),
        "latest": latest,
        "setup": checklist(request.community, request.role),
        "beside": beside(request.community, pairings, joint),
        "asked": joint_questions(request.community.pk) if now.waiting.has_joint_question else [],
        "may_record": request.role >= Role.LEADER,
        "since": since_visit(request.community, seen, since),
        "announced": on_home(request.community, request.user),
        "desk": Desk.of_community(request),
    }
    return render(request, "dashboards/home.html", context)
