"""What a form for anybody carries, so that programs are held back and a double tap counts once. It knows no sender."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# A form that lay open longer is shown again.
AT_MOST = timedelta(hours=12)


class SentByAnybodyForm(forms.Form):
    """``website`` is a trap: people do not see it. ``opened`` is the signed moment at which the form was shown."""

    # What the signature is for, and faster than which nobody reads and sends the form.
    purpose: ClassVar[str]
    at_least_seconds: ClassVar[int]

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    opened = forms.CharField(widget=forms.HiddenInput)
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def fresh(self) -> dict[str, Any]:
        """The initial values of a form that is shown now."""
        return {"client_id": uuid.uuid4(), "opened": self._signer().sign(self.purpose)}

    def _signer(self) -> signing.TimestampSigner:
        return signing.TimestampSigner(salt=f"support.{self.purpose}")

    def clean_opened(self) -> str:
        opened: str = self.cleaned_data["opened"]
        try:
            self._signer().unsign(opened, max_age=AT_MOST)
        except signing.BadSignature as error:
            raise ValidationError(
                _("This page lay open for too long. Load it again, then send it.")
            ) from error
        return opened

    @property
    def was_hasty(self) -> bool:
        """Only of a valid form."""
        try:
            self._signer().unsign(self.cleaned_data["opened"], max_age=self.at_least_seconds)
        except signing.SignatureExpired:
            return False
        return True

    @property
    def is_trapped(self) -> bool:
        return bool(self.data.get("website"))
