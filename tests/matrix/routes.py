"""Our addresses, as the URLconf has them: filled in with samples of a tenant, asked, and undone."""

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
from tests.matrix.response_contents import body_of
from tests.matrix.samples import Samples
from tests.security.accounts.headers import lacking

# Third-party trees, which have tests of their own, and Django's language switch.
NOT_OURS = ("accounts/", "language/")
# Says with 503 that no worker runs beside the tests.
HEALTH = "health/"
READ, WRITE = "get", "post"
OTHERS = ("head", "put", "patch", "delete", "options")
VERBS = (READ, *OTHERS, WRITE)
# Parameters that are words, the same for every tenant.
WORDS = {
    "community",
    "office",
    "part",
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
    """What one cell of the matrix wrote is gone before the next."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # scopes insist on being outermost, but for a test's own transaction
    with block:
        yield
        transaction.set_rollback(True)


# Pages that show something only of another sample than the other pages do: {parameter: name of the sample}.
OTHER_SAMPLES = {"c/<slug:community>/residents-survey/<int:wave_id>/unclear/": {"wave_id": "closed_wave_id"}}


def fill(route: str, tenant: str, ids: dict[str, Any]) -> str:
    """The path of a route for a tenant, with the objects of ``ids``; KeyError names what has no sample."""

    def value(match: re.Match[str]) -> str:
        name = match[1].split(":")[-1]
        name = OTHER_SAMPLES.get(route, {}).get(name, name)
        return tenant if name in ("community", "office") else str(ids[name])

    return "/" + re.sub(r"<([^>]+)>", value, route)


def ask(client: Client, verb: str, path: str) -> tuple[HttpResponse, bytes]:
    client.raise_request_exception = False
    # Whose own sessions ended goes on under a new key, which is undone as well.
    key = client.cookies.get(settings.SESSION_COOKIE_NAME)
    with undone():
        response = getattr(client, verb)(path, secure=True)
        body = body_of(response)
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
    """Whether staff of the international office may write in another office's page, where the view lets them."""
    return getattr(OURS[route], "guests_write", False)


def objects_in(route: str) -> set[str]:
    """The parameters of a route that name a tenant's own objects."""
    names = {name.split(":")[-1] for name in re.findall(r"<([^>]+)>", route)}
    # A community's round is its office's, and so the neighbor's as well; the others are words.
    shared = {"round_id"} if door(route)[0] == "community" else set()
    return names - shared - WORDS


def of_its_town(kind: str, tenant: str, samples: Samples) -> dict[str, Any]:
    """An office's URL may name objects of one of its towns."""
    if kind != "office":
        return {}
    town = samples.ids["hill" if tenant == "usa" else "moor"]
    names = (
        "submission_id", "accepted_id", "part", "community_slug", "membership_id", "shared_id", "attendance_id",
    )  # fmt: skip
    return {name: town[name] for name in names}
