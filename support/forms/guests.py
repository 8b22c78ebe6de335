"""What a guest sends: only the number of people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.actions.guests import MOST_AT_ONCE
from support.forms.human_check import SentByAnybodyForm

NOT_A_NUMBER = _("Choose a number from the list.")


class GuestForm(SentByAnybodyForm):
    people = forms.TypedChoiceField(
        label=_("Number of people"),
        coerce=int,
        choices=[(number, str(number)) for number in range(1, MOST_AT_ONCE + 1)],
        error_messages={"required": NOT_A_NUMBER, "invalid_choice": NOT_A_NUMBER},
    )

    def __init__(self, data: Any = None, *, subject: int) -> None:
        super().__init__(data, subject=subject, auto_id="%s", initial={"people": 1})


class ComingForm(GuestForm):
    purpose = "coming"
    at_least_seconds = 2


class HereForm(GuestForm):
    """Check-in at the event, from a code: there is nothing to read first, so no minimum time."""

    purpose = "here"
    at_least_seconds = 0
