"""Time zones by the names that people use."""

import pytest
from django.utils import translation

from communities.forms import zone_choices
from tfc.zones import place_words, zone_words, zones_once


@pytest.mark.parametrize(
    ("language", "name", "label"),
    [
        ("en", "America/Los_Angeles", "Pacific Time"),
        ("es", "America/Los_Angeles", "hora del Pacífico"),
        ("zh-hans", "America/Los_Angeles", "北美太平洋时间"),
        ("en", "UTC", "UTC"),
    ],
)
def test_a_zone_is_called_as_people_call_it(language, name, label):
    with translation.override(language):
        assert zone_words(name) == label


@pytest.mark.parametrize(
    ("language", "region", "place"),
    [("en", "America", "Los Angeles"), ("es", "América", "Los Ángeles"), ("zh-hans", "美洲", "洛杉矶")],
)
def test_zones_are_offered_by_place_in_the_readers_language(language, region, place):
    with translation.override(language):
        offered = dict(zone_choices())
        assert ("America/Los_Angeles", place) in offered[region]
        assert place_words("Asia/Calcutta") == place_words("Asia/Kolkata")


@pytest.mark.parametrize("language", ["en", "es", "zh-hans"])
def test_no_place_is_offered_twice_or_by_a_path(language):
    with translation.override(language):
        for region, zones in zone_choices():
            places = [place for _name, place in zones]
            assert len(set(places)) == len(places), region
            assert not [place for place in places if "/" in place]


def test_an_old_name_that_is_stored_can_be_kept():
    assert "Africa/Asmera" not in zones_once()
    assert zone_choices("Africa/Asmera")[-1] == ("Africa/Asmera", "Asmara")
    assert zone_choices("Africa/Asmara") == zone_choices()


def test_a_place_without_a_translated_name_has_its_country():
    with translation.override("en"):
        assert place_words("America/Argentina/Buenos_Aires") == "Buenos Aires, Argentina"
