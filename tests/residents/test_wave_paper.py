"""Entering answers from paper."""

import datetime as dt
import uuid
from typing import Any

import pytest

from tests.base import World, within
from tests.residents.waves_base import (
    DAY,
    FIRST,
    SHEET,
    TODAY,
    add_answers,
    answers,
    get_text,
    make_wave,
    url_for,
)


def sheet(**changes: Any) -> dict[str, Any]:
    return {"client_id": str(uuid.uuid4()), **SHEET, **changes}


def test_it_keeps_codes_and_opens_the_next_sheet(world: World, signed_in):
    wave, client = make_wave(world.hill), signed_in("hill-leader")
    add_answers(wave, world.hill, knows=11, source="paper")
    response = client.post(url_for(wave, "paper/"), sheet())
    assert response.headers["Location"] == url_for(wave, f"paper/?day={DAY.isoformat()}&language=es#messages")
    answer = answers(world.hill)[-1]
    assert (answer.route_unprompted, answer.hotline_unprompted, answer.definition) == (
        "right",
        "dont_know",
        "right",
    )
    assert (answer.hotline_prompted, answer.route_prompted) == ("wrong", "right")
    assert answer.risks == ["debts", "car_park"]
    assert (answer.day, answer.language, answer.source, answer.batch) == (DAY, "es", "paper", None)
    page = client.get(response.headers["Location"].partition("#")[0])
    assert "Saved, 12 so far." in get_text(page)
    form = page.context["form"]
    assert (form["day"].value(), form["language"].value()) == (DAY, "es")
    assert form["definition"].value() is None


def test_it_counts_once_what_is_sent_twice(world: World, signed_in):
    wave, client, data = make_wave(world.hill), signed_in("hill-leader"), sheet()
    client.post(url_for(wave, "paper/"), data)
    page = client.post(url_for(wave, "paper/"), data, follow=True)
    assert "Saved." in get_text(page)
    assert len(answers(world.hill)) == 1


def test_it_tells_who_sends_a_sheet_again_with_another_answer(world: World, signed_in):
    wave, client, data = make_wave(world.hill), signed_in("hill-leader"), sheet()
    client.post(url_for(wave, "paper/"), data)
    assert client.post(url_for(wave, "paper/"), data | {"definition": "smuggling"}).status_code == 409
    assert [answer.definition for answer in answers(world.hill)] == ["right"]


def test_it_says_nothing_about_an_answer_from_a_phone(world: World, signed_in):
    """A leader who lent a phone for an answer knows the id of that form, and could try sheets until they match."""
    wave, client, data = make_wave(world.hill), signed_in("hill-leader"), sheet()
    client.post(url_for(wave, "paper/"), data)
    with within(world.hill):
        wave.answers.update(source="phone")
    guesses = data, data | {"definition": "smuggling"}
    assert [client.post(url_for(wave, "paper/"), guess).status_code for guess in guesses] == [409, 409]


def test_it_gives_each_sheet_an_id_of_its_own(world: World, signed_in):
    wave, client = make_wave(world.hill), signed_in("hill-leader")
    ids = {client.get(url_for(wave, "paper/")).context["form"]["client_id"].value() for _ in range(3)}
    assert len(ids) == 3


def test_it_takes_paper_beyond_the_quota_of_phones(world: World, signed_in):
    wave = make_wave(world.hill, quota=30)
    add_answers(wave, world.hill, knows=30)
    signed_in("hill-leader").post(url_for(wave, "paper/"), sheet())
    assert len(answers(world.hill)) == 31


WRONG: list[tuple[Any, ...]] = [
    ({"definition": ""}, "definition", "Choose what is on the paper"),
    ({"risks": []}, "risks", "Choose what is on the paper"),
    ({"risks": ["debts", "dragons"]}, "risks", "Select a valid choice. dragons"),
    ({"route_unprompted": "police\x00"}, "route_unprompted", "Select a valid choice."),
    ({"day": ""}, "day", "This field is required."),
    ({"day": (TODAY + dt.timedelta(2)).isoformat()}, "day", "Enter a date that is not in the future."),
    ({"day": (FIRST - dt.timedelta(1)).isoformat()}, "day", "is outside the survey's dates"),
    ({"day": "10000-01-01"}, "day", "Enter a valid date."),
    ({"language": "tlh"}, "language", "Select a valid choice."),
    ({"client_id": "x"}, "client_id", "Enter a valid UUID."),
]


def test_it_explains_what_is_wrong_and_keeps_nothing(world: World, signed_in, subtests: pytest.Subtests):
    for changes, field, message in WRONG:
        with subtests.test(changes=changes):
            response = signed_in("hill-leader").post(
                url_for(make_wave(world.hill), "paper/"), sheet(**changes)
            )
            assert response.status_code == 422
            assert any(message in error for error in response.context["form"].errors[field])
            assert answers(world.hill) == []
            if field != "route_prompted":
                assert response.context["form"]["route_prompted"].value() == "call"


def test_it_says_so_where_the_wave_has_not_begun(world: World, signed_in):
    wave = make_wave(world.hill, starts_on=TODAY + dt.timedelta(3))
    assert "This survey has not started" in get_text(signed_in("hill-leader").get(url_for(wave, "paper/")))


@pytest.mark.parametrize("day", ["2026-02-30", "x", "\x00", "10000-01-01"])
def test_it_forgets_an_odd_day_in_the_address(world: World, signed_in, day: str):
    page = signed_in("hill-leader").get(
        url_for(make_wave(world.hill), "paper/"), {"day": day, "language": "x"}
    )
    assert page.context["form"]["day"].value() == TODAY
