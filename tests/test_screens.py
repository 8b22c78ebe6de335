"""`make screens` finds every page."""

import pytest

from tests.matrix.routes import OURS
from tests.screens.page_discovery import LINK, Walked, get_route, is_page


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/c/pasadena/events/", True),
        ("/c/pasadena/events/1/edit/", True),
        ("/accounts/login/", True),
        ("/c/pasadena/events/1/delete/", False),
        ("/c/pasadena/exports/events.csv", False),
        ("/c/pasadena/strategies/1/evidence/2/file/", False),
        ("/nowhere/", False),
    ],
)
def test_it_looks_at_pages_and_not_at_files_and_deeds(path: str, expected: bool):
    assert is_page(get_route(path)) is expected


def test_it_leaves_no_route_unsaid():
    """Before it has looked at anything, it reports every page as missing."""
    missing = Walked().unseen()
    assert len(missing) > 250
    assert {route for route in OURS if route.endswith("/undo/")} & missing == set()


def test_it_follows_forms_and_whole_addresses_of_its_own():
    html = '<a href="/a/#x"> <form action="/b/"> http://localhost:8000/p/c/ https://elsewhere.example/d/'
    assert [first or other for first, other in LINK.findall(html)] == ["/a/", "/b/", "/p/c/"]


def test_it_shows_each_page_once_as_its_intended_reader():
    walked = Walked()
    route = "c/<slug:community>/events/"
    for person in ("anybody", "staff", "coordinator"):
        walked.pages[person, route] = {f"/c/{person}/events/": 10, "/short/": 2}
    assert walked.once() == [("coordinator", "/c/coordinator/events/")]
