"""Sessions of accounts: the current one continues while those on other devices end, and its key is replaced."""

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa
from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from communities.actions.sessions import end_sessions, strike_off_others
from communities.models import User
from tfc.current_actor import Actor
from tfc.logins import ACCOUNTS, use_login
from tfc.tenancy import set_scope_actor

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


def keep_own_session(request: HttpRequest) -> None:
    """Preserve the session of this request, after its view has answered, when all sessions of this person ended.

    Not immediately: an office's pages use a database login that cannot write sessions.
    """
    request.goes_on = True  # type: ignore[attr-defined]


def keep_own_session_for_user(request: HttpRequest, user: User) -> None:
    """Preserve the current session if the ended ones may belong to the person who acts."""
    if request.user == user:
        keep_own_session(request)


def move_session_key(key: str | None, request: HttpRequest) -> None:
    """Move its row of the list of sessions to the new key."""
    with use_login(ACCOUNTS):
        UserSession.objects.filter(session_key=key).update(session_key=request.session.session_key)


def _factor_added(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """Take the code or touch that set it up for a proof: the recovery codes, which come next, ask for one."""
    record_authentication(request, user, "mfa", reauthenticated=True)


def connect() -> None:
    """Connect the signals: allauth has no other hook for these; we send no signals of our own."""
    for signal in FACTORS:
        signal.connect(_factor_changed, dispatch_uid="communities.sessions")
    mfa.authenticator_added.connect(_factor_added, dispatch_uid="communities.sessions.added")
    for signal in PASSWORDS:
        signal.connect(_password_changed, dispatch_uid="communities.sessions")
    account.authentication_step_completed.connect(_renew_session_key, dispatch_uid="communities.sessions")


def _factor_changed(
    sender: Any, request: HttpRequest, user: User | None = None, email_address: Any = None, **more: Any
) -> None:
    person = user or email_address.user
    end_sessions(user=person, by=person)
    keep_own_session_for_user(request, person)
    _others_are_over(request, person)


def remember_session_key(request: HttpRequest) -> None:
    """Store the key: allauth gives the session a new one and signals the changed password afterwards."""
    request.key_before = request.session.session_key  # type: ignore[attr-defined]


def _password_changed(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """Move the key before allauth's own list of sessions handles the signal, which would take the new key for a new
    sign-in.
    """
    if request.user == user:
        move_session_key(request.key_before, request)  # type: ignore[attr-defined]
    _others_are_over(request, user)


def _others_are_over(request: HttpRequest, person: User) -> None:
    strike_off_others(by=person, but=request.session.session_key if request.user == person else None)
    # The rest of this request is not recorded as signing out others.
    set_scope_actor(Actor(person.pk))


def _renew_session_key(sender: Any, request: HttpRequest, **more: Any) -> None:
    """After reauthentication, continue under a new key that cannot have been stolen before."""
    if more.get("reauthenticated"):
        key = request.session.session_key
        request.session.cycle_key()
        move_session_key(key, request)
