"""Base classes of the forms of this app."""

import uuid
from typing import Any, Self

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

    def get_arguments(self) -> dict[str, Any]:
        """Return the arguments with which the form was made, in addition to those of every form."""
        return {}

    def overwriting(self, revision: int | str) -> Self:
        """Return the same typed text with the stored ``revision``, so that saving it again overwrites the stored
        version.
        """
        data = self.data.copy()  # type: ignore[attr-defined]
        data["revision"] = str(revision)
        again = type(self)(data, instance=self.instance, **self.get_arguments())
        again.is_valid()
        return again
