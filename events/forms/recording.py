"""Form for the attendance of an event, planned or held."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from communities.models import Community
from events.actions.recording import get_attendance
from events.counts import Attendance, is_people_bound
from events.forms.attendance import AttendanceForm, attendance_initial
from events.forms.base import RevisionForm
from events.guests import get_guest_totals
from events.models import Event, Occasion
from tfc.text.punctuation import sentences


class RecordForm(RevisionForm, AttendanceForm):
    """A lower bound of people present is stored as an output, since the exact number is unknown."""

    people_at_least = forms.BooleanField(
        label=_("At least this many"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, community: Community, event: Event, with_invited: bool = False) -> None:
        came = get_attendance(event)
        bounds = [line.quantity for line in came.outputs if is_people_bound(line)]
        recorded = came.with_people(bounds[0]) if bounds else came
        super().__init__(
            *args,
            community=community,
            kind=event.kind,
            recorded=recorded,
            with_invited=with_invited,
            initial={
                **attendance_initial(recorded),
                "people_at_least": bool(bounds),
                "revision": event.revision,
            },
        )
        self.order_fields(["people_present", "people_at_least", "members", "invited"])
        self._suggest(get_guest_totals(event)[Occasion.THERE])

    def attendance(self) -> Attendance:
        typed = super().attendance()
        return typed.with_people(
            typed.people_present, at_least=bool(self.cleaned_data.get("people_at_least"))
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.ask_for("people_present", "people_at_least", _("Enter a number."))
        return cleaned

    def _suggest(self, checked_in: int) -> None:
        """Show the number of check-ins as a help text, not as the value: people without a phone are
        missing from it.
        """
        if checked_in:
            hint = ngettext(
                "%(people)d checked in by phone. Add people who did not.",
                "%(people)d checked in by phone. Add people who did not.",
                checked_in,
            )
            field = self.fields["people_present"]
            field.help_text = sentences((hint % {"people": checked_in}, field.help_text))
