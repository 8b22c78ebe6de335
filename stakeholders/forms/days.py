"""Date fields for past days, used by the forms of this app."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FIRST_DAY = dt.date(2000, 1, 1)


class PastDayField(forms.DateField):
    """A day up to today in the community's time zone; a day before 2000 must be a typing mistake."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "class": "tf-input--width-10", "data-past": ""}
        )
        super().__init__(**{"widget": widget} | kwargs)

    def clean(self, value: Any) -> dt.date | None:
        day: dt.date | None = super().clean(value)
        if day and day > timezone.localdate():
            raise ValidationError(_("Enter a date that is not in the future."))
        if day and day < FIRST_DAY:
            raise ValidationError(_("Enter a date from 2000 on."))
        return day


def check_order(form: forms.Form | forms.ModelForm, first: str, last: str, message: Any) -> None:
    """Add the error ``message`` to the later field if its day is before the earlier one; call it in ``clean``."""
    begin, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if begin and end and end < begin:
        form.add_error(last, message)
