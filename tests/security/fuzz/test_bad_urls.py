"""Every URL with ids and names that do not exist or are invalid answers 404."""

import re
from collections.abc import Callable, Iterator
from zlib import crc32

import pytest

from tests.matrix.routes import HEALTH, OURS
from tests.security.depth import EVERY, times
from tests.security.fuzz.fuzz_world import Ground
from tests.security.fuzz.response_checks import get_body, has_its_turn, judge
from tests.security.fuzz.side_effects import watched

SHARES = times(1, 8)
NUMBERS = ("0", "00", str(2**31), str(2**63), "9" * 40, "9" * 5000)
# As they appear in a URL.
WORDS = (
    "-", "a" * 300, "0000-H1", "0001-H1", "9999-H2", "10000-H1", "%00", "x%00", "%ED%A0%80", "..%2f..%2fetc",
    "a%0d%0ab", "%E2%80%AE", "%", "c0-x", "c99999999999999999999-x", "o1-x", "1:2:3", "%F0%9F%98%80", "json%00",
    "NaN", "-1",
)  # fmt: skip
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


@pytest.mark.thorough
@pytest.mark.parametrize("share", range(SHARES))
def test_it_finds_nothing_under_an_odd_address(ground: Ground, tried: Callable[[int], None], share: int):
    failures, all_of_them = [], list(get_bad_urls())[share::SHARES]
    tried(len(all_of_them))
    for verb, route, path in all_of_them:
        with watched(ground.kept) as effects:
            response = ground.client(route).generic(verb, ground.path(route, **path))
            body = get_body(response)
        try:
            judge(ground, route, response, body, effects)
        except AssertionError as error:
            failures.append(f"{verb} {route} with {path}: {error}")
    assert failures == []


def get_bad_urls() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Return each parameter of each URL with one bad value, or with all in a long run."""
    for route in filter(has_its_turn, sorted(set(OURS) - {HEALTH})):
        for kind, name in PARAMETER.findall(route):
            bad = NUMBERS if kind == "int" else WORDS
            for verb in ("GET", "POST"):
                turn = crc32(f"{verb} {route} {name}".encode()) % len(bad)
                for value in bad if EVERY else (bad[turn],):
                    yield verb, route, {name: value}
