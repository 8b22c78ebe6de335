"""Ends sessions of tfc_public that exceed their limits: any role can change its own, so PostgreSQL alone does not.

A thread of each worker looks twice a second, by a login that sees and ends those sessions and no others
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
# Others wait for a lock for ten seconds: whoever stands in their way is gone before (tfc/db_roles/create.py).
SECONDS = 8.0
SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_UNTIL_NEXT_TRY = 5.0

# ``held``: an advisory lock, which a session keeps past its transaction if it asks for it in that way.
SESSIONS = """
    SELECT a.pid, a.backend_start::text, a.state,
        COALESCE(extract(epoch FROM clock_timestamp() - a.xact_start), 0)::float,
        EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory' AND l.granted)
    FROM pg_stat_activity a WHERE a.usename = %s AND a.datname = current_database()
"""

logger = logging.getLogger(__name__)


@dataclass
class Watchdog:
    """``held``: for how many looks in a row each session has had an advisory lock, by its pid and its beginning."""

    held: dict[tuple[int, str], int] = field(default_factory=dict)

    def look(self, connection: extensions.connection) -> int:
        """End the sessions that exceed their limits, and return how many."""
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
        # Our own pages keep no lock past a transaction; a session that was between two looks may have just got one.
        return (state == "idle" and looks > 0) or looks * SECONDS_BETWEEN_LOOKS > SECONDS


def watch(url: str, is_over: threading.Event) -> None:
    """Look until the end, on a connection of its own; without a database, try again."""
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
    """Begin to watch in this process; None, and a line in the log, where no login is named for it."""
    url = os.environ.get(VARIABLE)
    if not url:
        logger.warning("watchdog: %s is not set, so nobody ends sessions of %s", VARIABLE, WATCHED)
        return None
    thread = threading.Thread(target=watch, args=(url, threading.Event()), name="watchdog", daemon=True)
    thread.start()
    return thread
