"""Every page with parameters that nobody should ask it with, and every address with names that are none."""

import inspect
import re
import sys
from collections.abc import Callable
from functools import cache

import pytest
from django.urls import resolve
from hypothesis import strategies as st

from tests.security.depth import times
from tests.security.fuzz.forms import asked_in
from tests.security.fuzz.ground import ROUTES, Ground
from tests.security.fuzz.judging import body_of, has_its_turn, judge, number, run
from tests.security.fuzz.tries import HOWS, SET, Pairs, Spoilt, query_of, spoil
from tests.security.fuzz.values import MEGABYTE, VALUES, anything
from tests.security.fuzz.watching import watched

SHARES = times(1, 16)
# What a server takes as the first line of a request is far shorter.
SHORT = st.sampled_from(sorted(name for name, value in VALUES.items() if len(value) < MEGABYTE)) | anything
# Asked by views that share their reading.
EVERYWHERE = (
    "after",
    "as",
    "at",
    "before",
    "chart",
    "lang",
    "page",
    "q",
    "half_year",
    "round",
    "kind",
    "next",
)
READ = re.compile(r"""GET(?:\.get\(|\[)["']([\w-]+)["']""")


@pytest.mark.parametrize("share", range(SHARES))
def test_it_stands_whatever_a_page_is_asked_with(ground: Ground, tried: Callable[[int], None], share: int):
    failures = [ask(ground, route) for route in filter(has_its_turn, ROUTES[share::SHARES])]
    tried(len(failures) * number())
    assert not any(failures), "\n\n".join(filter(None, failures))


def ask(ground: Ground, route: str) -> str:
    path = ground.path(route)
    with watched(ground.kept):
        response = ground.client(route).get(path)
        body = body_of(response)
    if response.status_code == 405:
        return ""
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    rights = dict.fromkeys((*EVERYWHERE, *read_by(path)), "1")
    rights |= asked_in(body, path) if is_page and response.status_code == 200 else {}
    spoilt = st.builds(Spoilt, st.sampled_from(sorted(rights)), st.sampled_from([SET, *HOWS]), SHORT)

    def attempt(wrong: list[Spoilt]) -> None:
        pairs: Pairs = [pair for one in wrong for pair in spoil(one, rights[one.field], ground.foreign)]
        with watched(ground.kept) as seen:
            answer = ground.client(route).get(path, QUERY_STRING=query_of(pairs))
            found = body_of(answer)
        judge(ground, route, answer, found, seen)

    strategy = st.lists(spoilt, min_size=1, max_size=4, unique_by=lambda one: one.field)
    return run(f"GET {route}", strategy, attempt, number())


@cache
def read_by(path: str) -> set[str]:
    """What the view's module reads from the query by name."""
    module = sys.modules[inspect.unwrap(resolve(path).func).__module__]
    return set(READ.findall(inspect.getsource(module)))
