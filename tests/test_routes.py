"""Addresses in groups lead where they led one by one."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, path
from django.urls.resolvers import RoutePattern

from tfc.routes import App, grouped


def flat(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from flat(one.url_patterns, route)
        else:
            yield route, one


def test_it_tries_them_where_their_beginning_fits():
    first, alone, second = (
        path("c/<slug:town>/events/", str, name="list"),
        path("c/<slug:town>/", str, name="home"),
        path("c/<slug:town>/events/<int:pk>/", int, {"old": True}, name="detail"),
    )
    group, other = grouped([first, alone, second])
    assert other is alone
    assert isinstance(group, URLResolver)
    assert [(route, one.name, one.callback, one.default_args) for route, one in flat([group])] == [
        ("c/<slug:town>/events/", "list", str, {}),
        ("c/<slug:town>/events/<int:pk>/", "detail", int, {"old": True}),
    ]


def test_it_keeps_their_order_within_a_group():
    routes = ["lists/new/", "lists/<slug:code>/", "lists/<slug:code>.csv", "other/"]
    assert [route for route, _one in flat(grouped([path(route, str) for route in routes]))] == routes


@pytest.mark.parametrize("app", [one for one in get_resolver().url_patterns if isinstance(one, App)])
def test_an_app_answers_to_all_of_its_addresses(app: App):
    """As one that tries them all: it lets none pass by that begins as another app's do."""
    urlconf: Any = app.urlconf_name
    tries = URLResolver(RoutePattern(""), urlconf, app_name=app.app_name, namespace=app.namespace)
    for route, _one in flat([app]):
        asked = re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES[found[1] or "str"], route)
        assert app.resolve(asked).route == tries.resolve(asked).route


def test_an_app_passes_by_what_is_of_another():
    events = App("events.urls")
    for asked in ("c/hill/organizations/", "c/hill/", "office/usa/figures/", "events/", "", "c", "c/hill"):
        with pytest.raises(Resolver404):
            events.resolve(asked)


EXAMPLES = {
    "slug": "hill",
    "int": "7",
    "str": "some",
    "path": "some/where",
    "uuid": "075194d3-6885-417e-a8a8-6c931e272f00",
}
