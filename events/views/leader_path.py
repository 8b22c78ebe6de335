"""Development plans of leaders: one's own, and for coordinators those of the team."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Membership, Role
from events.actions import trainings as actions
from events.forms.trainings import GoalForm
from events.leader_path import get_leader_path, path_rows
from events.models import LeaderGoal, TrainingTopic


@community_view(Role.MEMBER)
@require_safe
def leader_path_list(request: CommunityRequest) -> HttpResponse:
    """List the whole team for a coordinator, else one's own plan."""
    people = Membership.objects.current().filter(community=request.community).select_related("user")
    if request.role < Role.COORDINATOR:
        people = people.filter(user=request.user)
    rows = path_rows(people.order_by("-role", "user__name", "user__email"))
    context = {"rows": rows, "all": len(TrainingTopic), "is_coordinator": request.role == Role.COORDINATOR}
    return render(request, "events/leader_path_list.html", context)


@community_view(Role.MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def leader_path(request: CommunityRequest, membership_id: int) -> HttpResponse:
    """Show the dated steps; a POST adds a goal."""
    membership = _get_membership(request, membership_id)
    if request.method != "POST" and not _may_read(request, membership):
        messages.info(request, _("Only the person and coordinators can see this plan."))
        return redirect("events:development-plan-list", request.community.slug)
    _check(request, membership)
    form = GoalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.add_goal(membership=membership, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return _to(request, membership)
    context: dict[str, Any] = {
        "path": get_leader_path(membership, request.community),
        "person": membership.user,
        "is_own": membership.user_id == request.user.pk,
        "form": form,
        "all": len(TrainingTopic),
        "today": timezone.localdate(),
    }
    return render(request, "events/leader_path.html", context, status=422 if form.errors else 200)


@community_view(Role.MEMBER)
@require_POST
def goal_done(request: CommunityRequest, membership_id: int, goal_id: int) -> HttpResponse:
    """Mark a goal as reached, or as open."""
    membership = _membership(request, membership_id)
    goal = _goal(membership, goal_id)
    done_on = timezone.localdate() if request.POST.get("done") == "yes" else None
    actions.settle_goal(goal=goal, done_on=done_on, by=request.user)
    return _to(request, membership)


@community_view(Role.MEMBER)
@require_POST
def goal_delete(request: CommunityRequest, membership_id: int, goal_id: int) -> HttpResponse:
    membership = _membership(request, membership_id)
    goal = _goal(membership, goal_id)
    actions.delete_goal(goal=goal, by=request.user)
    undo = reverse("events:goal-restore", args=[request.community.slug, membership.pk, goal.pk])
    messages.success(request, _("Deleted."), extra_tags=undo)
    return _to(request, membership)


@community_view(Role.MEMBER)
@require_POST
def goal_restore(request: CommunityRequest, membership_id: int, goal_id: int) -> HttpResponse:
    membership = _membership(request, membership_id)
    actions.restore_goal(goal=_goal(membership, goal_id), by=request.user)
    return _to(request, membership)


def _get_membership(request: CommunityRequest, membership_id: int) -> Membership:
    """Return a current member of the team, or 404."""
    team = Membership.objects.current().filter(community=request.community).select_related("user")
    return get_object_or_404(team, pk=membership_id)


def _may_read(request: CommunityRequest, membership: Membership) -> bool:
    """Return whether the user is this person or a coordinator; both may also write."""
    return membership.user_id == request.user.pk or request.role == Role.COORDINATOR


def _check(request: CommunityRequest, membership: Membership) -> None:
    if not _may_read(request, membership):
        raise PermissionDenied


def _membership(request: CommunityRequest, membership_id: int) -> Membership:
    membership = _get_membership(request, membership_id)
    _check(request, membership)
    return membership


def _goal(membership: Membership, goal_id: int) -> LeaderGoal:
    """Return the goal, also one in the trash, for the undo."""
    return get_object_or_404(LeaderGoal, membership__user=membership.user_id, pk=goal_id)


def _to(request: CommunityRequest, membership: Membership) -> HttpResponse:
    return redirect("events:development-plan", request.community.slug, membership.pk)
