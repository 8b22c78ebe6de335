"""The log of slow queries: the statement with its placeholders, and never a value.

PostgreSQL's own log would contain the values. Nothing is written for public pages: the time would reveal a visit.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from tfc.tracing import is_unseen

logger = logging.getLogger(__name__)

LONGEST = 2000


def watch(**_kwargs: Any) -> None:
    """Watch every new connection if SLOW_QUERY_MS is set."""
    if settings.SLOW_QUERY_MS:
        connection_created.connect(_watch, dispatch_uid="slow queries")


def _watch(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    # The wrapper outlives the connection for which it was added. The owner's migrations are slow anyway.
    if connection.alias != "owner" and timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(timed)


def timed(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    begin = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        took = (time.perf_counter() - begin) * 1000
        if took >= settings.SLOW_QUERY_MS and not is_unseen():
            logger.warning("%d ms by %s: %s", took, context["connection"].alias, _text(sql))


def _text(sql: Any) -> str:
    """Return the statement; only the type if psycopg2 composed it, since it may contain values."""
    return " ".join(sql.split())[:LONGEST] if isinstance(sql, str) else f"({type(sql).__name__})"
