"""Where people are signed in: what ends their sessions at once, on every device."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F

from communities.models import User
from tfc.sessions import SessionStore


@transaction.atomic
def end_sessions(*, user: User, by: User | None) -> None:
    """Whoever is signed in as ``user`` is asked to sign in again, with the next page; in the caller's transaction.

    Where that is ``by`` himself, his view lets the one in which he acts go on: ``communities.sessions.keep_own``.
    """
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)


@transaction.atomic
def end_session(*, session: UserSession, by: User) -> None:
    """One of ``by``'s own: with its next page that device is asked to sign in."""
    SessionStore(session.session_key).delete()
    session.delete()
