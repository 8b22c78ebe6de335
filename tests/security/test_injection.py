"""SQL that tries to change the scope, in every text that a page or URL takes.

The texts are the fields of GET forms and the keys of links on the page. fuzz/test_sql.py tries submitted forms.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from tests.base import World
from tests.matrix.response_contents import get_body
from tests.matrix.routes import HEALTH, OURS, READ, ask, door, fill, of_its_town, undone
from tests.matrix.samples import Samples
from tests.security.depth import EVERY
from tests.thorough import sample

PARTS, ONE_OF = 4, 8
MARK = "tfc_moved"
MOVE = "set_config('tfc.community', '{other}', true)"
PAYLOADS = (
    f"' || {MOVE} || '{MARK}",
    f"1; SELECT {MOVE} -- {MARK}",
    f"') UNION SELECT {MOVE} -- {MARK}",
    f'name" , ({MOVE}) , "{MARK}',
    f"%s{MARK}%(x)s' AND {MOVE} <> '",
    f"$${MARK}$$, {MOVE}",
)
# Every GET response of tenant pages and public pages.
ROUTES = sorted(route for route in OURS if route != HEALTH)
FIELD = re.compile(r'<(?:input|select|textarea)[^>]*\bname="([^"]+)"')
FORM = re.compile(r'<form(?=[^>]*method="get")[^>]*>(.*?)</form>', re.DOTALL | re.IGNORECASE)
QUERY = re.compile(r'href="[^"?#]*\?([^"#]+)"')


def get_texts(page: str) -> set[str]:
    requests = {name for form in FORM.findall(page) for name in FIELD.findall(form)}
    linked = {key for query in QUERY.findall(page) for key, _ in parse_qsl(query.replace("&amp;", "&"))}
    return requests | linked


@contextmanager
def watched(own: int, other: int | None = None) -> Iterator[list[str]]:
    """Return the statements that contained the text, and those after which another community was in scope; ``other`` is
    one that the page may open itself."""
    wrong: list[str] = []

    def look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if MARK in str(sql):
            wrong.append(f"sent as SQL: {sql}")
        try:
            return execute(sql, params, many, context)
        finally:
            if context["connection"].connection.info.transaction_status != TRANSACTION_STATUS_INERROR:
                with context["connection"].connection.cursor() as cursor:
                    cursor.execute("SELECT current_setting('tfc.community', true)")
                    now = cursor.fetchone()[0] or ""
                    if now == str(other) if other else now not in ("", str(own)):
                        wrong.append(f"moved by: {sql}")

    with connection.execute_wrapper(look):
        yield wrong


def tries(route: str, path: str, names: set[str], other: int) -> Iterator[str]:
    """Return all texts at once, and each that selects the response format alone, since the page may stop there."""
    for turn, payload in enumerate(PAYLOADS if EVERY else (PAYLOADS[len(route) % len(PAYLOADS)],)):
        text = payload.format(other=other)
        known_names = dict.fromkeys(sorted(names), text) | {
            "q": text,
            "sort": text,
            "after": text,
            "lang": text,
        }
        yield f"{path}?{urlencode(known_names)}"
        if EVERY or turn == 0:
            yield f"{path}?{urlencode({'page': text, 'as': text, 'chart': text})}"


def asked_by(kind: str, samples: Samples) -> tuple[Client, str]:
    if kind == "office":
        return samples.signed_in("usa-staff"), "usa"
    return samples.signed_in("oasis-staff" if kind == "international" else "hill-coordinator"), "hill"


@pytest.mark.parametrize("part", sample(range(PARTS), first=1))
def test_no_text_that_a_page_takes_moves_the_scope(
    part: int, world: World, samples: Samples, tried: Callable[[int], None]
):
    routes = ROUTES[part::PARTS] if EVERY else ROUTES[part :: PARTS * ONE_OF]
    request_count = 0
    for route in routes:
        kind, _role = door(route)
        client, tenant = asked_by(kind, samples)
        path = fill(route, tenant, {**samples.ids[tenant], **of_its_town(kind, tenant, samples)})
        response, body = ask(client, READ, path)
        names = get_texts(body.decode(errors="replace")) if response.status_code == 200 else set()
        for address in tries(route, path, names, world.dale.pk):
            with watched(world.hill.pk) as wrong:
                response, body = ask(client, READ, address)
            assert wrong == [], address
            assert response.status_code < 500, address
            assert b"Canary-dale" not in body or b"Canary-dale" in ask(client, READ, path)[1], address
            request_count += 1
    assert request_count > len(routes)
    tried(request_count)


HEADERS = (
    "ACCEPT_LANGUAGE", "USER_AGENT", "REFERER", "ORIGIN", "X_FORWARDED_FOR", "X_FORWARDED_PROTO", "X_REQUEST_ID",
    "IF_NONE_MATCH", "IF_MODIFIED_SINCE", "RANGE", "ACCEPT", "HX_REQUEST", "HX_TARGET", "HX_CURRENT_URL",
)  # fmt: skip
COOKIES = (
    settings.LANGUAGE_COOKIE_NAME, settings.THEME_COOKIE_NAME, settings.DEVICE_COOKIE_NAME,
    settings.MESSAGES_COOKIE_NAME, settings.WROTE_COOKIE_NAME, settings.CSRF_COOKIE_NAME,
)  # fmt: skip


def headers(text: str) -> dict[str, str]:
    return {f"HTTP_{name}": text for name in HEADERS}


def with_parts(route: str, tenant: str, ids: dict[str, Any], text: str) -> Iterator[str]:
    """Return the URL with the text in place of each of its parts, one at a time."""
    for name in re.findall(r"<([^>]+)>", route):
        others = {**ids, "community": tenant, "office": tenant, name.split(":")[-1]: quote(text, safe="")}
        yield "/" + re.sub(r"<([^>]+)>", lambda part: str(others[part[1].split(":")[-1]]), route)  # noqa: B023


@pytest.mark.parametrize("part", sample(range(PARTS), first=1))
def test_no_header_cookie_or_part_of_an_address_moves_the_scope(
    part: int, world: World, samples: Samples, tried: Callable[[int], None]
):
    routes = ROUTES[part::PARTS] if EVERY else ROUTES[part :: PARTS * ONE_OF * 2]
    request_count = 0
    for turn, route in enumerate(routes):
        kind, _role = door(route)
        client, tenant = asked_by(kind, samples)
        ids = {**samples.ids[tenant], **of_its_town(kind, tenant, samples)}
        # Texts that communities share are on the page anyway.
        shares = b"Canary-dale" in ask(client, READ, fill(route, tenant, ids))[1]
        for payload in PAYLOADS if EVERY else (PAYLOADS[turn % len(PAYLOADS)],):
            text = payload.format(other=world.dale.pk)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            client.cookies = SimpleCookie(
                {settings.SESSION_COOKIE_NAME: session, **dict.fromkeys(COOKIES, text)}
            )
            addresses = [(fill(route, tenant, ids), headers(text))]
            addresses += [(with_part, {}) for with_part in with_parts(route, tenant, ids, text)]
            for address, more in addresses:
                with watched(world.hill.pk) as wrong, undone():
                    response = client.get(address, **more)  # type: ignore[arg-type]
                    body = get_body(response)
                assert wrong == [], address
                assert response.status_code < 500, address
                assert b"Canary-dale" not in body or shares or kind in ("office", "international"), address
                request_count += 1
            client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session})
    assert request_count > len(routes)
    tried(request_count)


def test_no_session_moves_the_scope(world: World):
    """The session cookie is looked up in a table."""
    for payload in PAYLOADS:
        client = Client()
        client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: payload.format(other=world.dale.pk)})
        with watched(world.hill.pk) as wrong:
            assert client.get("/c/hill/").status_code == 302
        assert wrong == []


@pytest.mark.django_db
def test_it_would_see_a_scope_that_moved(world: World):
    """Positive control for the tests above."""
    with watched(world.hill.pk) as wrong, connection.cursor() as cursor:
        cursor.execute(f"SELECT {MOVE.format(other=world.dale.pk)} -- {MARK}")
    assert [fault.split(":")[0] for fault in wrong] == ["sent as SQL", "moved by"]
