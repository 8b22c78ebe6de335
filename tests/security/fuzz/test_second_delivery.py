"""Each form that creates no record stores nothing when it is submitted a second time."""

from collections import Counter

import pytest

from tests.base import World
from tests.matrix.routes import undone
from tests.repeated_submissions.other_addresses import others
from tests.repeated_submissions.page_forms import counted
from tests.security.depth import EVERY, times
from tests.security.fuzz.form_mutations import Try, send
from tests.security.fuzz.fuzz_world import UNFINISHED, Ground
from tests.security.fuzz.html_forms import Form
from tests.security.fuzz.response_checks import DAY, has_its_turn

ROUTES = sorted(route for route, why in others().items() if not why)
SHARES = times(1, 8)


@pytest.mark.thorough
@pytest.mark.parametrize("share", range(SHARES))
def test_the_second_delivery_stores_nothing(ground: Ground, world: World, tried, share: int):
    hold([route for route in ROUTES[share::SHARES] if has_its_turn(route)], ground, world, tried)


@pytest.mark.thorough
def test_nor_before_something_is_finished(ground: Ground, world: World, tried):
    """The test tries some steps by turns, and in the long run all."""
    ground.begin()
    results = [route for route in ROUTES if UNFINISHED.search(route)]
    hold(results if EVERY else results[DAY % 3 :: 3], ground, world, tried)


def hold(routes: list[str], ground: Ground, world: World, tried) -> None:
    stored = {}
    for route in routes:
        for form in ground.forms(route):
            first, more = again(route, form, ground, world)
            if more:
                stored[f"{route} {form.names}, answered {first}"] = more
    assert stored == {}
    tried(len(routes))


def again(route: str, form: Form, ground: Ground, world: World) -> tuple[int, Counter[str]]:
    """Return the status of the first submission and each table's additional rows after the second."""
    with undone():
        first, _sent = send(ground.client(route), form, Try((), "form"), ground.foreign)
        once = counted(world)
        send(ground.client(route), form, Try((), "form"), ground.foreign)
        return first.status_code, counted(world) - once
