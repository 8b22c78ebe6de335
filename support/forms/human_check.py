"""Base of public forms: keeps programs out and ignores double submissions, without identifying the sender."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tfc.human_check import PUZZLES, HumanCheck
from tfc.rate_limit import Sender, get_network

# An older form is shown again.
AT_MOST = timedelta(hours=12)


class HumanCheckForm(forms.Form):
    """``website`` is a hidden trap for programs. ``proof`` or ``total`` show that a person sends the form."""

    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    proof = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    total = forms.CharField(
        required=False,
        help_text=_("This question blocks automated messages."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    puzzles = PUZZLES
    has_proof = False

    def set_check(self, name: str, form_id: uuid.UUID) -> None:
        """Add the check.

        Call it after the other fields exist, so that errors are listed in the order of the page.
        """
        self.check = HumanCheck(name, form_id, settings.PROOF_OF_WORK_BITS)
        first, second = self.check.numbers
        label = _("What is %(first)d plus %(second)d?") % {"first": first, "second": second}
        self.fields["total"].label = label
        self.order_fields([name for name in self.fields if name not in HumanCheckForm.base_fields])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.has_proof = self.check.accepts_proof(cleaned.get("proof", ""))
        if (
            not self.has_proof
            and not self.is_trapped
            and not self.check.accepts_total(cleaned.get("total", ""))
        ):
            self.add_error("total", _("Enter the sum in digits."))
        return cleaned

    def get_sender(self, request: HttpRequest) -> Sender:
        """Return the sender; only for a valid form."""
        form = self.check.form
        yesterday = get_network(request, form, days_ago=1)
        return Sender(form, get_network(request, form), self.has_proof, yesterday)

    @property
    def is_trapped(self) -> bool:
        return bool(self.data.get("website"))


class SentByAnybodyForm(HumanCheckForm):
    """A form with a ``ticket``: its signed id with the time at which it was shown."""

    # What the signature is for, and the minimum time: a form sent faster was not read by a person.
    purpose: ClassVar[str]
    at_least_seconds: ClassVar[int]

    def __init__(self, data: Any = None, *, subject: int, **options: Any) -> None:
        """``subject``: the id of the record that the form is about."""
        super().__init__(data, **options)
        self.name = f"{self.purpose}:{subject}"
        self._signer = signing.TimestampSigner(salt=f"support.{self.name}")
        self.is_stale = False
        self.ticket = self._read_ticket() if self.is_bound else ""
        if not self.ticket:
            self.is_stale = self.is_bound
            self.ticket = self._signer.sign(uuid.uuid4().hex)
        self.form_id = uuid.UUID(self._signer.unsign(self.ticket))
        self.set_check(self.name, self.form_id)

    def _read_ticket(self) -> str:
        """Return the submitted ticket; empty if its signature is invalid or too old."""
        ticket = self.data.get("ticket", "")
        try:
            self._signer.unsign(ticket, max_age=AT_MOST)
        except signing.BadSignature:
            return ""
        return str(ticket)

    def clean(self) -> dict[str, Any]:
        if self.is_stale:
            self.add_error(None, _("This page was open too long. Send it again."))
            return self.cleaned_data
        return super().clean()

    @property
    def was_hasty(self) -> bool:
        try:
            self._signer.unsign(self.ticket, max_age=self.at_least_seconds)
        except signing.SignatureExpired:
            return False
        return True
