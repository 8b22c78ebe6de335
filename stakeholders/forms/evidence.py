"""Forms for evidence of a strategy, and for the office's spot check."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stakeholders.evidence_files import MOST_BYTES, CleanFile, clean_evidence_file, get_too_large_text
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.forms.days import PastDayField
from stakeholders.models import CheckVerdict, Evidence, SpotCheck
from tfc.form_fields import conditional

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.webp"


class EvidenceForm(SentForm):
    """One link or one file. After ``is_valid``, ``cleaned_data["file"]`` is a CleanFile or None."""

    on = PastDayField(label=_("Date"), initial=timezone.localdate)
    link = conditional(
        forms.URLField(
            label=_("Link"),
            max_length=500,
            required=False,
            assume_scheme="https",
        )
    )
    file = conditional(
        forms.FileField(
            label=_("Or a file"),
            help_text=_("A PDF or picture (JPEG, PNG, WebP), up to 5 MB."),
            required=False,
            widget=forms.FileInput({"accept": ACCEPTED}),
        )
    )

    class Meta:
        model = Evidence
        fields = ["on", "what", "link"]
        labels = {"what": _("What it shows")}
        help_texts = {"what": _("One sentence. No names of people.")}
        widgets = {"what": forms.TextInput(PLAIN_TEXT)}

    def clean_file(self) -> CleanFile | None:
        upload = self.cleaned_data["file"]
        if not upload:
            return None
        if upload.size > MOST_BYTES:
            raise ValidationError(get_too_large_text(upload.size), code="too-large")
        return clean_evidence_file(upload.name, upload.read())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not {"link", "file"} & set(self.errors):
            link, file = cleaned.get("link"), cleaned.get("file")
            if not link and not file:
                self.add_error("link", _("Enter a link or choose a file."))
            if link and file:
                self.add_error(
                    "link", _("Enter a link or choose a file, not both. Add the other afterwards.")
                )
        return cleaned


class SpotCheckForm(forms.ModelForm):
    """The office's spot check, which the community reads next to its own view."""

    verdict = forms.ChoiceField(label=_("Your check"), choices=CheckVerdict.choices, widget=forms.RadioSelect)

    class Meta:
        model = SpotCheck
        fields = ["verdict", "note"]
        labels = {"note": _("Note to the community")}
        widgets = {"note": forms.Textarea({"rows": 3, "data-count": True})}
