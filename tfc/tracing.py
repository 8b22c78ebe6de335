"""One id for what belongs together: a request, its answer, its lines in the log, and the jobs that it rang for.

The pages for anybody have none: they promise that no visit is kept, and an id would join what the parts of a server
know of one. Nothing of theirs is measured either.
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
# What a proxy in front has given is kept where it can be nothing but an id.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}", re.ASCII)

# How the path of a public page begins. Servers and proxies read "//p/" and "/./p/" as "/p/"; people type "/P/".
PUBLIC_START = r"/(?:\.?/)*[pP]"
_PUBLIC_PATH = re.compile(rf"{PUBLIC_START}(?:/|$)")

_unseen: ContextVar[bool] = ContextVar("unseen", default=False)


def is_public_path(path: str) -> bool:
    """Whether ``path`` is one of the public pages, of which no server may write a line in any log."""
    return _PUBLIC_PATH.match(path) is not None


def is_unseen() -> bool:
    """Whether somebody reads a page for anybody at this moment."""
    return _unseen.get()


def traced(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The first middleware: it knows what all of the others took.

    What it says of a request holds after it, since Django logs an answer after the last middleware: the id until the
    next request, and that the page is public until the answer was sent.
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
    """Once the answer was sent, what the thread does next is no public page any more."""
    _unseen.set(False)


def handed_over() -> dict[str, str]:
    """What a message to a worker carries along."""
    return {name: value for name, value in get_contextvars().items() if name == "request_id"}


def begin_job(task: str, task_id: str, request_id: str | None) -> None:
    """A worker's process does one job after the other: each begins with its own trace."""
    clear_contextvars()
    bind_contextvars(task=task, task_id=task_id, **({"request_id": request_id} if request_id else {}))


def _observer() -> Callable[[HttpRequest, HttpResponse, float], None] | None:
    """None where nobody may read the figures. Loaded late: Celery needs this module before there are settings."""
    if not settings.METRICS_TOKEN:
        return None
    from tfc.metrics import observe

    return observe
