"""Comparing, sorting and cutting texts."""

import pytest
from django.utils import translation

from communities.languages import list_languages_by_name
from tfc.text.normalize import shorten


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("two \n words", "two words"),
        ("one two three four five", "one two three four…"),
        ("one two three four, five", "one two three four…"),
        ("a " + "x" * 30, "a " + "x" * 17 + "…"),
        ("许" * 21, "许" * 19 + "…"),
    ],
)
def test_a_text_is_cut_between_words_where_it_has_such(text, short):
    assert shorten(text, 20) == short


@pytest.mark.parametrize(
    ("language", "order"),
    [("en", ["ar", "hy", "zh"]), ("es", ["ar", "hy", "zh"]), ("zh-hans", ["ar", "hy", "zh"])],
)
def test_languages_are_sorted_as_readers_expect(language, order):
    with translation.override(language):
        codes = [code for code, _name in list_languages_by_name()]
    assert [code for code in codes if code in order] == order
