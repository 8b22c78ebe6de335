"""Time zones by the names that people use."""

import pytest
from django.utils import translation

from communities.forms import zone_choices
from tfc.zones import place_words, zone_words


@pytest.mark.parametrize(
    ("language", "name", "words"),
    [
        ("en", "America/Los_Angeles", "Pacific Time"),
        ("es", "America/Los_Angeles", "hora del Pacífico"),
        ("zh-hans", "America/Los_Angeles", "北美太平洋时间"),
        ("en", "UTC", "UTC"),
    ],
)
def test_a_zone_is_called_as_people_call_it(language, name, words):
    with translation.override(language):
        assert zone_words(name) == words


@pytest.mark.parametrize(
    ("language", "region", "place"),
    [("en", "America", "Los Angeles"), ("es", "América", "Los Ángeles"), ("zh-hans", "美洲", "洛杉矶")],
)
def test_zones_are_offered_by_place_in_the_readers_language(language, region, place):
    with translation.override(language):
        offered = dict(zone_choices())
        assert ("America/Los_Angeles", place) in offered[region]
        assert place_words("Asia/Calcutta") == place_words("Asia/Kolkata")
