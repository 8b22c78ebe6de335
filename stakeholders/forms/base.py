"""Base classes of the forms of this app."""

import uuid
from typing import Any

from django import forms
from django.core.validators import MinValueValidator

PLAIN_TEXT = {"autocomplete": "off"}


class SentForm(forms.ModelForm):
    """A form for one row: a new one has a client id, a change has the revision that was read."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, validators=[MinValueValidator(1)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["client_id"]
            self.initial["revision"] = self.instance.revision
        else:
            del self.fields["revision"]
            self.initial["client_id"] = uuid.uuid4()

    def overwriting(self, revision: int) -> "SentForm":
        """Return the same typed text with the stored ``revision``, so that saving it again overwrites the stored
        version.
        """
        data = self.data.copy()  # type: ignore[attr-defined]
        data["revision"] = str(revision)
        again = type(self)(data, instance=self.instance)
        again.is_valid()
        return again
