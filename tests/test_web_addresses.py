"""Every field for a web address takes http and https alone, and says once what is wrong."""

from django import forms
from django.core.exceptions import ValidationError

from tests.test_single_line import get_forms

WRONG = ("nowhere", "ftp://example.org/a", "javascript:alert(1)", "http://")


def count_messages(field: forms.Field, text: str) -> int:
    try:
        field.clean(text)
    except ValidationError as error:
        return len(error.messages)
    return 0


def test_a_wrong_address_gets_one_sentence():
    fields = [(form, name, field) for form, name, field in get_forms(forms.URLField)]
    assert len(fields) >= 8
    counts = {
        (form, name, text): count_messages(field, text) for form, name, field in fields for text in WRONG
    }
    assert {key: number for key, number in counts.items() if number != 1} == {}
    assert {count_messages(field, "https://example.org/a") for _form, _name, field in fields} == {0}
