"""Reads dashboards and reports from a standby that follows the primary database.

Without DATABASE_REPLICA_URL this module does nothing. With it, views marked with `use_replica` (below their access
decorator) read the standby as long as its lag is at most settings.REPLICA_LAG_SECONDS; a person who wrote something
within that time reads the primary. If the standby cancels a statement or is down, the page is read again from the
primary, which is safe for a GET. See docs/scaling.md.
"""

import logging
import math
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, connections
from django.http import HttpRequest, HttpResponseBase

from tfc.logins import PRIMARY, in_place_of_primary

logger = logging.getLogger(__name__)

REPLICA = "replica"
# While this cookie lives, its session reads the primary, so that its own writes are never missing.
WROTE = settings.WROTE_COOKIE_NAME
# A measured lag is trusted for this long; the next constant says how long a failed standby is not used.
SECONDS_OF_TRUST = 1.0
SECONDS_OF_DISTRUST = 5.0

Found = TypeVar("Found")
View = TypeVar("View", bound=Callable[..., Any])

_known: dict[str, float] = {"lag": math.inf, "until": 0.0}

# A promoted copy follows no server and has no lag. A connected standby that has replayed everything it received has no
# lag either, however long ago the last write was.
LAG = """
    SELECT CASE
        WHEN NOT pg_is_in_recovery() THEN 0
        WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() AND EXISTS (SELECT FROM pg_stat_wal_receiver) THEN 0
        ELSE EXTRACT(EPOCH FROM clock_timestamp() - pg_last_xact_replay_timestamp())
    END
"""
HERE = "SELECT pg_current_wal_lsn()"
CAUGHT_UP = "SELECT NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() >= %s::pg_lsn"


def is_there() -> bool:
    return REPLICA in connections.databases


def use_replica(view: View) -> View:
    """Mark a view whose GET writes nothing and may show data some seconds old; use it below the access decorator."""
    view.uses_replica = True  # type: ignore[attr-defined]
    return view


def answer(request: HttpRequest, respond: Callable[[], Found]) -> Found:
    """Return the result of ``respond`` for a view with `use_replica`, read from the standby if the request allows it.
    Call it outside of any scope.
    """
    may_be_old = request.method in ("GET", "HEAD") and WROTE not in request.COOKIES
    return from_standby(respond) if may_be_old and is_there() else respond()


def from_standby(ask: Callable[[], Found]) -> Found:
    """Return the result of ``ask`` on the standby; on the primary if the standby is too far behind, down, or cancels
    the query.
    """
    if not is_fresh():
        return ask()
    try:
        with in_place_of_primary(_copy()):
            return ask()
    except InternalError:
        # A write was attempted, which a standby refuses: an error in our code, not a failure of the standby.
        logger.exception("What is read from the standby wanted to write; the primary is asked")
    except (OperationalError, InterfaceError) as error:
        logger.warning("The standby did not answer (%s); the primary is asked", type(error).__name__)
        _learn(math.inf, SECONDS_OF_DISTRUST)
    return ask()


def wait_for_replica(ask: Callable[[], Found]) -> Found:
    """Do the same as `from_standby` once the standby has everything that is on the primary now; use the primary if
    that takes too long.
    """
    if not (is_there() and _has_caught_up()):
        return ask()
    return from_standby(ask)


def is_fresh() -> bool:
    """Return True if the standby's lag is within the limit. The lag is measured once a second, not for each page."""
    if time.monotonic() >= _known["until"]:
        try:
            _learn(_ask(REPLICA, LAG), SECONDS_OF_TRUST)
        except DatabaseError:
            _learn(math.inf, SECONDS_OF_DISTRUST)
    return is_within(_known["lag"], settings.REPLICA_LAG_SECONDS)


def is_within(lag: float | None, bound: float) -> bool:
    """Return True if the lag is within the bound. A standby that has replayed nothing has no known lag (None) and is
    not.
    """
    return lag is not None and lag <= bound


def _learn(lag: float | None, seconds: float) -> None:
    _known.update(lag=math.inf if lag is None else float(lag), until=time.monotonic() + seconds)


def _has_caught_up() -> bool:
    try:
        position = _ask(PRIMARY, HERE)
        end = time.monotonic() + settings.REPLICA_LAG_SECONDS
        while not _ask(REPLICA, CAUGHT_UP, position):
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
    except DatabaseError:
        _learn(math.inf, SECONDS_OF_DISTRUST)
        return False
    return True


def _ask(alias: str, statement: str, *values: Any) -> Any:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def _copy() -> str:
    """Return the alias of the standby for the login that serves this page."""
    serving = connections[PRIMARY].alias
    return REPLICA if serving == PRIMARY else f"{REPLICA}-{serving}"


def remember_writes(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Make people who may have written read the primary until the standby must have their changes.

    Public pages set no cookie (docs/operations.md) and never read the standby.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if _may_have_written(request):
            seconds = math.ceil(settings.REPLICA_LAG_SECONDS + SECONDS_OF_TRUST)
            response.set_cookie(
                WROTE,
                "1",
                max_age=seconds,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response

    return middleware


def _may_have_written(request: HttpRequest) -> bool:
    if request.method in ("GET", "HEAD", "OPTIONS") or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    access = getattr(request.resolver_match and request.resolver_match.func, "admits", ("", None))
    return access[0] != "everyone"
