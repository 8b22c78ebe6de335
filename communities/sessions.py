"""The session in which somebody acts, while those on other devices end; and the key of a session, never kept twice."""

from collections.abc import Callable
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse

from communities.actions.sessions import end_sessions
from communities.models import User
from tfc.logins import ACCOUNTS, served_by

# allauth says with these that something changed by which one can get in. A new password ends sessions by itself.
FACTORS = (
    mfa.authenticator_added,
    mfa.authenticator_removed,
    mfa.authenticator_reset,
    account.email_confirmed,
    account.email_changed,
    account.email_removed,
)


def keep_own(request: HttpRequest) -> None:
    """After all sessions of this person ended: the one of this request goes on, once its view has answered.

    Not at once: an office's pages are answered by a login of the database that writes no session.
    """
    request.goes_on = True  # type: ignore[attr-defined]


def keep_own_of(request: HttpRequest, user: User) -> None:
    """Where the sessions that ended may have been those of whoever acts."""
    if request.user == user:
        keep_own(request)


def own_goes_on(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, inside that of sessions: under a new key."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if getattr(request, "goes_on", False) and request.user.is_authenticated:
            request.user.refresh_from_db(fields=["sessions_ended"])
            key = request.session.session_key
            update_session_auth_hash(request, request.user)
            _move(key, request)
        return response

    return middleware


def _move(key: str | None, request: HttpRequest) -> None:
    """Its row of the list of sessions goes along with the key."""
    with served_by(ACCOUNTS):
        UserSession.objects.filter(session_key=key).update(session_key=request.session.session_key)


def connect() -> None:
    """allauth has no other hook for these; nothing of ours sends signals."""
    for signal in FACTORS:
        signal.connect(_factor_changed, dispatch_uid="communities.sessions")
    account.authentication_step_completed.connect(_proved_again, dispatch_uid="communities.sessions")


def _factor_changed(
    sender: Any, request: HttpRequest, user: User | None = None, email_address: Any = None, **more: Any
) -> None:
    person = user or email_address.user
    end_sessions(user=person, by=person)
    keep_own_of(request, person)


def _proved_again(sender: Any, request: HttpRequest, **more: Any) -> None:
    """Who proves anew who he is goes on under a key that nobody can have taken before."""
    if more.get("reauthenticated"):
        key = request.session.session_key
        request.session.cycle_key()
        _move(key, request)
