"""Forms for creating and restoring archives."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from tfc.uploads import MOST_BYTES


class MakeForm(forms.Form):
    use_required_attribute = False

    locations = forms.TypedChoiceField(
        label=_("Notes on the exact place"),
        coerce=lambda value: value == "with",
        choices=[
            ("without", _("Leave them out. The archive can be restored without them.")),
            ("with", _("Include them. Each note will record that you exported it.")),
        ],
        initial="without",
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one."),
            "invalid_choice": _("Choose one."),
        },
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_client_id(self) -> uuid.UUID:
        return self.cleaned_data["client_id"] or uuid.uuid4()


class CheckForm(forms.Form):
    use_required_attribute = False

    file = forms.FileField(
        label=_("Archive"),
        help_text=_("The unchanged ZIP file. You see a preview first."),
        widget=forms.FileInput({"accept": ".zip"}),
        max_length=1000,
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Choose another one."),
            "invalid": _("Choose a file first."),
        },
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, was_too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if was_too_large:
            text = _("This file is larger than %(most)s. Your server's administrator can restore it.")
            self.fields["file"].error_messages["required"] = text % {"most": filesizeformat(MOST_BYTES)}

    def clean_client_id(self) -> uuid.UUID:
        return self.cleaned_data["client_id"] or uuid.uuid4()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.read(4) != b"PK\3\4":
            raise ValidationError(_("Choose an archive: an unchanged ZIP file."))
        file.seek(0)
        return file
