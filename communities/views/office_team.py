"""An office's staff."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import actions
from communities.access import OfficeRequest, fresh_login, office_view
from communities.forms import StaffInviteForm
from communities.models import Invitation, StaffMembership
from communities.sessions import keep_own_session_for_user
from communities.views.pending_invitations import resend, withdraw

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@office_view
@require_safe
def office_team(request: OfficeRequest) -> HttpResponse:
    staff = StaffMembership.objects.current().filter(office=request.office).select_related("user")
    waiting = Invitation.objects.waiting().filter(office=request.office).select_related("invited_by")
    context = {
        "staff": staff.order_by("user__name", "user__email"),
        "waiting": waiting.order_by("-created_at"),
        "me": request.user.pk,
    }
    return render(request, "communities/office_team.html", context)


@office_view
@fresh_login
@get_or_post
def office_team_invite(request: OfficeRequest) -> HttpResponse:
    if request.is_guest:
        return redirect("communities:office-team", request.office.slug)
    form = StaffInviteForm(request.POST if request.method == "POST" else None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            invitation = actions.invite_staff(office=request.office, email=email, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(email)s is invited.") % {"email": invitation.email})
            return redirect("communities:office-team", request.office.slug)
    return render(request, "communities/office_team_invite.html", {"form": form}, status=status)


@office_view
@fresh_login
@require_POST
def office_invitation_resend(request: OfficeRequest, invitation_id: int) -> HttpResponse:
    resend(request, get_object_or_404(Invitation, office=request.office, pk=invitation_id))
    return redirect("communities:office-team", request.office.slug)


@office_view
@fresh_login
@require_POST
def office_invitation_withdraw(request: OfficeRequest, invitation_id: int) -> HttpResponse:
    withdraw(request, get_object_or_404(Invitation, office=request.office, pk=invitation_id))
    return redirect("communities:office-team", request.office.slug)


@office_view
@fresh_login
@get_or_post
def staff_remove(request: OfficeRequest, staff_id: int) -> HttpResponse:
    """Remove another person immediately, with an undo link; removing oneself requires a confirmation."""
    staff = StaffMembership.objects.current().filter(office=request.office).select_related("user", "office")
    membership = get_object_or_404(staff, pk=staff_id)
    if request.is_guest:
        return redirect("communities:office-team", request.office.slug)
    own = membership.user_id == request.user.pk
    if request.method != "POST" and not own:
        return redirect("communities:office-team", request.office.slug)
    error = ""
    if request.method == "POST":
        try:
            actions.remove_staff(membership=membership, by=request.user)
        except ValidationError as refused:
            error = refused.messages[0]
        else:
            return _without(request, membership)
    if error and not own:
        messages.error(request, error)
        return redirect("communities:office-team", request.office.slug)
    context = {"membership": membership, "error": error}
    return render(request, "communities/staff_remove.html", context, status=422 if error else 200)


def _without(request: OfficeRequest, membership: StaffMembership) -> HttpResponse:
    """Redirect with an undo link, unless people removed themselves and have no access any more."""
    keep_own_session_for_user(request, membership.user)
    message = _("%(person)s has left the team.") % {"person": membership.user}
    if membership.user_id == request.user.pk:
        messages.success(request, message)
        return redirect("communities:start")
    undo = reverse("communities:staff-restore", args=[request.office.slug, membership.pk])
    messages.success(request, message, extra_tags=undo)
    return redirect("communities:office-team", request.office.slug)


@office_view
@fresh_login
@require_POST
def staff_restore(request: OfficeRequest, staff_id: int) -> HttpResponse:
    membership = get_object_or_404(StaffMembership.objects.filter(office=request.office), pk=staff_id)
    if not request.is_guest:
        try:
            back = actions.restore_staff(membership=membership, by=request.user)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        else:
            messages.success(request, _("%(person)s is in the team again.") % {"person": back.user})
    return redirect("communities:office-team", request.office.slug)
