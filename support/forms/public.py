"""What a coordinator writes for the public, and what somebody outside writes to the coordinators."""

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from support.actions.public import WORDS, version_of
from support.models import Interest, Need, PublicProfile
from support.public_help import NEED_WORDS

# Faster than this nobody reads and types; a form that lay open longer is shown again.
AT_LEAST_SECONDS = 3
AT_MOST = timedelta(hours=12)
_signer = signing.TimestampSigner(salt="support.interest")


class FindHelpForm(forms.Form):
    """A wrong value asks for everything: nobody who needs help should read of a mistake in an address."""

    need = forms.ChoiceField(
        label=_("What do you need?"),
        required=False,
        choices=[("", _("Anything")), *((need.value, NEED_WORDS[need]) for need in Need)],
    )
    language = forms.ChoiceField(label=_("In which language?"), required=False)

    def __init__(self, data: Any, *, languages: list[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="%s")
        self.fields["language"].choices = [("", _("Any language")), *languages]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in ("need", "language")}


class InterestForm(forms.ModelForm):
    """``website`` is a trap: people do not see it. ``opened`` is the signed moment at which the form was shown."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    opened = forms.CharField(widget=forms.HiddenInput)
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    class Meta:
        model = Interest
        fields = ("name", "reach", "words")
        labels = {
            "name": _("Your name"),
            "reach": _("Your e-mail address or phone number"),
            "words": _("What you would like to do"),
        }
        help_texts = {"words": _("Write nothing about somebody else, or about what happened to somebody.")}
        widgets = {"words": forms.Textarea(attrs={"rows": 4})}
        error_messages = {
            "name": {"required": _("Write your name.")},
            "reach": {"required": _("Write how we can reach you.")},
        }

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"client_id": uuid.uuid4(), "opened": _signer.sign("interest")})
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["reach"].widget.attrs["autocomplete"] = "email"

    def clean_opened(self) -> str:
        opened: str = self.cleaned_data["opened"]
        try:
            _signer.unsign(opened, max_age=AT_MOST)
        except signing.BadSignature as error:
            raise ValidationError(
                _("This page lay open for too long. Load it again, then send it.")
            ) from error
        return opened

    @property
    def was_hasty(self) -> bool:
        """Only of a valid form."""
        try:
            _signer.unsign(self.cleaned_data["opened"], max_age=AT_LEAST_SECONDS)
        except signing.SignatureExpired:
            return False
        return True

    @property
    def is_trapped(self) -> bool:
        return bool(self.data.get("website"))


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
