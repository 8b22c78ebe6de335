"""The form to create a data link to a list."""

import datetime as dt
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DataLinkForm(forms.Form):
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=120,
        help_text=_("So that others know whether it is still needed: “Chart for the city council”."),
    )
    expires_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave empty for no end date."),
    )

    def clean_expires_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["expires_on"]
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("Choose today or a later day."))
        return day
