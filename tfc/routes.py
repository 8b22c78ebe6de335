"""Addresses in groups: Django tries one pattern after the other, and some hundred of them cost more than a query."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern

# "c/<slug:community>/events/": the place, and the section of it.
_HEAD = re.compile(r"(?:[\w-]+/<\w+:\w+>/)?[\w-]+/")


def grouped(patterns: Iterable[URLPattern]) -> list[URLPattern | URLResolver]:
    """The same addresses with the same names; those that begin alike are tried where their beginning fits.

    Each group stands where its first one stood, so no two groups may fit one address.
    """
    groups: dict[str, list[URLPattern]] = {}
    for one in patterns:
        route = str(one.pattern)
        head = _HEAD.match(route)
        groups.setdefault(head[0] if head else route, []).append(one)
    return [
        found[0] if len(found) == 1 else path(head, include([_below(head, one) for one in found]))
        for head, found in groups.items()
    ]


def _below(head: str, one: URLPattern) -> URLPattern:
    return path(str(one.pattern).removeprefix(head), one.callback, one.default_args, name=one.name)


# Stands where an address may have anything.
_ANY = "<"
# "c" and "events" of "c/hill/events/7/".
Head = tuple[str, str]


class App(URLResolver):
    """``App("events.urls")``: as ``path("", include("events.urls"))``, which looks at none of its addresses where the
    beginning of the one that is asked for is that of another app."""

    def __init__(self, urlconf: str) -> None:
        module, app_name, namespace = include(urlconf)
        super().__init__(RoutePattern(""), module, app_name=app_name, namespace=namespace)

    def resolve(self, path: str) -> ResolverMatch:
        first, section = head_of(path)
        if not self._heads & {(first, section), (first, _ANY), (_ANY, _ANY)}:
            raise Resolver404({"path": path, "tried": []})
        return super().resolve(path)

    @cached_property
    def _heads(self) -> frozenset[Head]:
        return frozenset(_known_head(route) for route in _routes(self.url_patterns))


def head_of(path: str) -> Head:
    """The first part of an address and the third: behind a place that is the section."""
    first, _place, *rest = (*str(path).split("/", 3), "")
    return first, rest[0] if rest else ""


def _known_head(route: str) -> Head:
    first, section = head_of(route)
    if _ANY in first:
        return _ANY, _ANY
    # What stands for a path may have any number of parts.
    return first, _ANY if _ANY in section or "<path:" in route else section


def _routes(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        else:
            yield route
