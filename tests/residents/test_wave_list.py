import datetime as dt

import pytest
from django.utils import timezone

from residents.views.waves import PAGE
from tests.base import World
from tests.residents.waves_base import DAY, FIRST, TODAY, add_answers, get_text, make_wave, url_for, waves

HILL = waves("hill")


@pytest.mark.parametrize("person", ["hill-member", "hill-leader", "hill-coordinator"])
def test_it_shows_the_waves_to_the_team(world: World, signed_in, person: str):
    wave = make_wave(world.hill, place="Market")
    add_answers(wave, world.hill, knows=2)
    response = signed_in(person).get(HILL)
    assert response.status_code == 200
    assert "In the street: Market" in get_text(response)
    assert "2 responses" in get_text(response)
    assert url_for(wave) in response.content.decode()


def test_it_shows_nothing_of_another_community_or_of_the_trash(world: World, signed_in):
    make_wave(world.dale, place="Dale square")
    make_wave(world.hill, place="In the trash", deleted_at=timezone.now())
    page = get_text(signed_in("hill-member").get(HILL))
    assert "Dale square" not in page
    assert "In the trash" not in page


def test_it_teaches_what_a_wave_is_where_there_is_none(world: World, signed_in):
    page = signed_in("hill-leader").get(HILL)
    text = get_text(page)
    assert "Nothing yet" in text
    assert "Poster with a code" in text
    assert "Results describe only the people at the event." in text
    assert "are compared" in text
    assert HILL + "new/" in page.content.decode()
    assert HILL + "new/" not in signed_in("hill-member").get(HILL).content.decode()


def test_it_says_which_are_open(world: World, signed_in):
    day = dt.timedelta(days=1)
    make_wave(world.hill, starts_on=TODAY + 3 * day)
    make_wave(world.hill)
    make_wave(world.hill, starts_on=FIRST - day, closed_at=timezone.now())
    make_wave(world.hill, starts_on=FIRST - 2 * day, ends_on=DAY)
    rows = signed_in("hill-member").get(HILL).context["waves"]
    assert [(row["is_open"], row["is_coming"]) for row in rows] == [
        (False, True),
        (True, False),
        (False, False),
        (False, False),
    ]


def test_it_turns_pages(world: World, signed_in):
    made = [make_wave(world.hill) for _ in range(PAGE + 1)]
    client = signed_in("hill-member")
    first = client.get(HILL)
    assert [row["wave"] for row in first.context["waves"]] == made[:0:-1]
    second = client.get(HILL + first.context["older"])
    assert [row["wave"] for row in second.context["waves"]] == made[:1]
    assert (second.context["newer"], second.context["older"]) == ("?after=0", "")


@pytest.mark.parametrize("after", ["-1", "x", "9" * 40, "٣", "\x00"])
def test_it_begins_at_the_newest_where_the_address_is_odd(world: World, signed_in, after: str):
    make_wave(world.hill)
    assert len(signed_in("hill-member").get(HILL, {"after": after}).context["waves"]) == 1


def test_it_shows_the_newest_page_for_a_cursor_past_the_end(world: World, signed_in):
    make_wave(world.hill)
    response = signed_in("hill-member").get(HILL, {"after": "99999"}, follow=True)
    assert (response.redirect_chain, len(response.context["waves"])) == ([(HILL, 302)], 1)
