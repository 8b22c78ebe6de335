"""Where sessions and messages are stored. The query of a session is compiled once, since every page runs it.

Every page uses the login of accounts for this: a session key is enough to act as its owner, so the default login has
no right to the table (docs/adr/0026-more-logins.md).
"""

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends import db
from django.utils import timezone

from tfc.compiled_queries import CompiledQuery, parameter
from tfc.logins import ACCOUNTS, use_login
from tfc.tokens import sign_session_key


def _build_key_query() -> Any:
    sessions: Any = db.SessionStore.get_model_class()._default_manager
    return sessions.filter(session_key=parameter(0), expire_date__gt=parameter(1))


_kept: CompiledQuery[Any] = CompiledQuery(_build_key_query)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Any:
        """Return the session; None if it has expired or does not exist, and then forget its key."""
        with use_login(ACCOUNTS):
            rows = _kept(self.session_key, timezone.now())
        if not rows:
            self._session_key = None
        return rows[0] if rows else None

    def _get_new_session_key(self) -> str:
        """Return a key that the web server can tell from a made-up one before it reads an upload."""
        return sign_session_key(super()._get_new_session_key())  # type: ignore[misc]

    def exists(self, session_key: str) -> bool:
        with use_login(ACCOUNTS):
            return bool(super().exists(session_key))

    def save(self, must_create: bool = False) -> None:
        with use_login(ACCOUNTS):
            super().save(must_create=must_create)

    def delete(self, session_key: str | None = None) -> None:
        with use_login(ACCOUNTS):
            super().delete(session_key)

    @classmethod
    def clear_expired(cls) -> None:
        with use_login(ACCOUNTS):
            super().clear_expired()


class OwnCookie(CookieStorage):
    """A cookie with a name that other sites cannot set."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cookie_name = settings.MESSAGES_COOKIE_NAME


class Notes(FallbackStorage):
    storage_classes = (OwnCookie, SessionStorage)
