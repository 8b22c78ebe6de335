"""Residents' mistakes in the survey, and requests that bypass the form."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from residents.models import AwarenessWave
from tests.base import World
from tests.residents.public_base import HERE, add_wave, answer, answers, choices, get_form_data, ticket
from tests.support.public_base import get_text


@pytest.fixture
def wave(world: World) -> AwarenessWave:
    cache.clear()
    return add_wave(world.hill)


def test_it_asks_for_what_is_missing_on_the_first_page(world: World, wave: AwarenessWave, client: Client):
    response = client.post(
        HERE, {"ticket": ticket(wave, route="", hotline=""), "route_unprompted": "my aunt"}
    )
    text = get_text(response)
    assert response.status_code == 422
    assert text.count("Write an answer or choose one below.") == 2
    assert 'value="my aunt"' in text
    assert 'href="#hotline_unprompted"' in text
    assert "<title>Error:" in text


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"route_unprompted": "x" * 201}, "Shorten it to 200 or fewer."),
    ({"route_unprompted": "a\x00b"}, "Null characters are not allowed."),
    ({"hotline_unprompted_none": ["other"]}, "other is not one of the available choices."),
    ({"hotline_unprompted_none": ["a\x00"]}, "is not one of the available choices."),
]


def test_it_explains_bad_input_on_the_first_page(
    wave: AwarenessWave, client: Client, subtests: pytest.Subtests
):
    for changes, sentence in WRONG:
        with subtests.test(changes=changes):
            response = client.post(HERE, get_form_data(wave, hotline_unprompted="typed before", **changes))
            assert response.status_code == 422
            assert sentence in get_text(response)
            assert 'value="typed before"' in get_text(response)


WRONG_ON_THE_SECOND_PAGE: list[tuple[dict[str, Any], str]] = [
    ({"definition": ""}, "Choose an answer or “I would rather not say”."),
    ({"risks": []}, "Choose an answer or “I would rather not say”."),
    ({"definition": "debts"}, "debts is not one of the available choices."),
    ({"risks": ["debts", "nothing"]}, "nothing is not one of the available choices."),
    ({"hotline_prompted": "right"}, "right is not one of the available choices."),
    ({"route_prompted": "call\x00"}, "is not one of the available choices."),
    ({"risks": "9" * 5000}, "is not one of the available choices."),
    ({"website": "a\x00"}, "There is a problem"),
]


def test_it_explains_bad_input_on_the_second_page_and_saves_nothing(
    world: World, wave: AwarenessWave, client: Client, subtests: pytest.Subtests
):
    for changes, sentence in WRONG_ON_THE_SECOND_PAGE:
        with subtests.test(changes=changes):
            response = answer(client, wave, **changes)
            text = get_text(response)
            assert response.status_code == 422
            assert sentence in text
            if "route_prompted" not in changes:
                assert re.search(r'value="call"[^>]*checked', text)
            assert answers(world.hill) == []


def test_it_keeps_the_resident_id_after_an_error(world: World, wave: AwarenessWave, client: Client):
    page = choices(wave, definition="")
    again = client.post(HERE, page)
    client.post(HERE, choices(wave, ticket=again.context["ticket"]))
    [answer] = answers(world.hill)
    assert answer.route_unprompted == "right"


@pytest.mark.parametrize("broken", ["", "x", "a:b:c", "\x00", "é:1:2", "9" * 10_000])
def test_it_begins_again_with_a_ticket_that_is_not_ours(
    world: World, wave: AwarenessWave, client: Client, broken: str
):
    response = answer(client, wave, ticket=broken)
    assert response.status_code == 422
    assert "Please start again." in get_text(response)
    assert answers(world.hill) == []


def test_it_takes_no_ticket_that_was_changed_or_is_of_another_wave(
    world: World, wave: AwarenessWave, client: Client
):
    other = add_wave(world.hill, code="other")
    ours = ticket(wave)
    for forged in (f"x{ours}", ours[:-1] + ("a" if ours[-1] != "a" else "b"), ticket(other)):
        assert answer(client, wave, ticket=forged).status_code == 422
    assert answers(world.hill) == []


def test_it_takes_no_old_ticket_but_loses_no_words(
    world: World, wave: AwarenessWave, client: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("residents.ticket.MAX_AGE", dt.timedelta(0))
    assert "Please start again." in get_text(answer(client, wave))
    assert "Page 2 of 2" in get_text(client.post(HERE, get_form_data(wave)))
    assert answers(world.hill) == []


def test_it_takes_a_form_without_anything_for_the_first_page(wave: AwarenessWave, client: Client):
    response = client.post(HERE)
    assert (response.status_code, "Page 1 of 2" in get_text(response)) == (200, True)
