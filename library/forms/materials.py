"""Forms of materials and their versions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.models import Office
from library.files import StoredFile, get_too_large_text, store_upload
from library.forms.base import LINES, NO_SURVIVORS, FilterForm, ItemForm
from library.models import AgeGroup, Licence, Material, MaterialKind, MaterialVersion
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from tfc.documents.kinds import TYPES
from tfc.form_fields import conditional
from tfc.sharing import Audience


class MaterialFilterForm(FilterForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Any")), *MaterialKind.choices], required=False)
    age_group = forms.ChoiceField(label=_("Age"), choices=[("", _("Any")), *AgeGroup.choices], required=False)
    licence = forms.ChoiceField(
        label=_("License"), choices=[("", _("Any")), *Licence.choices], required=False
    )
    field_order = ("text", "kind", "language", "sector", "age_group", "licence")


class MaterialForm(ItemForm):
    class Meta:
        model = Material
        fields = ["kind", "title", "summary", "language", "sectors", "age_group", "licence", "adapted_from"]
        labels = {
            "kind": _("Kind"),
            "title": _("Title"),
            "summary": _("Summary"),
            "age_group": _("Age group"),
            "licence": _("License"),
            "adapted_from": _("Adapted from"),
        }
        help_texts = {
            "summary": NO_SURVIVORS,
            "licence": _("Choose only what its author allows."),
        }
        widgets = {
            "kind": forms.RadioSelect,
            "title": forms.TextInput(PLAIN_TEXT),
            "summary": forms.Textarea({"rows": 4} | LINES),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # The source of an adaptation cannot be changed later.
            del self.fields["adapted_from"]
            return
        sources: Any = self.fields["adapted_from"]
        sources.queryset = Material.objects.not_deleted().order_by("title", "id")
        sources.empty_label = _("Our own work")


class VersionForm(SentForm):
    """One link or one file. After validation, ``cleaned_data["file"]`` is a StoredFile on disk, or None."""

    link = forms.URLField(
        label=_("Link"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    file = forms.FileField(
        label=_("Or a file"),
        help_text=_("PDF, DOCX, PPTX, XLSX, ODT, JPEG, PNG, WebP, MP3, MP4, TXT or CSV, up to 50 MB."),
        required=False,
        widget=forms.FileInput({"accept": ",".join(TYPES)}),
    )
    field_order = ("note", "link", "file")

    class Meta:
        model = MaterialVersion
        fields = ["note", "link"]
        labels = {"note": _("What changed")}
        widgets = {"note": forms.TextInput(PLAIN_TEXT)}

    def __init__(self, *args: Any, was_too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_too_large = was_too_large
        conditional(self.fields["link"])
        conditional(self.fields["file"])

    def clean(self) -> dict[str, Any]:
        """Store the file last, after all other checks."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        link, file = cleaned.get("link"), cleaned.get("file")
        if self.was_too_large:
            self.add_error("file", ValidationError(get_too_large_text(), code="too-large"))
        elif link and file:
            self.add_error("link", _("Enter a link or choose a file, not both. Add the other afterwards."))
        elif not link and not file and not {"link", "file"} & set(self.errors):
            self.add_error("link", _("Enter a link or choose a file."))
        elif file and not self.errors:
            cleaned["file"] = self._kept(file)
        return cleaned

    def _kept(self, upload: Any) -> StoredFile | None:
        try:
            return store_upload(upload)
        except ValidationError as error:
            self.add_error("file", error)
            return None


class ShareForm(forms.Form):
    """Choice of the audience of a material or story, for the owner's coordinator or staff."""

    audience = forms.ChoiceField(
        label=_("Who can read it"), choices=Audience.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if office.is_international:  # It has no communities.
            self.fields["audience"].choices = [  # type: ignore[attr-defined]
                choice for choice in Audience.choices if choice[0] != Audience.OFFICE
            ]
