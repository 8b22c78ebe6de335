"""Hostile input in every form, derived from the URLconf: nothing crashes and nothing is half-saved."""

from collections.abc import Callable

import pytest

from tests.security.depth import times
from tests.security.fuzz.form_mutations import Try, send, tries
from tests.security.fuzz.fuzz_world import ROUTES, UNFINISHED, Ground
from tests.security.fuzz.html_forms import Form
from tests.security.fuzz.response_checks import get_body, has_its_turn, judge, judge_words, number, run
from tests.security.fuzz.side_effects import watched

SHARES = times(1, 16)


@pytest.mark.thorough
@pytest.mark.parametrize("share", range(SHARES))
def test_it_withstands_whatever_a_form_sends(ground: Ground, tried: Callable[[int], None], share: int):
    failures = fuzz_all(ground, ROUTES[share::SHARES])
    tried(len(failures) * number())
    assert not any(failures), "\n\n".join(filter(None, failures))


@pytest.mark.thorough
def test_it_withstands_whatever_is_sent_before_something_is_finished(
    ground: Ground, tried: Callable[[int], None]
):
    ground.begin()
    failures = fuzz_all(ground, [route for route in ROUTES if UNFINISHED.search(route)])
    tried(len(failures) * number())
    assert not any(failures), "\n\n".join(filter(None, failures))


def fuzz_all(ground: Ground, routes: list[str]) -> list[str]:
    taken = [route for route in routes if has_its_turn(route) and ground.takes_posts(route)]
    return [fuzz(ground, route, form) for route in taken for form in ground.forms(route)]


def fuzz(ground: Ground, route: str, form: Form, most: int = 0) -> str:
    def attempt(mutation: Try) -> None:
        with watched(ground.kept) as effects:
            response, sent = send(ground.client(route), form, mutation, ground.foreign)
            body = get_body(response)
        judge(ground, route, response, body, effects)
        judge_words(form, mutation, response, body, sent)

    return run(f"{route} {form.names}", tries(form), attempt, most or number())
