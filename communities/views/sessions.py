"""A person's own account: its sessions, phone number, a copy of the stored data, and closing it."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities import actions, devices
from communities.access import SignedIn, fresh_login, signed_in_view
from communities.account_data import collect_account_data
from communities.account_history import get_account_history
from communities.notice_forms import PhoneForm
from communities.personal_files import personal_file
from communities.places import list_countries
from communities.sessions import keep_own_session
from tfc.logins import ACCOUNTS, use_login
from tfc.middleware import CLEAR_SITE_DATA
from tfc.query_params import row_number


@signed_in_view
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: SignedIn) -> HttpResponseBase:
    """List the sessions; a POST ends one of them, or all but this one."""
    if request.method == "POST":
        return _end(request)
    going_on = actions.strike_off_ended(user=request.user)
    rows = sorted((_row(request, session) for session in going_on), key=_newest)
    context = {
        "sessions": rows,
        "others": sum(not row["is_here"] for row in rows),
        "history": [{"entry_text": entry_text} for entry_text in get_account_history(request.user)],
    }
    return render(request, "communities/sessions.html", context)


def _row(request: SignedIn, session: UserSession) -> dict[str, Any]:
    return {
        "pk": session.pk,
        "device": devices.describe_user_agent(session.user_agent),
        "since": session.created_at,
        "address": session.ip,
        "is_here": session.session_key == request.session.session_key,
    }


def _newest(row: dict[str, Any]) -> tuple[bool, float]:
    return not row["is_here"], -row["since"].timestamp()


@fresh_login
def _end(request: SignedIn) -> HttpResponse:
    """End sessions after a recent proof: a person who stole an open session cannot sign its owner
    out of the others.
    """
    if "session" in request.POST:
        return _end_one(request, request.POST["session"])
    actions.end_sessions(user=request.user, by=request.user)
    keep_own_session(request)
    actions.strike_off_others(by=request.user, but=request.session.session_key)
    messages.success(request, _("All other devices are signed out."))
    return redirect("communities:sessions")


def _end_one(request: SignedIn, wanted: str) -> HttpResponse:
    with use_login(ACCOUNTS):
        session = get_object_or_404(UserSession, user=request.user, pk=row_number(wanted) or 0)
    if session.session_key == request.session.session_key:
        return redirect("account_logout")
    actions.end_session(session=session, by=request.user)
    message = _("%(device)s is signed out.") % {"device": devices.describe_user_agent(session.user_agent)}
    messages.success(request, message)
    return redirect("communities:sessions")


@signed_in_view
@require_http_methods(["GET", "HEAD", "POST"])
def account_phone(request: SignedIn) -> HttpResponse:
    form = PhoneForm(
        request.POST if request.method == "POST" else None,
        initial={"phone": request.user.phone},
        countries=list_countries(request.user),
    )
    if form.is_bound and form.is_valid():
        actions.save_phone(phone=form.cleaned_data["phone"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("communities:account-phone")
    return render(
        request, "communities/account_phone.html", {"form": form}, status=422 if form.errors else 200
    )


@signed_in_view
@require_http_methods(["GET", "HEAD", "POST"])
def account_data(request: SignedIn) -> HttpResponseBase:
    """Show the page; a POST returns the file, after a recent proof of identity."""
    if request.method == "POST":
        return _download(request)
    return render(request, "communities/account_data.html", {"person": request.user})


@fresh_login
def _download(request: SignedIn) -> HttpResponse:
    context = {"person": request.user, "chapters": collect_account_data(request.user)}
    template = "communities/account_data_file.html"
    response = personal_file(request, template, "traffickfree-my-data.html", context)
    actions.note_data_download(by=request.user)
    return response


@signed_in_view
@fresh_login
@require_http_methods(["GET", "HEAD", "POST"])
def account_close(request: SignedIn) -> HttpResponse:
    """Close the account after a confirmation; the last person in charge of a place must transfer it first."""
    error = ""
    if request.method == "POST":
        try:
            actions.close_account(by=request.user)
        except ValidationError as refused:
            error = refused.messages[0]
        else:
            logout(request)
            messages.success(request, _("Your account is closed. Thank you."))
            response = redirect("communities:start")
            response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
            return response
    context = {
        "error": error,
        "needed": actions.list_places_needing(request.user),
        "leaving": [membership.community for membership in request.user.roles.memberships]
        + [membership.office for membership in request.user.roles.staff],
    }
    return render(request, "communities/account_close.html", context, status=422 if error else 200)
