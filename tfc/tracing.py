"""One ID for a request, its response, its log lines, and the jobs that it started.

Public pages have none: they promise that no visit is recorded, and an ID would link what the parts of a server know of
one. Their durations are not measured either.
"""

import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

PUBLIC = "/p/"
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


def handed_over() -> dict[str, str]:
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
