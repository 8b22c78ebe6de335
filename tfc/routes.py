"""Addresses in groups: Django tries one pattern after the other, and some hundred of them cost more than a query."""

import re
from collections.abc import Iterable

from django.urls import URLPattern, URLResolver, include, path

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
