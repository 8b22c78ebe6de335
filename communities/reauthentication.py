"""How long a login lasts, and what asks for a proof anew: by role, after being away, and before what could do harm.

Nothing is ended and nothing typed is lost: allauth asks for password or factor, and goes on with what was sent.
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

# What others could do most harm with (exports, factors, team changes) asks for a proof not older than this.
FRESH = timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
# The PDF of a report is what people open in a meeting, and holds what they read on its page.
REPORT_PDF_FRESH = timedelta(hours=1)

# When somebody who may not be away for long was last here: seconds since the epoch, in the session.
SEEN = "seen"
# How old that may be before it is written anew: a page must not write each time.
SEEN_EVERY = timedelta(minutes=1)

ACCOUNT_PAGES = "/accounts/"
# Where one proves who one is, or leaves.
NEVER_ASKED = (
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_logout",
)


class Terms(NamedTuple):
    """``lasts``: how old the last proof may be; ``idle``: how long one may be away, None for as long as one likes."""

    lasts: timedelta
    idle: timedelta | None = None


STAFF = Terms(timedelta(hours=12), idle=timedelta(minutes=30))
TERMS = {
    Role.MEMBER: Terms(timedelta(days=30)),
    Role.LEADER: Terms(timedelta(days=30)),
    Role.COORDINATOR: Terms(timedelta(days=7)),
}


def get_session_terms(roles: Roles) -> Terms:
    """Those of the strictest role that a person holds anywhere, since one session opens all of them."""
    if roles.works_in_an_office:
        return STAFF
    return TERMS[max((Role(membership.role) for membership in roles.memberships), default=Role.MEMBER)]


def ask_first(request: HttpRequest, *, second_factor: bool) -> HttpResponse | None:
    """At the door: where the login is too old, ask; where its second factor is not set up, the page that mends it."""
    check_login(request)
    if second_factor and not settings.DEMO and not has_second_factor(request.user):
        return redirect("communities:two-step-verification")
    return None


def check_login(request: HttpRequest) -> None:
    """Ask whose last proof is older than the terms allow, or who was away for longer."""
    terms = get_session_terms(request.user.roles)  # type: ignore[union-attr]
    require_fresh_login(request, terms.lasts)
    if terms.idle is None:
        return
    away = time.time() - max(request.session.get(SEEN, 0.0), logged_in_at(request))
    if away > terms.idle.total_seconds():
        _ask(request)
    if away > SEEN_EVERY.total_seconds() and not _asks_by_itself(request):
        request.session[SEEN] = time.time()


def lasts_until(request: HttpRequest) -> float:
    """Seconds since the epoch at which a proof will be asked for, if this person does nothing more."""
    terms = get_session_terms(request.user.roles)  # type: ignore[union-attr]
    until = logged_in_at(request) + terms.lasts.total_seconds()
    return min(until, time.time() + terms.idle.total_seconds()) if terms.idle else until


def _asks_by_itself(request: HttpRequest) -> bool:
    """A page that looks every second how far a report is says nothing of whether somebody sits before it."""
    return request.method == "GET" and "HX-Request" in request.headers


def require_fresh_login(request: HttpRequest, lasts: timedelta) -> None:
    if logged_in_at(request) < time.time() - lasts.total_seconds():
        _ask(request)


def _ask(request: HttpRequest) -> None:
    """allauth's middleware answers with its page, keeps a POST meanwhile and resumes it, so nothing typed is lost.

    It keeps it in the session's table. What a view calls sensitive must not lie there, and is typed again. Who has
    neither password nor factor yet has nothing to prove with, and signs in again by a code.
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
    """What was sent to this address before, and never proved: perhaps by somebody else who held the device. Whoever
    proves now who he is does so for what he asks for now."""
    waiting = request.session.get(STATE_SESSION_KEY, {}).get("request")
    if waiting and json.loads(waiting)["path"] == request.path:
        del request.session[STATE_SESSION_KEY]


def _reauthenticate(then: str) -> str:
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': then})}"


def confirm_reader(request: HttpRequest) -> None:
    """Before what only named people may read: two-step verification, or a proof of who reads that is fresh."""
    if not has_second_factor(request.user):
        require_fresh_login(request, FRESH)


def logged_in_at(request: HttpRequest) -> float:
    """Seconds since the epoch of the last time this session proved who it is."""
    proofs = request.session.get("account_authentication_methods", [])
    return max((proof["at"] for proof in proofs), default=0.0)


def needs_second_factor(role: Role) -> bool:
    """The operator may ask it of more people than of coordinators."""
    return role >= Role[settings.SECOND_FACTOR_FROM.upper()]


def has_second_factor(user: Any) -> bool:
    return user.roles.has_second_factor


def _asked_by_library(request: HttpRequest, error: Exception) -> None:
    """Where allauth's views ask by themselves. Its own middleware answers after this."""
    if isinstance(error, ReauthenticationRequired):
        _forget_what_waits(request)


def account_pages(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: allauth's own pages have no door of ours, and ask on the same terms."""

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
    middleware.process_exception = _asked_by_library  # type: ignore[attr-defined]
    return middleware
