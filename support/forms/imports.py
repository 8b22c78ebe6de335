"""Form to choose a directory file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from support.hsds.nested import Object
from support.hsds.reading import MOST_BYTES, TOO_LARGE, UnreadableError, read_services


class ImportForm(forms.Form):
    """A directory file; ``services`` after validation: HSDS objects."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A ZIP of CSV tables or a JSON file in the HSDS 3 format, at most 5 MB."),
        widget=forms.FileInput({"accept": ".zip,.json"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Choose another one."),
        },
    )
    services: list[Object]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(TOO_LARGE)
        try:
            self.services = read_services(file.read())
        except UnreadableError as error:
            raise ValidationError(str(error)) from error
        return file
