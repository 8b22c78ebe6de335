"""The community's home: the next steps, what is missing in the half-year, its status, and recent events."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from communities.access import CommunityRequest, community_view
from communities.actions.visits import note_visit
from communities.models import Role
from dashboards.home import get_home_status, get_latest_and_joint_events, get_missing_parts
from dashboards.next_step import get_next_steps
from dashboards.pairings import get_paired_communities, running_pairings
from dashboards.setup import checklist
from dashboards.since_last_visit import since_visit
from events.models import JointShare
from library.announcements import get_home_announcements
from library.place_views import PlaceAccess


@community_view(Role.MEMBER)
def home(request: CommunityRequest) -> HttpResponse:
    now = get_home_status(request.community, request.user)
    visit = now.waiting.visit
    since = note_visit(
        place=request.community,
        at=visit["seen_at"],
        before=visit["seen_before"],
        by=request.user,
        now=timezone.now(),
    )
    pairings = running_pairings(request.community) if now.waiting.has_pairing else []
    questions = (
        JointShare.objects.waiting_for(request.community)
        if now.waiting.has_joint_question
        else JointShare.objects.none()
    )
    latest, joint = get_latest_and_joint_events(pairings, questions)
    context = {
        "now": now,
        "steps": get_next_steps(request.community, request.user, request.role, now, questions),
        "missing": get_missing_parts(request.community, request.role, now),
        "latest": latest,
        "setup": checklist(request.community, request.role),
        "beside": get_paired_communities(request.community, pairings, joint),
        "may_record": request.role >= Role.LEADER,
        "since": since_visit(request.community, visit, since),
        "announced": get_home_announcements(request.community, request.user),
        "desk": PlaceAccess.for_community(request),
    }
    return render(request, "dashboards/home.html", context)
