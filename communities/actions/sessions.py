"""Ending sessions, on one or all devices."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F

from communities.models import User
from tfc.current_actor import ANOTHER, OTHERS, OVER, Actor
from tfc.logins import ACCOUNTS, use_login
from tfc.sessions import SessionStore
from tfc.tenancy import set_actor


@transaction.atomic
def end_sessions(*, user: User, by: User | None) -> None:
    """Make ``user`` sign in again with the next page, on every device; in the caller's transaction.

    If ``user`` is ``by``, the view keeps their current session: ``communities.sessions.keep_own_session``.
    """
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)


def end_session(*, session: UserSession, by: User) -> None:
    """End one of ``by``'s own sessions: that device must sign in again with its next page."""
    with use_login(ACCOUNTS), set_actor(Actor(by.pk, ANOTHER)):
        _strike_off(session)


def strike_off_others(*, by: User, but: str | None) -> None:
    """Remove all of ``by``'s own sessions that were ended, recorded as done by ``by``; the one with the key ``but``
    continues.
    """
    with use_login(ACCOUNTS), set_actor(Actor(by.pk, OTHERS)):
        for session in UserSession.objects.filter(user=by).exclude(session_key=but or ""):
            _strike_off(session)


def sign_out(*, session_key: str | None, by: User) -> None:
    """Remove the session from ``by``'s list, so that the audit log records who ended it and when."""
    with use_login(ACCOUNTS), set_actor(Actor(by.pk)):
        UserSession.objects.filter(user=by, session_key=session_key).delete()


def strike_off_ended(*, user: User) -> list[UserSession]:
    """Remove ended sessions from the list and return the active ones."""
    with use_login(ACCOUNTS), set_actor(Actor(user.pk, OVER)):
        return list(UserSession.objects.purge_and_list(user))


def _strike_off(session: UserSession) -> None:
    SessionStore(session.session_key).delete()
    session.delete()
