"""What a coordinator writes for the public, and what somebody outside writes to the coordinators."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from support.actions.public import WORDS, version_of
from support.forms.human_check import SentByAnybodyForm
from support.models import Interest, PublicProfile


class InterestForm(SentByAnybodyForm, forms.ModelForm):
    purpose = "interest"
    at_least_seconds = 3

    class Meta:
        model = Interest
        fields = ("name", "reach", "words")
        labels = {
            "name": _("Your name"),
            "reach": _("Your e-mail address or phone number"),
            "words": _("What you would like to do"),
        }
        help_texts = {"words": _("Do not write about another person, or about what happened to anyone.")}
        widgets = {"words": forms.Textarea(attrs={"rows": 4})}
        error_messages = {
            "name": {"required": _("Write your name.")},
            "reach": {"required": _("Write how we can reach you.")},
        }

    def __init__(self, data: Any = None, *, subject: int) -> None:
        super().__init__(data, subject=subject)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["reach"].widget.attrs["autocomplete"] = "email"


class PublicEditForm(forms.ModelForm):
    """``seen`` is the version that was on the screen."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = PublicProfile
        fields = WORDS
        widgets = {name: forms.Textarea(attrs={"rows": 5, "data-count": ""}) for name in WORDS}

    def __init__(self, data: Any = None, *, instance: PublicProfile | None) -> None:
        super().__init__(data, instance=instance, initial={"seen": version_of(instance)})
        for name, code in zip(WORDS, ("en", "es", "zh-Hans"), strict=True):
            self.fields[name].widget.attrs["lang"] = code

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in WORDS}

    @property
    def has_words(self) -> bool:
        return any(self.words().values())
