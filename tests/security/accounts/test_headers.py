"""Security headers of each URL without an account; tests/matrix checks those with one."""

import re
from http.cookies import Morsel
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver, reverse

from tests.base import World, sign_in
from tests.matrix.routes import OURS, READ, VERBS, door, fill
from tests.matrix.samples import Samples
from tests.security.accounts.base import CONFIRM, LOGIN, get_requested_code, sign_in_by_page
from tests.security.accounts.headers import lacking
from tests.security.depth import EVERY
from tfc import settings as production
from tfc.middleware import head_request_middleware

ASKED = VERBS if EVERY else (READ, "options")


def accounts(patterns: list[Any], prefix: str = "") -> list[str]:
    results = []
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            results.append(
                "/" + re.sub(r"\(\?P[^)]*\)+|<[^>]+>", "1", route).replace("^", "").replace("$", "")
            )
        elif route.startswith("accounts/"):
            results += accounts(entry.url_patterns, route)
    return sorted({result for result in results if result.startswith("/accounts/")})


@pytest.mark.parametrize(("verb", "body"), [("head", b""), ("get", b"words")])
def test_who_asks_for_headers_alone_gets_no_page(rf: RequestFactory, verb: str, body: bytes):
    page = HttpResponse(b"words", headers={"Content-Length": "5"})
    result = head_request_middleware(lambda _request: page)(getattr(rf, verb)("/"))
    assert (result.content, result.headers["Content-Length"]) == (body, "5")


@pytest.mark.thorough
def test_each_url_of_ours_carries_them(samples: Samples, tried: Any):
    client, request_count, lacks = Client(), 0, {}
    client.raise_request_exception = False
    for route in OURS:
        tenant = "usa" if door(route)[0] == "office" else "hill"
        ids = (
            samples.ids[tenant] | {"token": "x" * 43} if door(route)[0] != "everyone" else samples.ids[tenant]
        )
        path = fill(route, tenant, {**samples.ids["usa"], **samples.ids["hill"], **ids})
        for verb in ASKED:
            response = getattr(client, verb)(path, secure=True)
            request_count += 1
            b"".join(response)
            if missing := lacking(path, response):
                lacks[f"{verb} {path} {response.status_code}"] = missing
    assert lacks == {}
    tried(request_count)


def test_each_page_of_accounts_carries_them(world: World, tried: Any):
    lacks, paths = {}, accounts(get_resolver().url_patterns)
    assert len(paths) > 20
    for client in (Client(), sign_in(Client(), world["hill-coordinator"])):
        client.raise_request_exception = False
        for path in paths:
            response = client.get(path, secure=True)
            if missing := lacking(path, response):
                lacks[f"{path} {response.status_code}"] = missing
    assert lacks == {}
    tried(2 * len(paths))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/static/css/app.css", 200),
        ("/static/nothing.css", 404),
        ("/no/such/page/", 404),
        ("/p/no-such-town/", 404),
        ("/accounts/logout", 301),
        ("/health/live/", 200),
        ("/robots.txt", 200),
        ("/theme/", 405),
    ],
)
def test_responses_without_a_view_have_them(world: World, path: str, status: int):
    for verb in ("get", "head"):
        response = getattr(Client(), verb)(path, secure=True)
        assert response.status_code == status
        assert lacking(path, response) == []
        b"".join(response)


def test_a_broken_page_carries_them(world: World):
    """The database is down when the access decorator asks it."""

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("broken")

    client = sign_in(Client(), world["hill-leader"])
    client.raise_request_exception = False
    with connection.execute_wrapper(refuse):
        response = client.get("/c/hill/", secure=True)
    assert response.status_code == 500
    assert lacking("/c/hill/", response) == []


def test_a_name_that_is_not_ours_carries_them(db: None):
    response = Client().get("/", secure=True, headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert lacking("/", response) == []


def test_the_way_to_https_carries_them(db: None, settings: Any):
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get("/c/hill/")
    assert (response.status_code, response.headers["Location"]) == (301, "https://testserver/c/hill/")
    assert lacking("/c/hill/", response) == []


def test_a_refused_form_and_a_piece_of_a_page_carry_them(world: World):
    strict = sign_in(Client(enforce_csrf_checks=True), world["hill-leader"])
    refused = strict.post("/theme/", {"theme": "dark"}, secure=True)
    assert refused.status_code == 403
    assert lacking("/theme/", refused) == []
    piece = strict.get("/c/hill/events/", secure=True, headers={"HX-Request": "true"})
    assert piece.status_code == 200
    assert lacking("/c/hill/events/", piece) == []


def test_a_form_reaches_us_over_https(world: World):
    """With "no-referrer" the browser would send "null" as origin and Django would refuse it (ADR 30)."""
    strict = sign_in(Client(enforce_csrf_checks=True), world["hill-leader"])
    page = strict.get("/account/notifications/", secure=True)
    assert page.headers["Referrer-Policy"] == "same-origin"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]  # type: ignore[index]
    fields = {"theme": "dark", "csrfmiddlewaretoken": token}
    for origin, status in (("https://testserver", 302), ("null", 403), ("https://evil.example", 403)):
        assert strict.post("/theme/", fields, secure=True, headers={"Origin": origin}).status_code == status


def test_signing_out_empties_the_device(world: World):
    client = sign_in(Client(), world["hill-leader"])
    response = client.post("/accounts/logout/", secure=True)
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.cookies["sessionid"].value == ""
    assert "Clear-Site-Data" not in Client().get(LOGIN).headers


# ── Cookies


def as_in_production(settings: Any) -> None:
    for name in dir(production):
        if "_COOKIE_" in name:
            setattr(settings, name, getattr(production, name))


def test_each_cookie_is_this_host_s_alone(world: World, settings: Any):
    as_in_production(settings)
    inputs: dict[str, Morsel] = {}

    def keep(response: Any) -> Any:
        inputs.update(response.cookies)
        return response

    client = Client()
    keep(client.get(LOGIN, secure=True))
    keep(client.post("/language/", {"language": "es", "next": "/"}, secure=True))
    keep(client.post("/theme/", {"theme": "dark", "next": "/"}, secure=True))
    fields = {"login": world["hill-leader"].email, "password": "traffickfree-demo"}
    keep(client.post(LOGIN, fields, secure=True))
    response = keep(client.post(CONFIRM, {"code": get_requested_code(client)}, secure=True))
    assert list(get_messages(response.wsgi_request))
    keep(client.get("/c/hill/imports/?template=organizations", secure=True))
    assert set(inputs) == {
        f"__Host-{name}" for name in ("session", "csrf", "language", "theme", "device", "messages", "file")
    }
    for cookie in inputs.values():
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
        assert cookie["samesite"] == "Lax"
    readable = {name for name, cookie in inputs.items() if not cookie["httponly"]}
    assert readable <= {"__Host-csrf", "__Host-language", "__Host-file"}


def test_no_cookie_is_called_otherwise():
    """A new cookie must be added to the settings of names."""
    names = [getattr(production, name) for name in dir(production) if name.endswith("COOKIE_NAME")]
    assert len(names) >= 7
    assert all(name.startswith("__Host-") for name in names)


def test_a_session_by_page_is_new_after_signing_in(world: World):
    client = Client()
    client.get(LOGIN)
    sign_in_by_page(world["hill-leader"], client)
    assert client.get(reverse("communities:sessions")).status_code == 200
