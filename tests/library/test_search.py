"""Search in three languages: with and without accents, inside Chinese titles, and with typos."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.item_search import as_searched
from library.models import Material, Story
from tests.base import World, within
from tests.library.base import library, make_material, make_story

TITLES = (
    "Líneas de ayuda",
    "Una linea para todos",
    "国家反人口贩卖热线海报",
    "Human trafficking 101",
    "Training for hotel staff",
    "Straße der Hoffnung",
)


@pytest.fixture
def shelf(world: World) -> World:
    for title in TITLES:
        make_material(world.hill, world["hill-leader"], title, summary="x")
    return world


def search_titles(world: World, text: str) -> list[str]:
    with within(world.hill):
        return list(Material.objects.not_deleted().matching(text).values_list("title", flat=True))


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("línea", {TITLES[0], TITLES[1]}),
        ("linea", {TITLES[0], TITLES[1]}),
        ("líneas", {TITLES[0], TITLES[1]}),
        ("LINEAS", {TITLES[0], TITLES[1]}),
        ("热线", {TITLES[2]}),
        ("贩卖 热线", {TITLES[2]}),
        ("trafiking", {TITLES[3]}),
        ("traficking human", {TITLES[3]}),
        ("trafficking", {TITLES[3]}),
        ("trainning", {TITLES[4]}),
        ("strasse", {TITLES[5]}),
        ("hotel trafficking", set()),
        ("zzzz", set()),
        ("%", set()),
        ("_", set()),
        ("'; DROP TABLE", set()),
    ],
)
def test_it_finds(shelf: World, text: str, titles: set[str]):
    assert set(search_titles(shelf, text)) == titles


def test_it_shows_what_is_as_written_first(shelf: World):
    assert search_titles(shelf, "lineas")[0] == TITLES[0]


def test_it_finds_everything_for_no_word(shelf: World):
    assert len(search_titles(shelf, "  ")) == len(TITLES)


def test_it_looks_into_the_summary_and_into_every_part_of_a_story(world: World):
    make_material(world.hill, world["hill-leader"], "x", summary="Carteles de autobús")
    make_story(world.hill, world["hill-leader"], "x", change="We would begin with barbers")
    assert search_titles(world, "autobus") == ["x"]
    with within(world.hill):
        assert Story.objects.matching("barber").count() == 1


def test_it_searches_on_the_page(shelf: World, signed_in):
    response = signed_in("hill-member").get(library("hill"), {"text": "trafiking"})
    assert [item.title for item in response.context["items"]] == [TITLES[3]]


@given(st.text())
def test_it_looks_for_words_as_it_keeps_them(text: str):
    once = as_searched(text)
    assert "\0" not in once
    assert as_searched(once) == once
