"""Ends sessions of tfc_public that exceed their limits: PostgreSQL alone cannot enforce them, since any role can
change its own.

A thread of each worker checks twice a second, with a login that sees and ends only those sessions
(docs/adr/0037-watchdog.md). Two watchdogs do no harm.
"""

import contextlib
import logging
import os
import threading
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

# The last column: an advisory lock, which a session can hold past its transaction.
SESSIONS = """
    SELECT a.pid, a.backend_start::text, a.state,
        COALESCE(extract(epoch FROM clock_timestamp() - a.xact_start), 0)::float,
        EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory' AND l.granted)
    FROM pg_stat_activity a WHERE a.usename = %s AND a.datname = current_database()
"""

logger = logging.getLogger(__name__)


@dataclass
class Watchdog:
    """``held``: the number of consecutive checks at which a session, by PID and start time, held an advisory lock."""

    held: dict[tuple[int, str], int] = field(default_factory=dict)

    def look(self, connection: extensions.connection) -> int:
        """End the sessions that exceed their limits, and return their number."""
        with connection.cursor() as cursor:
            cursor.execute(SESSIONS, [WATCHED])
            sessions = cursor.fetchall()
            over = [
                pid
                for pid, begin, state, age, holds in sessions
                if self._is_over(pid, begin, state, age, holds)
            ]
            self.held = {
                (pid, begin): self.held.get((pid, begin), 0) + 1
                for pid, begin, *_rest, holds in sessions
                if holds
            }
            for pid in over:
                cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        if over:
            logger.warning(
                "watchdog: %s sessions of %s exceeded their limits and were ended", len(over), WATCHED
            )
        return len(over)

    def _is_over(self, pid: int, begin: str, state: str | None, seconds: float, holds: bool) -> bool:
        if seconds > SECONDS:
            return True
        looks = self.held.get((pid, begin), 0) if holds else 0
        # Our own pages hold no lock past a transaction; a session that was idle at one check may just have taken one.
        return (state == "idle" and looks > 0) or looks * SECONDS_BETWEEN_LOOKS > SECONDS


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
