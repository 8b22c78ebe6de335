"""Our URLs from the URLconf: filled in with a tenant's samples, requested, and undone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver

from communities.models import Role
from tests.matrix.response_contents import get_body
from tests.matrix.samples import Samples
from tests.security.accounts.headers import lacking

# Third-party URLs, which are tested elsewhere, and Django's language switch.
NOT_OURS = ("accounts/", "language/")
# Answers 503, since no worker runs during tests.
HEALTH = "health/"
READ, WRITE = "get", "post"
OTHERS = ("head", "put", "patch", "delete", "options")
VERBS = (READ, *OTHERS, WRITE)
# Text parameters that are the same for every tenant.
WORDS = {
    "community",
    "office",
    "part",
    "check",
    "half_year",
    "kind",
    "section",
    "act",
    "file_format",
    "list_code",
    "step",
    "sector",
    "first",
    "second",
    "vulnerability",
}


def urls(
    patterns: list[Any], prefix: str = "", *, all_of_them: bool = False
) -> Iterator[tuple[str, URLPattern]]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry
        elif all_of_them or not route.startswith(NOT_OURS):
            yield from urls(entry.url_patterns, route, all_of_them=all_of_them)


OURS = {
    route: entry.callback
    for route, entry in urls(get_resolver().url_patterns)
    if not route.startswith(NOT_OURS)
}


@contextmanager
def undone() -> Iterator[None]:
    """Undo what one cell of the matrix wrote."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # scopes insist on being outermost, but for a test's own transaction
    with block:
        yield
        transaction.set_rollback(True)


# Pages that need another sample than the others: {parameter: name of the sample}.
OTHER_SAMPLES = {"c/<slug:community>/residents-survey/<int:wave_id>/unclear/": {"wave_id": "closed_wave_id"}}


def fill(route: str, tenant: str, ids: dict[str, Any]) -> str:
    """Return the path of a route with a tenant's ``ids``; KeyError names a missing sample."""

    def value(match: re.Match[str]) -> str:
        name = match[1].split(":")[-1]
        name = OTHER_SAMPLES.get(route, {}).get(name, name)
        return tenant if name in ("community", "office") else str(ids[name])

    return "/" + re.sub(r"<([^>]+)>", value, route)


def ask(client: Client, verb: str, path: str) -> tuple[HttpResponse, bytes]:
    client.raise_request_exception = False
    # Ending one's own sessions creates a new key, which is undone as well.
    key = client.cookies.get(settings.SESSION_COOKIE_NAME)
    with undone():
        response = getattr(client, verb)(path, secure=True)
        body = get_body(response)
    if key:
        client.cookies[settings.SESSION_COOKIE_NAME] = key.value
    missing = lacking(path, response)
    assert missing == [], f"{verb} {path} gave {response.status_code} without {missing}"
    return response, body


def door(route: str) -> tuple[str, Role | None]:
    admits = getattr(OURS[route], "admits", None)
    assert admits, f"{route} has no door"
    return admits


def guests_write(route: str) -> bool:
    """Return True if the view lets international staff write in another office."""
    return getattr(OURS[route], "guests_write", False)


def objects_in(route: str) -> set[str]:
    names = {name.split(":")[-1] for name in re.findall(r"<([^>]+)>", route)}
    # A round belongs to the office and so to both communities; the others are texts.
    shared = {"round_id"} if door(route)[0] == "community" else set()
    return names - shared - WORDS


def of_its_town(kind: str, tenant: str, samples: Samples) -> dict[str, Any]:
    """An office's URL may name objects of its communities."""
    if kind != "office":
        return {}
    town = samples.ids["hill" if tenant == "usa" else "moor"]
    names = (
        "submission_id", "accepted_id", "part", "community_slug", "membership_id", "shared_id", "attendance_id",
    )  # fmt: skip
    return {name: town[name] for name in names}
