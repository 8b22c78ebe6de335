"""A number is read as people type it, in every number field of every form, and never as another one."""

import re
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from dashboards.forms.targets import TargetForm
from evaluation.forms.own_figures import OwnFigureField
from evaluation.instrument import PARTS, Unit
from stakeholders.forms.contributions import AmountField
from support.forms.tallies import CountField
from tests.test_single_line import get_forms
from tfc.form_fields import normalize_number

READ = {
    "1250": "1250", "1,250": "1250", "1 250": "1250", "1\u00a0250": "1250", "1’250": "1250", "１２５０": "1250",
    "1,250.50": "1250.50", "1.250,50": "1250.50", "1 250,50": "1250.50", "1250,5": "1250.5", "0.125": "0.125",
    "1,234,567": "1234567", "1.234.567": "1234567", "12,50,000": "1250000", "-1,250": "-1250", "99.50": "99.50",
}  # fmt: skip
NO_NUMBERS = ("1\x002", "1,25,50", "12.34.56", "1,250,50", "a dozen", "1 25", "1.25.0")


@pytest.mark.parametrize("language", ["en", "es", "zh-hans"])
def test_an_amount_is_read_as_people_type_it(language: str):
    with translation.override(language):
        assert {text: normalize_number(text) for text in READ} == READ
        assert AmountField().clean("1,250.50") == Decimal("1250.50")
        assert AmountField().clean("1.250,50") == Decimal("1250.50")
        assert CountField().clean("1,250") == 1250
        for text in NO_NUMBERS:
            with pytest.raises(ValidationError):
                AmountField().clean(text)


@pytest.mark.parametrize("text", ["1.250", "1.000", "2.125", "-1.000"])
def test_what_may_be_a_thousand_or_a_decimal_is_asked(text: str):
    for field in (forms.IntegerField(), AmountField(), forms.DecimalField(decimal_places=2)):
        with pytest.raises(ValidationError) as caught:
            field.clean(text)
        [message] = caught.value.messages
        assert f"“{text}” is unclear" in message
        assert message.endswith(f"For thousands, enter {text.replace('.', '')}.")


def test_a_coordinate_has_no_thousands():
    field = forms.DecimalField(decimal_places=5)
    assert field.clean("34.156") == field.clean("34,156") == Decimal("34.156")


def test_an_override_is_read_as_well():
    share = next(part for part in PARTS if part.unit == Unit.PERCENT)
    count = next(part for part in PARTS if part.unit == Unit.COUNT)
    assert OwnFigureField(part=count).clean("1,250").value == 1250
    assert OwnFigureField(part=share).clean("1,250 ／ 2,500").denominator == 2500
    assert OwnFigureField(part=share).clean("83,5 %").value == Decimal("83.5")


def test_no_field_lets_the_browser_drop_what_is_typed():
    """Of an input of type "number" a browser sends nothing for 1,250 in some languages."""
    fields = [(form, name, field) for form, name, field in get_forms(forms.IntegerField)]
    assert len(fields) > 20
    assert [(form, name) for form, name, field in fields if field.widget.input_type == "number"] == []
    assert TargetForm.base_fields["goal_value"].clean("1,250") == 1250


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (forms.IntegerField(min_value=1900), "12", "Enter 1900 or a larger number."),
        (forms.DecimalField(max_value=100), "101", "Enter 100 or a smaller number."),
        (forms.CharField(max_length=3), "four", "This text has 4 characters. Shorten it to 3 or fewer."),
    ],
)
def test_limits_are_explained_in_plain_words(field: forms.Field, typed: str, sentence: str):
    with pytest.raises(ValidationError, match=f"^{re.escape(str([sentence]))}$"):
        field.clean(typed)
