"""Entries made offline wait on the device for their author alone, and are sent later: docs/adr/0033-offline-queue.md.

No table is needed: each form that creates a record names it (``client_id``) and each that changes one names the
version that it showed (``revision``), so a duplicate is stored once, and a conflict is reported.
"""

import hashlib
from functools import cache
from typing import NamedTuple
from uuid import UUID

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.templatetags.static import static

from communities.models import User
from communities.reauthentication import lasts_until

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
    """Return the state; None if not signed in, or on a page of an office for a person who is in no community and so
    has nothing on the device.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    if getattr(request, "office", None) and not user.roles.memberships:
        return None
    # Rounded to steps: a page is byte-for-byte the same when it is requested again.
    until = int(lasts_until(request)) // STEP * STEP
    return QueueState(get_user_key(user), until, get_sent_record(request), is_to_keep(request))


def get_user_key(user: User) -> str:
    """Return the person's key: the same at each login, and not guessable from another person's."""
    return hashlib.sha256(f"offline queue {user.pk} {user.date_joined.isoformat()}".encode()).hexdigest()[:24]


def is_to_keep(request: HttpRequest) -> bool:
    # Read from META: Django's header mapping would parse all headers first.
    return request.headers.get(HEADER) == KEEP


def get_sent_record(request: HttpRequest) -> str:
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
