"""Form of an office's additions to the catalogue."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stakeholders.forms.base import PLAIN_TEXT
from stakeholders.models import OwnVulnerability, VulnerabilityGroup


class VulnerabilityForm(forms.ModelForm):
    group = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Choose a kind")), *VulnerabilityGroup.choices]
    )

    class Meta:
        model = OwnVulnerability
        fields = ["group", "title_en", "title_es", "title_zh"]
        widgets = {
            "title_en": forms.TextInput(PLAIN_TEXT),
            "title_es": forms.TextInput(PLAIN_TEXT | {"lang": "es"}),
            "title_zh": forms.TextInput(PLAIN_TEXT | {"lang": "zh-Hans"}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        titles = ("title_en", "title_es", "title_zh")
        if not any(cleaned.get(name) or name in self.errors for name in titles):
            self.add_error("title_en", _("Enter it in at least one language."))
        return cleaned
