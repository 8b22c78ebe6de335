"""The languages in which services are required, checked by hand."""

import pytest

from communities.languages import get_required_languages


@pytest.mark.parametrize(
    ("declared", "spoken", "required"),
    [
        ([], {}, []),
        (["vi"], {}, ["vi"]),
        ([], {"en": 900, "es": 60, "zh": 40}, ["en", "es"]),
        ([], {"en": 95, "es": 5}, ["en", "es"]),
        ([], {"en": 951, "es": 49}, ["en"]),
        (["zh", "es"], {"en": 95, "es": 5}, ["en", "es", "zh"]),
        ([], {"en": 0}, []),
        ([], {"en": 10, "tl": 0}, ["en"]),
    ],
)
def test_it_takes_what_is_declared_and_what_one_in_twenty_speaks(declared, spoken, required):
    assert get_required_languages(declared, spoken, share=5) == required


def test_it_follows_the_share_that_is_asked_for():
    spoken = {"en": 90, "es": 8, "zh": 2}
    assert [len(get_required_languages([], spoken, share=share)) for share in (1, 2, 3, 8, 9)] == [
        3,
        3,
        2,
        2,
        1,
    ]
