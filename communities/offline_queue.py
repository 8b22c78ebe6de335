"""Entries made offline wait on the device for their author alone, and are sent later: docs/adr/0033-offline-queue.md.

No table is needed: each form that creates a record names it (``client_id``) and each that changes one names the
version that it showed (``revision``), so a duplicate is stored once, and a conflict is reported.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse

from communities.models import User
from communities.reauthentication import ACCOUNT_PAGES, lasts_until

# With its author's key: a page sends what waited. With KEEP: a page is fetched to be stored on the device.
HEADER = "Offline-Queue"
KEEP = "keep"
STORED = "stored"
# The message tag by which the next page knows that a record, opened again and sent by its own form, was stored.
SENT = "queue-sent"
STEP = 300  # seconds
SCRIPTS = ("js/offline-store.js", "js/offline-worker.js")


class QueueState(NamedTuple):
    """``key``: of the person, on devices; ``until``: seconds since the epoch, when stored pages expire; ``record``:
    the record that was sent with this form, "" for none; ``keeps``: this page is fetched to be stored.
    """

    key: str
    until: int
    record: str
    keeps: bool


def get_queue_state(request: HttpRequest) -> QueueState | None:
    """Return the state; None if not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    # Rounded to steps: a page is byte-for-byte the same when it is requested again.
    until = int(lasts_until(request)) // STEP * STEP
    return QueueState(get_user_key(user), until, _record_in(request), is_to_keep(request))


def get_user_key(user: User) -> str:
    """Return the person's key: the same at each login, and not guessable from another person's."""
    return hashlib.sha256(f"offline queue {user.pk} {user.date_joined.isoformat()}".encode()).hexdigest()[:24]


def is_to_keep(request: HttpRequest) -> bool:
    # Read from META: Django's header mapping would parse all headers first.
    return request.META.get("HTTP_OFFLINE_QUEUE") == KEEP


def _record_in(request: HttpRequest) -> str:
    record_id = request.POST.get("queue_id", "") if request.method == "POST" else ""
    try:
        return str(UUID(record_id)) if record_id else ""
    except ValueError:
        return ""


@cache
def version() -> str:
    """Return a version that changes with every release that changes a file of a page."""
    names = [getattr(staticfiles_storage, "manifest_hash", ""), *map(static, SCRIPTS)]
    return hashlib.sha256(" ".join(names).encode()).hexdigest()[:12]


def offline_response_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, between messages and allauth: answer briefly to the device that a record of its offline queue is
    stored.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        author = request.headers.get(HEADER) if request.method == "POST" else None
        if author is not None and not _is(author, request):
            return _short(401)
        response = get_response(request)
        if request.method != "POST" or response.status_code != 302:
            return response
        asks_first = _asks_first(response.headers["Location"])
        if author is not None:
            return _short(401) if asks_first else _stored(request, response)
        if not asks_first and (record := _record_in(request)):
            messages.info(request, record, extra_tags=SENT)
        return response

    return middleware


def _is(author: str, request: HttpRequest) -> bool:
    """Return True if the author is the signed-in person: an entry is never sent by another person
    on the same device.
    """
    user: Any = request.user
    return user.is_authenticated and get_user_key(user) == author


def _asks_first(path: str) -> bool:
    """Return True if the answer redirects to a reauthentication page, so nothing was stored."""
    return path.startswith((ACCOUNT_PAGES, reverse("communities:two-step-verification")))


def _stored(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return a short answer without the next page and its message: the device counts what it sent."""
    for _message in messages.get_messages(request):
        pass
    short = _short(204)
    short.headers[HEADER] = STORED
    short.cookies = response.cookies
    return short


def _short(status: int) -> HttpResponse:
    return HttpResponse(status=status)
