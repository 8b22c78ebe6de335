"""Time zones by the names that people use."""

import pytest
from django.utils import translation

from tfc.zones import zone_words


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
