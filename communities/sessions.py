"""Sessions of accounts: the current one continues while those on other devices end, its key is replaced, and the
middleware that serves account pages and tells the audit log who acts.
"""

from collections.abc import Callable
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from communities.actions.sessions import end_sessions, strike_off_others
from communities.models import User
from communities.reauthentication import ACCOUNT_PAGES
from tfc.current_actor import NOBODY, Actor
from tfc.logins import ACCOUNTS, served_by
from tfc.tenancy import acts_from_here, told_of_actor

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
# allauth's signals that a way to sign in changed. A new password ends sessions by itself.
FACTORS = (
    mfa.authenticator_added,
    mfa.authenticator_removed,
    mfa.authenticator_reset,
    account.email_confirmed,
    account.email_changed,
    account.email_removed,
)
PASSWORDS = (account.password_changed, account.password_set, account.password_reset)


def accounts_database_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Serve account pages by the accounts login of the database. Middleware, outside the session middleware: only here
    are passwords compared with their hashes.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ACCOUNT_PAGES):
            return get_response(request)
        with served_by(ACCOUNTS):
            return get_response(request)

    return middleware


def audit_actor_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Run each unsafe request to an account page in one transaction that knows its actor. Middleware, inside allauth's
    own.

    There is no actor at first when a person signs in or follows a link: see `communities.accounts.AccountAdapter`.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in SAFE or not _is_about_accounts(request):
            return get_response(request)
        user = request.user
        with told_of_actor(Actor(user.pk) if user.is_authenticated else NOBODY):
            response = get_response(request)
            if response.status_code >= 500:
                # Undo partial work after an error.
                transaction.set_rollback(True)
        return response

    return middleware


def keep_own_session(request: HttpRequest) -> None:
    """Preserve the session of this request, after its view has answered, when all sessions of this person ended.

    Not immediately: an office's pages use a database login that cannot write sessions.
    """
    request.goes_on = True  # type: ignore[attr-defined]


def keep_own_session_for_user(request: HttpRequest, user: User) -> None:
    """Preserve the current session if the ended ones may belong to the person who acts."""
    if request.user == user:
        keep_own_session(request)


def keep_own_session_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, inside the session middleware: continue the session under a new key."""

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
    """Move its row of the list of sessions to the new key."""
    with served_by(ACCOUNTS):
        UserSession.objects.filter(session_key=key).update(session_key=request.session.session_key)


def connect() -> None:
    """Connect the signals: allauth has no other hook for these; we send no signals of our own."""
    for signal in FACTORS:
        signal.connect(_factor_changed, dispatch_uid="communities.sessions")
    for signal in PASSWORDS:
        signal.connect(_password_changed, dispatch_uid="communities.sessions")
    account.authentication_step_completed.connect(_proved_again, dispatch_uid="communities.sessions")


def _factor_changed(
    sender: Any, request: HttpRequest, user: User | None = None, email_address: Any = None, **more: Any
) -> None:
    person = user or email_address.user
    end_sessions(user=person, by=person)
    keep_own_session_for_user(request, person)
    _others_are_over(request, person)


def about_to_change_password(request: HttpRequest) -> None:
    """Store the key: allauth gives the session a new one and signals the changed password afterwards."""
    request.key_before = request.session.session_key  # type: ignore[attr-defined]


def _password_changed(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """Move the key before allauth's own list of sessions handles the signal, which would take the new key for a new
    sign-in.
    """
    if request.user == user:
        _move(request.key_before, request)  # type: ignore[attr-defined]
    _others_are_over(request, user)


def _others_are_over(request: HttpRequest, person: User) -> None:
    strike_off_others(by=person, but=request.session.session_key if request.user == person else None)
    # The rest of this request is not recorded as signing out others.
    acts_from_here(Actor(person.pk))


def _proved_again(sender: Any, request: HttpRequest, **more: Any) -> None:
    """After reauthentication, continue under a new key that cannot have been stolen before."""
    if more.get("reauthenticated"):
        key = request.session.session_key
        request.session.cycle_key()
        _move(key, request)


def _is_about_accounts(request: HttpRequest) -> bool:
    """Return True if the request is handled by an account page.

    After reauthentication the original request continues with its data, possibly to a view with an access decorator,
    which opens its own transaction.
    """
    goes_on = request.POST.get("next") or request.GET.get("next") or ACCOUNT_PAGES
    leads_on = "reauthenticate" in request.path and not goes_on.startswith(ACCOUNT_PAGES)
    return request.path.startswith(ACCOUNT_PAGES) and not leads_on
