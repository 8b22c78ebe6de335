"""A person's sessions, with the device as text; each can be signed out from here."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities import actions, devices
from communities.access import SignedIn, fresh_login, signed_in_view
from communities.account_history import get_account_history
from communities.sessions import keep_own_session
from tfc.logins import ACCOUNTS, served_by
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
    with served_by(ACCOUNTS):
        session = get_object_or_404(UserSession, user=request.user, pk=row_number(wanted) or 0)
    if session.session_key == request.session.session_key:
        return redirect("account_logout")
    actions.end_session(session=session, by=request.user)
    message = _("%(device)s is signed out.") % {"device": devices.describe_user_agent(session.user_agent)}
    messages.success(request, message)
    return redirect("communities:sessions")
