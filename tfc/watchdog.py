"""Ends sessions of tfc_public that exceed their limits: PostgreSQL alone cannot enforce them, since any role can
change its own.

A thread of each worker checks twice a second, with a login that sees and ends only those sessions
(docs/adr/0037-watchdog.md). Two watchdogs do no harm.
"""

import contextlib
import logging
import os
import threading
import time
from dataclasses import dataclass, field

import psycopg2
from psycopg2 import extensions

VARIABLE = "DATABASE_WATCHDOG_URL"
WATCHED = "tfc_public"
# Other logins wait ten seconds for a lock, so a session that blocks them is ended before that
# (tfc/db_roles/create.py).
SECONDS = 8.0
SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_UNTIL_NEXT_TRY = 5.0

# In every database of the server. The age is that of the transaction or, since a statement may commit on its way, of
# the statement. The last column: an advisory lock that the session waits for or holds, also past its transaction.
SESSIONS = """
    SELECT a.pid, a.backend_start::text, a.state, COALESCE(extract(epoch FROM clock_timestamp()
            - LEAST(a.xact_start, CASE WHEN a.state = 'active' THEN a.query_start END)), 0)::float,
        EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory')
    FROM pg_stat_activity a WHERE a.usename = %s
"""

logger = logging.getLogger(__name__)


@dataclass
class Watchdog:
    """``locking_since``: the time since when each check saw a session, by PID and start time, with an advisory lock.

    Waiting counts as well: sessions that wait in turn would otherwise hold one lock for a multiple of the limit.
    """

    locking_since: dict[tuple[int, str], float] = field(default_factory=dict)

    def look(self, connection: extensions.connection) -> int:
        """End the sessions that exceed their limits, and return their number."""
        now = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute(SESSIONS, [WATCHED])
            sessions = cursor.fetchall()
            over = [
                pid
                for pid, begin, state, age, has_lock in sessions
                if age > SECONDS or (has_lock and self._locks_too_long((pid, begin), state, now))
            ]
            self.locking_since = {
                (pid, begin): self.locking_since.get((pid, begin), now)
                for pid, begin, _state, _age, has_lock in sessions
                if has_lock
            }
            for pid in over:
                cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        if over:
            logger.warning(
                "watchdog: %s sessions of %s exceeded their limits and were ended", len(over), WATCHED
            )
        return len(over)

    def _locks_too_long(self, session: tuple[int, str], state: str | None, now: float) -> bool:
        # Our own pages hold no lock past a transaction; a session that was idle at one check may just have taken one.
        since = self.locking_since.get(session)
        return since is not None and (state == "idle" or now - since > SECONDS)


def watch(url: str, is_over: threading.Event) -> None:
    """Check until the process ends, on a connection of its own; if the database is down, try again."""
    while not is_over.is_set():
        try:
            with contextlib.closing(psycopg2.connect(url, connect_timeout=5)) as connection:
                connection.autocommit = True
                watchdog = Watchdog()
                while not is_over.wait(SECONDS_BETWEEN_LOOKS):
                    watchdog.look(connection)
        except psycopg2.Error as error:
            logger.error("watchdog: %s", type(error).__name__)
            is_over.wait(SECONDS_UNTIL_NEXT_TRY)


def start() -> threading.Thread | None:
    """Start the watchdog in this process; return None and log a warning if no login is configured for it."""
    url = os.environ.get(VARIABLE)
    if not url:
        logger.warning("watchdog: %s is not set, so nobody ends sessions of %s", VARIABLE, WATCHED)
        return None
    thread = threading.Thread(target=watch, args=(url, threading.Event()), name="watchdog", daemon=True)
    thread.start()
    return thread
