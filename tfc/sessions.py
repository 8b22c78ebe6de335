"""Sessions in the database, as Django keeps them, found by a question that is compiled once: every page asks it."""

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from tfc.prepared import Prepared, given


def _by_key() -> Any:
    sessions: Any = db.SessionStore.get_model_class()._default_manager
    return sessions.filter(session_key=given(0), expire_date__gt=given(1))


_kept: Prepared[Any] = Prepared(_by_key)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Any:
        """None for one that is over or never was, whose key is then forgotten."""
        found = _kept(self.session_key, timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None
