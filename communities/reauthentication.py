"""How long a login lasts, and what requires a new proof of identity: by role, after inactivity, and before risky
actions.

No session ends and no input is lost: allauth requests the password or factor, and continues with the submitted data.
"""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from communities.models import Role
from communities.models.people import Roles

# The riskiest actions (exports, factors, team changes) require a proof not older than this.
FRESH = timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
# People open the PDF of a report in a meeting, and it contains what they read on its page.
REPORT_PDF_FRESH = timedelta(hours=1)

# Session key of the last activity of a person with an inactivity limit: seconds since the epoch.
SEEN = "seen"
# How old that may be before it is written again: not every page may write.
SEEN_EVERY = timedelta(minutes=1)

ACCOUNT_PAGES = "/accounts/"
# The pages of reauthentication and of signing out.
NEVER_ASKED = (
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_logout",
)


class Terms(NamedTuple):
    """``lasts``: how old the last proof may be; ``idle``: how long a person may be inactive, None for no limit."""

    lasts: timedelta
    idle: timedelta | None = None


STAFF = Terms(timedelta(hours=12), idle=timedelta(minutes=30))
TERMS = {
    Role.MEMBER: Terms(timedelta(days=30)),
    Role.LEADER: Terms(timedelta(days=30)),
    Role.COORDINATOR: Terms(timedelta(days=7)),
}


def get_session_terms(roles: Roles) -> Terms:
    """Return the terms of the strictest role that a person holds anywhere, since one session opens all of them."""
    if roles.works_in_an_office:
        return STAFF
    return TERMS[max((Role(membership.role) for membership in roles.memberships), default=Role.MEMBER)]


def ask_first(request: HttpRequest, *, second_factor: bool) -> HttpResponse | None:
    """Require a recent login in an access decorator; redirect to the set-up page if the second factor is missing."""
    check_login(request)
    if second_factor and not settings.DEMO and not has_second_factor(request.user):
        return redirect("communities:two-step-verification")
    return None


def check_login(request: HttpRequest) -> None:
    """Require a proof if the last one is older than the terms allow, or the person was inactive for longer."""
    terms = get_session_terms(request.user.roles)  # type: ignore[union-attr]
    require_fresh_login(request, terms.lasts)
    if terms.idle is None:
        return
    away = time.time() - max(request.session.get(SEEN, 0.0), get_login_time(request))
    if away > terms.idle.total_seconds():
        if not _opens_report_pdf(request):
            _ask(request)
    elif away > SEEN_EVERY.total_seconds() and not _asks_by_itself(request):
        request.session[SEEN] = time.time()


def _opens_report_pdf(request: HttpRequest) -> bool:
    """Return True for a page that `communities.access.report_login` lets people open after inactivity."""
    match = request.resolver_match
    return match is not None and getattr(match.func, "reads_report", False) and match.kwargs["kind"] == "pdf"


def lasts_until(request: HttpRequest) -> float:
    """Return the time, in seconds since the epoch, at which a proof will be required without further activity."""
    terms = get_session_terms(request.user.roles)  # type: ignore[union-attr]
    until = get_login_time(request) + terms.lasts.total_seconds()
    return min(until, time.time() + terms.idle.total_seconds()) if terms.idle else until


def _asks_by_itself(request: HttpRequest) -> bool:
    """Return True for background requests: a page that polls the progress of a report is no sign of activity."""
    return request.method == "GET" and "HX-Request" in request.headers


def require_fresh_login(request: HttpRequest, lasts: timedelta) -> None:
    if get_login_time(request) < time.time() - lasts.total_seconds():
        _ask(request)


def _ask(request: HttpRequest) -> None:
    """Raise to let allauth's middleware show its page; it stores a POST and resumes it, so no input is lost.

    It is stored in the session's table. Input that a view calls sensitive must not be stored there, and is typed
    again. A person with neither password nor factor signs in again by a code.
    """
    _forget_what_waits(request)
    here = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    if not get_adapter().get_reauthentication_methods(request.user):
        logout(request)
        raise ImmediateHttpResponse(redirect_to_login(here))
    if request.method == "POST" and hasattr(request, "sensitive_post_parameters"):
        raise ImmediateHttpResponse(redirect(_reauthenticate(request.path)))
    raise ReauthenticationRequired


def _forget_what_waits(request: HttpRequest) -> None:
    """Delete a request to this address that waited for a proof and never got one: perhaps from another person who held
    the device. The proof applies only to the current request.
    """
    waiting = request.session.get(STATE_SESSION_KEY, {}).get("request")
    if waiting and json.loads(waiting)["path"] == request.path:
        del request.session[STATE_SESSION_KEY]


def _reauthenticate(then: str) -> str:
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': then})}"


def confirm_reader(request: HttpRequest) -> None:
    """Before data that only named people may read: require two-step verification, or else a recent proof."""
    if not has_second_factor(request.user):
        require_fresh_login(request, FRESH)


def get_login_time(request: HttpRequest) -> float:
    """Return when this session last gave a proof, in seconds since the epoch."""
    proofs = request.session.get("account_authentication_methods", [])
    return max((proof["at"] for proof in proofs), default=0.0)


def needs_second_factor(role: Role) -> bool:
    """Return True if the role needs a second factor; the operator may extend this beyond coordinators."""
    return role >= Role[settings.SECOND_FACTOR_FROM.upper()]


def must_have_second_factor(roles: Roles) -> bool:
    """Return True if a role that the person holds anywhere needs a second factor."""
    held = (Role(membership.role) for membership in roles.memberships)
    return roles.works_in_an_office or any(map(needs_second_factor, held))


def has_second_factor(user: Any) -> bool:
    return user.roles.has_second_factor


def _handle_library_request(request: HttpRequest, error: Exception) -> None:
    """Discard waiting requests when allauth's views require a proof. Its own middleware answers after this."""
    if isinstance(error, ReauthenticationRequired):
        _forget_what_waits(request)


def account_pages_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: apply the same terms to allauth's own pages, which have no access decorator."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, *view: Any) -> HttpResponse | None:
        match = request.resolver_match
        if not request.path.startswith(ACCOUNT_PAGES) or match is None or match.url_name in NEVER_ASKED:
            return None
        if not request.user.is_authenticated:
            return None
        try:
            check_login(request)
        except ImmediateHttpResponse as answer:
            return answer.response
        except ReauthenticationRequired:
            return redirect(_reauthenticate(request.get_full_path()))
        return None

    middleware.process_view = process_view  # type: ignore[attr-defined]
    middleware.process_exception = _handle_library_request  # type: ignore[attr-defined]
    return middleware
