"""Every page with bad parameters, and every URL with bad names."""

import inspect
import re
import sys
from collections.abc import Callable
from functools import cache

import pytest
from django.urls import resolve
from hypothesis import strategies as st

from tests.security.depth import times
from tests.security.fuzz.form_mutations import HOWS, SET, Pairs, Spoilt, get_query, spoil
from tests.security.fuzz.fuzz_world import ROUTES, Ground
from tests.security.fuzz.hostile_values import MEGABYTE, VALUES, anything
from tests.security.fuzz.html_forms import asked_in
from tests.security.fuzz.response_checks import get_body, has_its_turn, judge, run
from tests.security.fuzz.side_effects import watched

SHARES = times(1, 16)
# Servers limit the request line to far less.
SHORT = st.sampled_from(sorted(name for name, value in VALUES.items() if len(value) < MEGABYTE)) | anything
# Parameters of views that share their parsing.
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
# A page takes many at once, with alternating requests; some alone, since one refusal hides the rest.
ALONE, TOGETHER = (1, 2), (6, 9)
# So that each page gets more than 500 in the long run.
REQUESTS = times(6, 140)
READ = re.compile(r"""GET(?:\.get\(|\[)["']([\w-]+)["']""")


@pytest.mark.thorough
@pytest.mark.parametrize("share", range(SHARES))
def test_it_withstands_any_query(ground: Ground, tried: Callable[[int], None], share: int):
    texts = [ask(ground, route) for route in filter(has_its_turn, ROUTES[share::SHARES])]
    tried(sum(count for _failure, count in texts))
    failures = [failure for failure, _asked in texts if failure]
    assert not failures, "\n\n".join(failures)


def ask(ground: Ground, route: str) -> tuple[str, int]:
    path, counts = ground.path(route), [0]
    with watched(ground.kept):
        response = ground.client(route).get(path)
        body = get_body(response)
    if response.status_code == 405:
        return "", 0
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    rights = dict.fromkeys((*EVERYWHERE, *read_by(path)), "1")
    rights |= asked_in(body, path) if is_page and response.status_code == 200 else {}
    spoilt = st.builds(Spoilt, st.sampled_from(sorted(rights)), st.sampled_from([SET, *HOWS]), SHORT)

    def attempt(wrong: list[Spoilt]) -> None:
        counts[0] += len(wrong)
        pairs: Pairs = [pair for fault in wrong for pair in spoil(fault, rights[fault.field], ground.foreign)]
        with watched(ground.kept) as effects:
            answer = ground.client(route).get(path, QUERY_STRING=get_query(pairs))
            result = get_body(answer)
        judge(ground, route, answer, result, effects)

    several = st.one_of(
        *(
            st.lists(spoilt, min_size=least, max_size=most, unique_by=lambda fault: fault.field)
            for least, most in (ALONE, TOGETHER)
        )
    )
    return run(f"GET {route}", several, attempt, REQUESTS), counts[0]


@cache
def read_by(path: str) -> set[str]:
    """Return the parameters that the view's module reads by name."""
    module = sys.modules[inspect.unwrap(resolve(path).func).__module__]
    return set(READ.findall(inspect.getsource(module)))
