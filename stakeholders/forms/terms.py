"""The titles of what an office adds to a list of choices, in each language."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stakeholders.actions.terms import TITLES
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from tfc.form_fields import conditional


class TermForm(SentForm):
    """``revision``: the titles that the person read."""

    revision = forms.CharField(max_length=16, widget=forms.HiddenInput)  # type: ignore[assignment]

    class Meta:
        fields: ClassVar[list[str]] = [*TITLES]
        help_texts: ClassVar[dict[str, Any]] = {"title_en": gettext_lazy("In at least one language.")}
        widgets: ClassVar[dict[str, Any]] = {
            "title_en": forms.TextInput(PLAIN_TEXT),
            "title_es": forms.TextInput(PLAIN_TEXT | {"lang": "es"}),
            "title_zh": forms.TextInput(PLAIN_TEXT | {"lang": "zh-Hans"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An addition that is sent twice is known by its titles.
        self.fields.pop("client_id", None)
        conditional(self.fields["title_en"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) or name in self.errors for name in TITLES):
            self.add_error("title_en", _("In at least one language."))
        return cleaned
