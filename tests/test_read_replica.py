"""Reading from the replica. `make cluster ARGS=drill` tries a real one that lags or is down."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from communities.access import answer_page
from communities.models import Office
from dashboards.views import figures, international, office
from tfc import read_replica
from tfc.health import parts
from tfc.tenancy import office_scope


@pytest.fixture
def replica(db: None, monkeypatch: pytest.MonkeyPatch):
    """Return another connection to the test database, which like a promoted replica follows no primary."""
    monkeypatch.setitem(connections.databases, read_replica.REPLICA, connections.databases["default"])
    monkeypatch.setitem(read_replica._known, "until", 0.0)
    # Imported here, since a test may use only the connections that Django knew before it.
    connections[read_replica.REPLICA].connect()
    yield
    connections[read_replica.REPLICA].close()
    del connections[read_replica.REPLICA]


def reads_from() -> str:
    return str(connections["default"].alias)


def make_request(method: str = "GET", **cookies: str) -> HttpRequest:
    request = HttpRequest()
    request.method = method
    request.COOKIES.update(cookies)
    return request


@read_replica.use_replica
def dashboard() -> str:
    return reads_from()


def test_it_reads_the_primary_where_there_is_no_standby():
    assert answer_page(dashboard, make_request(), dashboard) == "default"


@pytest.mark.parametrize(
    ("view", "request_", "alias"),
    [
        (dashboard, make_request(), "replica"),
        (dashboard, make_request("HEAD"), "replica"),
        (dashboard, make_request("POST"), "default"),
        (dashboard, make_request(wrote="1"), "default"),
        (reads_from, make_request(), "default"),
    ],
)
def test_it_reads_the_standby_for_who_may_see_what_is_some_seconds_old(replica, view, request_, alias: str):
    response: Any = answer_page(view, request_, view)
    assert response == alias


@pytest.mark.parametrize(("lag", "within"), [(0, True), (5, True), (5.1, False), (None, False)])
def test_it_keeps_to_the_bound(lag: float | None, within: bool):
    assert read_replica.is_within(lag, 5) is within


def test_it_asks_the_primary_where_the_standby_breaks_off_and_leaves_it_alone_for_a_while(replica):
    aliases: list[str] = []

    def breaks_off() -> str:
        aliases.append(reads_from())
        if reads_from() == read_replica.REPLICA:
            raise OperationalError("canceling statement due to conflict with recovery")
        return "read"

    assert read_replica.from_standby(breaks_off) == "read"
    assert read_replica.from_standby(breaks_off) == "read"
    assert aliases == ["replica", "default", "default"]


def test_it_writes_to_the_primary_what_should_not_have_been_written(replica):
    """A view that is declared read-only by mistake still works."""

    def writes() -> bool:
        if reads_from() == read_replica.REPLICA:
            with connection.cursor() as cursor:
                cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
        return Office.objects.get_or_create(slug="new", name="New")[1]

    assert read_replica.from_standby(writes)
    assert read_replica.is_fresh(), "the standby is not to blame"
    assert Office.objects.filter(slug="new").exists()


def test_it_opens_scopes_there(replica):
    def is_in_scope() -> tuple[str, bool]:
        with office_scope(7):
            return reads_from(), connections[read_replica.REPLICA].in_atomic_block

    assert read_replica.from_standby(is_in_scope) == ("replica", True)


def test_it_warns_while_the_standby_is_left_alone(replica, monkeypatch: pytest.MonkeyPatch):
    assert parts()["standby"].status == "ok"
    monkeypatch.setitem(read_replica._known, "lag", 5.1)
    assert parts()["standby"].status == "warning"
    monkeypatch.delitem(connections.databases, read_replica.REPLICA)
    assert "standby" not in parts()


def test_it_says_which_pages_are_read_there():
    pages = [office.office_home, office.office_trends, office.office_part, office.office_community]
    for page in [*pages, figures.figures, figures.office_figures, international.international_home]:
        assert page.uses_replica


def test_it_remembers_for_a_while_who_may_have_written():
    """It remembers only signed-in people on pages with access control: public pages store nothing on the device."""

    def get_view(door: str) -> Callable[..., Any]:
        def view() -> None:
            return None

        view.admits = (door, None)  # type: ignore[attr-defined]
        return view

    def cookie(method: str, door: str, session: str = "1") -> str:
        request = make_request(method, **({settings.SESSION_COOKIE_NAME: session} if session else {}))
        request.resolver_match = ResolverMatch(get_view(door), (), {})
        response = read_replica.remember_writes(lambda _request: HttpResponse())(request)
        return (
            str(response.cookies[read_replica.WROTE]["max-age"])
            if read_replica.WROTE in response.cookies
            else ""
        )

    assert cookie("POST", "community") == "6"
    assert (cookie("GET", "community"), cookie("POST", "everyone"), cookie("POST", "office", "")) == (
        "",
        "",
        "",
    )
