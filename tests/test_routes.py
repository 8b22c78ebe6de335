"""Addresses in groups lead where they led one by one."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, path

from tfc.routes import grouped


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
