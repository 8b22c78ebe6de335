"""The demo's communities and their made-up places fit together."""

from random import Random

from demo.places import build_places, make_fictional_phone
from tfc.phones import as_link


def test_a_made_up_number_has_the_right_area_code():
    by_slug = {place.slug: place for place in build_places()}
    chance = Random(1)
    assert make_fictional_phone(by_slug["pasadena"], chance).startswith("(626) 555-01")
    assert make_fictional_phone(by_slug["denver"], chance)[1:4] in ("303", "720")
    assert make_fictional_phone(by_slug["koreatown"], chance)[1:4] in ("213", "323")
    assert make_fictional_phone(by_slug["exeter"], chance).startswith("020 7946 0")


def test_each_number_can_be_dialled():
    chance = Random(2)
    countries = {"usa": "US", "uk": "GB"}
    for place in build_places():
        assert as_link(make_fictional_phone(place, chance), countries[place.office]), place.slug
