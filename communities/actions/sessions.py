"""Where people are signed in: what ends their sessions at once, on every device."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F

from communities.models import User
from tfc.current_actor import ANOTHER, OTHERS, OVER, Actor
from tfc.logins import ACCOUNTS, served_by
from tfc.sessions import SessionStore
from tfc.tenancy import told_of_actor


@transaction.atomic
def end_sessions(*, user: User, by: User | None) -> None:
    """Whoever is signed in as ``user`` is asked to sign in again, with the next page; in the caller's transaction.

    Where that is ``by``, the view keeps their current session: ``communities.sessions.keep_own_session``.
    """
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)


def end_session(*, session: UserSession, by: User) -> None:
    """One of ``by``'s own: with its next page that device is asked to sign in."""
    with served_by(ACCOUNTS), told_of_actor(Actor(by.pk, ANOTHER)):
        _strike_off(session)


def strike_off_others(*, by: User, but: str | None) -> None:
    """All of ``by``'s own that something has ended, in the name of who did it; the one with the key ``but`` goes on."""
    with served_by(ACCOUNTS), told_of_actor(Actor(by.pk, OTHERS)):
        for session in UserSession.objects.filter(user=by).exclude(session_key=but or ""):
            _strike_off(session)


def sign_out(*, session_key: str | None, by: User) -> None:
    """Off the list of ``by``'s sessions, so that the audit knows who ended it and when."""
    with served_by(ACCOUNTS), told_of_actor(Actor(by.pk)):
        UserSession.objects.filter(user=by, session_key=session_key).delete()


def strike_off_ended(*, user: User) -> list[UserSession]:
    """The sessions that go on; those that are over leave the list."""
    with served_by(ACCOUNTS), told_of_actor(Actor(user.pk, OVER)):
        return list(UserSession.objects.purge_and_list(user))


def _strike_off(session: UserSession) -> None:
    SessionStore(session.session_key).delete()
    session.delete()
