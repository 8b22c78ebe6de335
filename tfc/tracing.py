"""One ID for a request, its response, its log lines, and the jobs that it started; and the log of slow queries.

Public pages have none: they promise that no visit is recorded, and an ID would link what the parts of a server know of
one. Their durations are not measured either, and their slow queries are not logged.
"""

import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

logger = logging.getLogger(__name__)

PUBLIC = "/p/"
# Letters of a slow statement that are logged.
LONGEST_STATEMENT = 2000
HEADER = "X-Request-ID"
# An ID set by a proxy in front is used if it has this form.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}", re.ASCII)

# Matches the start of a public page's path. Servers and proxies read "//p/" and "/./p/" as "/p/"; people type "/P/".
PUBLIC_START = r"/(?:\.?/)*[pP]"
_PUBLIC_PATH = re.compile(rf"{PUBLIC_START}(?:/|$)")

_unseen: ContextVar[bool] = ContextVar("unseen", default=False)


def is_public_path(path: str) -> bool:
    """Return True if ``path`` is a public page, about which no server may write a log line."""
    return _PUBLIC_PATH.match(path) is not None


def is_unseen() -> bool:
    """Return True while a request for a public page is processed."""
    return _unseen.get()


def request_id_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The outermost middleware, so that the measured time includes all others.

    Its context outlasts it, since Django logs a response after the last middleware: the ID lasts until the next
    request, the flag for a public page until the response was sent.
    """
    observe = _observer()

    def middleware(request: HttpRequest) -> HttpResponse:
        is_public = is_public_path(request.path_info)
        _unseen.set(is_public)
        clear_contextvars()
        if is_public:
            return get_response(request)
        incoming_id = request.META.get("HTTP_X_REQUEST_ID", "")
        request_id = incoming_id if _ID.fullmatch(incoming_id) else uuid.uuid4().hex
        bind_contextvars(request_id=request_id)
        begin = time.perf_counter()
        response = get_response(request)
        response.headers[HEADER] = request_id
        if observe:
            observe(request, response, time.perf_counter() - begin)
        return response

    return middleware


@receiver(request_finished)
def end_request(**_kwargs: object) -> None:
    """Clear the flag for a public page after the response was sent."""
    _unseen.set(False)


def get_task_context() -> dict[str, str]:
    """Return the context to send with a task message."""
    return {name: value for name, value in get_contextvars().items() if name == "request_id"}


def begin_job(task: str, task_id: str, request_id: str | None) -> None:
    """Start a new trace for each job, since a worker's process runs one job after the other."""
    clear_contextvars()
    bind_contextvars(task=task, task_id=task_id, **({"request_id": request_id} if request_id else {}))


def _observer() -> Callable[[HttpRequest, HttpResponse, float], None] | None:
    """Return the function that records durations; None if metrics are off. Imported late: Celery needs this module
    before settings are loaded.
    """
    if not settings.METRICS_TOKEN:
        return None
    from tfc.metrics import observe

    return observe


def watch_slow_queries(**_kwargs: Any) -> None:
    """Log slow queries on every new connection if SLOW_QUERY_MS is set: the statement with its placeholders, and never
    a value. PostgreSQL's own log would contain the values.
    """
    if settings.SLOW_QUERY_MS:
        connection_created.connect(_watch, dispatch_uid="slow queries")


def _watch(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    # The wrapper outlives the connection for which it was added. The owner's migrations are slow anyway.
    if connection.alias != "owner" and time_query not in connection.execute_wrappers:
        connection.execute_wrappers.append(time_query)


def time_query(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    begin = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        took = (time.perf_counter() - begin) * 1000
        if took >= settings.SLOW_QUERY_MS and not is_unseen():
            logger.warning("%d ms by %s: %s", took, context["connection"].alias, _shorten_statement(sql))


def _shorten_statement(sql: Any) -> str:
    """Return the statement; only the type if psycopg2 composed it, since it may contain values."""
    return " ".join(sql.split())[:LONGEST_STATEMENT] if isinstance(sql, str) else f"({type(sql).__name__})"
