"""The community's home (next steps, what is missing, its status, recent events) and its service gaps."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, community_view
from communities.actions.notices import update_notices
from communities.actions.visits import note_visit
from communities.models import TAKES_PART, Role
from communities.notices import NoticeKind
from communities.place_views import PlaceAccess
from dashboards.home import HomeStatus, get_home_status, get_latest_and_joint_events, get_missing_parts
from dashboards.next_step import get_next_steps, is_log_first
from dashboards.pairings import get_paired_communities, running_pairings
from dashboards.service_gaps import build_page_context, read_grid, receipts_on
from dashboards.setup import checklist
from dashboards.since_last_visit import since_visit
from evaluation.models import SubmissionState
from evaluation.notices import RETURNED
from events.models import JointShare
from events.notices import OVER
from library.announcements import get_home_announcements
from support.notices import APPROVAL, REPLY


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
    if differing := _list_differing_kinds(now, request.role):
        update_notices(
            place=request.community,
            differing=differing,
            role=request.role,
            by=request.user,
            now=timezone.now(),
        )
    setup = checklist(request.community, request.role)
    latest, joint = get_latest_and_joint_events(pairings, questions)
    context = {
        "now": now,
        "steps": get_next_steps(request.community, request.user, request.role, now, questions, setup),
        "takes_part": request.community.stage in TAKES_PART,
        "missing": get_missing_parts(request.community, request.role, now),
        "latest": latest,
        "setup": setup,
        "paired": get_paired_communities(request.community, pairings, joint),
        "may_record": request.role >= Role.LEADER,
        "is_log_first": request.role >= Role.LEADER and is_log_first(request.community, latest, setup),
        "since": since_visit(request.community, visit, since),
        "announced": get_home_announcements(request.community, request.user),
        "desk": PlaceAccess.for_community("library:", request),
    }
    return render(request, "dashboards/home.html", context)


def _list_differing_kinds(now: HomeStatus, role: Role) -> list[NoticeKind]:
    """Return the kinds of work that the home shows and the bell does not count, or the other way round."""
    if role < Role.LEADER:
        return []
    shown = [
        (OVER, bool(now.waiting.unresolved)),
        (REPLY, now.waiting.has_replies),
        (APPROVAL, now.waiting.has_approvals),
    ]
    if role >= Role.COORDINATOR:
        is_returned = now.submission is not None and now.submission.state == SubmissionState.RETURNED
        shown.append((RETURNED, is_returned))
    return [kind for kind, is_shown in shown if (kind.code in now.waiting.notice_kinds) != is_shown]


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
