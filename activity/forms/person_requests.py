"""The forms of a person's request: the person's details, and the corrections."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.person_query import CHINESE, PersonQuery, get_digits

FEWEST_DIGITS = 6


def _valid_phone(phone: str) -> None:
    if len(get_digits(phone)) < FEWEST_DIGITS:
        raise ValidationError(_("Enter at least 6 digits of the phone number."))


def _full_name(name: str) -> None:
    """Raise ValidationError for a single name, which would match records of many people. Chinese names are written
    without a space.
    """
    name_parts = re.findall(r"\w+", name)
    if len(name_parts) == 1 and (name_parts[0][0] < CHINESE or len(name_parts[0]) == 1):
        raise ValidationError(_("Enter first and last name."))


class PersonForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        required=False,
        min_length=2,
        max_length=120,
        validators=[_full_name],
        help_text=_("First and last name, as they are written in the records."),
    )
    email = forms.EmailField(label=_("Email address"), required=False, max_length=254)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40, validators=[_valid_phone])

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean() or {}
        # A name of hyphens alone has no words either.
        if not self.errors and not PersonQuery(**cleaned_data).sources:
            raise ValidationError(_("Enter a name, an email address or a phone number."))
        return cleaned_data

    @property
    def query(self) -> PersonQuery:
        return PersonQuery(**self.cleaned_data)


class CorrectionForm(forms.Form):
    """Replacements for the words that were searched for; empty fields change nothing."""

    new_name = forms.CharField(label=_("Correct name"), required=False, max_length=120)
    new_email = forms.EmailField(label=_("Correct email address"), required=False, max_length=254)
    new_phone = forms.CharField(
        label=_("Correct phone"), required=False, max_length=40, validators=[_valid_phone]
    )

    def __init__(self, *args: Any, query: PersonQuery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in ("name", "email", "phone"):
            if not getattr(query, key):
                del self.fields[f"new_{key}"]

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean() or {}
        if not self.errors and not any(cleaned_data.values()):
            raise ValidationError(_("Fill in this field."))
        return cleaned_data

    @property
    def new(self) -> dict[str, str]:
        return {key.removeprefix("new_"): value for key, value in self.cleaned_data.items() if value}
