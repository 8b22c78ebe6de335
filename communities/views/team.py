"""A community's team: members see the list; coordinators add people, change roles and remove them."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import actions
from communities.access import CommunityRequest, community_view, fresh_login
from communities.audit.versions import get_requested_version
from communities.forms import InviteForm, RoleForm
from communities.models import Invitation, Membership, Role, RolePeriod, RosterConfirmation
from communities.models.setup import EARLY
from communities.pairings import get_pairs
from communities.sessions import keep_own_session_for_user
from communities.views.pending_invitations import resend, withdraw
from tfc.periods import HalfYear, half_year_or_404
from tfc.text.punctuation import listed

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@community_view(Role.MEMBER)
@require_safe
def team(request: CommunityRequest) -> HttpResponse:
    community = request.community
    now = HalfYear.of_instant(timezone.now(), community.zone)
    members = (
        Membership.objects.current()
        .filter(community=community)
        .select_related("user")
        .order_by("-role", "user__name", "user__email")
    )
    context: dict[str, Any] = {
        "members": members,
        "me": request.user.pk,
        "is_coordinator": request.role == Role.COORDINATOR,
        "pairings": [pair for pair in get_pairs(community) if pair.pairing.until is None],
    }
    if context["is_coordinator"]:
        waiting = Invitation.objects.waiting().filter(community=community)
        context["waiting"] = waiting.select_related("invited_by").order_by("-created_at")
        began = min(member.started_at.astimezone(community.zone).date() for member in members)
        half_years = [half_year for half_year in (now, now.previous()) if began <= half_year.last_day]
        context["rosters"] = _rosters(half_years)
    return render(request, "communities/team.html", context)


def _rosters(half_years: list[HalfYear]) -> list[dict[str, Any]]:
    """Return each half-year with its confirmation, if there is one; one query."""
    confirmations = RosterConfirmation.objects.filter(half_year__in=map(str, half_years)).select_related("by")
    signed = {confirmation.half_year: confirmation for confirmation in confirmations}
    return [{"half_year": half_year, "confirmation": signed.get(str(half_year))} for half_year in half_years]


@community_view(Role.COORDINATOR)
@fresh_login
@get_or_post
def team_invite(request: CommunityRequest) -> HttpResponse:
    # The team that is set up needs leaders first.
    role = Role.LEADER if request.community.stage in EARLY else Role.MEMBER
    form = InviteForm(request.POST if request.method == "POST" else None, initial={"role": role})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            invitations = actions.invite_all(
                community=request.community,
                emails=form.cleaned_data["email"],
                role=form.cleaned_data["role"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            emails = listed(invitation.email for invitation in invitations)
            message = ngettext("%(emails)s is invited.", "%(emails)s are invited.", len(invitations))
            messages.success(request, message % {"emails": emails})
            return redirect("communities:team", request.community.slug)
    return render(request, "communities/team_invite.html", {"form": form}, status=status)


@community_view(Role.COORDINATOR)
@fresh_login
@require_POST
def team_invitation_resend(request: CommunityRequest, invitation_id: int) -> HttpResponse:
    resend(request, _invitation(request, invitation_id))
    return redirect("communities:team", request.community.slug)


@community_view(Role.COORDINATOR)
@fresh_login
@require_POST
def team_invitation_withdraw(request: CommunityRequest, invitation_id: int) -> HttpResponse:
    withdraw(request, _invitation(request, invitation_id))
    return redirect("communities:team", request.community.slug)


def _invitation(request: CommunityRequest, invitation_id: int) -> Invitation:
    return get_object_or_404(Invitation, community=request.community, pk=invitation_id)


@community_view(Role.COORDINATOR)
@fresh_login
@get_or_post
def team_member(request: CommunityRequest, membership_id: int) -> HttpResponse:
    """Change the role of one member."""
    membership = _member(request, membership_id)
    form = RoleForm(
        request.POST if request.method == "POST" else None,
        initial={"role": get_requested_version(request, membership).role, "was": membership.role},
    )
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_role(membership=membership, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            if getattr(error, "code", None) == "changed":
                membership.refresh_from_db()
                form.saw(str(membership.role))
                status = 409
        else:
            keep_own_session_for_user(request, membership.user)
            messages.success(request, _("Saved."))
            return redirect("communities:team", request.community.slug)
    context = {"form": form, "membership": membership, "periods": _periods(membership)}
    return render(request, "communities/team_member.html", context, status=status)


def _periods(membership: Membership) -> Any:
    return RolePeriod.objects.filter(membership=membership).order_by("-started_on", "-pk")


@community_view(Role.COORDINATOR)
@fresh_login
@require_POST
def team_member_remove(request: CommunityRequest, membership_id: int) -> HttpResponse:
    """Remove a member immediately, with an undo link. One's own membership is ended by leaving, which cannot be
    undone.
    """
    membership = _member(request, membership_id)
    if membership.user_id == request.user.pk:
        return redirect("communities:team-leave", request.community.slug)
    try:
        actions.remove_member(membership=membership, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return redirect("communities:team-member", request.community.slug, membership.pk)
    undo = reverse("communities:team-member-restore", args=[request.community.slug, membership.pk])
    message = _("%(person)s has left the team.") % {"person": membership.user}
    messages.success(request, message, extra_tags=undo)
    return redirect("communities:team", request.community.slug)


@community_view(Role.COORDINATOR)
@fresh_login
@require_POST
def team_member_restore(request: CommunityRequest, membership_id: int) -> HttpResponse:
    ended = Membership.objects.filter(community=request.community)
    membership = get_object_or_404(ended, pk=membership_id)
    try:
        back = actions.restore_member(membership=membership, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("%(person)s is in the team again.") % {"person": back.user})
    return redirect("communities:team", request.community.slug)


@community_view(Role.MEMBER)
@fresh_login
@get_or_post
def team_leave(request: CommunityRequest) -> HttpResponse:
    """Leave the team after a confirmation: without a role a person cannot rejoin alone."""
    membership = get_object_or_404(
        Membership.objects.current(), community=request.community, user=request.user
    )
    error = ""
    if request.method == "POST":
        try:
            actions.remove_member(membership=membership, by=request.user)
        except ValidationError as refused:
            error = refused.messages[0]
        else:
            keep_own_session_for_user(request, membership.user)
            messages.success(request, _("%(person)s has left the team.") % {"person": membership.user})
            return redirect("communities:start")
    context = {"membership": membership, "error": error}
    return render(request, "communities/team_leave.html", context, status=422 if error else 200)


def _member(request: CommunityRequest, membership_id: int) -> Membership:
    return get_object_or_404(
        Membership.objects.current().select_related("user"), community=request.community, pk=membership_id
    )


@community_view(Role.COORDINATOR)
@get_or_post
def roster_confirm(request: CommunityRequest, half_year: str) -> HttpResponse:
    """Show the leaders as of the half-year's end, or today, and its confirmation."""
    today = timezone.localdate(timezone=request.community.zone)
    period = _begun(half_year, today)
    if request.method == "POST":
        confirmation = actions.confirm_roster(half_year=period, by=request.user)
        undo = reverse("communities:roster-undo", args=[request.community.slug, period])
        tags = undo if confirmation.by_id == request.user.pk else ""
        messages.success(request, _("Saved."), extra_tags=tags)
        return redirect("communities:team", request.community.slug)
    day = period.get_reference_day(today)
    leaders = RolePeriod.objects.on(day).filter(role__gte=Role.LEADER).select_related("user")
    context = {
        "half_year": period,
        "day": day,
        "leaders": leaders.order_by("-role", "user__name"),
        "confirmation": RosterConfirmation.objects.filter(half_year=str(period)).first(),
    }
    return render(request, "communities/roster.html", context)


@community_view(Role.COORDINATOR)
@require_POST
def roster_undo(request: CommunityRequest, half_year: str) -> HttpResponse:
    """Withdraw one's own confirmation."""
    period = _begun(half_year, timezone.localdate(timezone=request.community.zone))
    actions.withdraw_roster(half_year=period, by=request.user)
    messages.success(request, _("Saved."))
    return redirect("communities:team", request.community.slug)


def _begun(half_year: str, today: date) -> HalfYear:
    """Return the half-year in the address; 404 if it is invalid or in the future."""
    period = half_year_or_404(half_year)
    if period.first_day > today:
        raise Http404
    return period
