"""Form for the attendance of an event, planned or held."""

from typing import Any

from django.utils.translation import ngettext

from communities.models import Community
from events.actions.recording import get_attendance
from events.forms.attendance import AttendanceForm, attendance_initial
from events.forms.base import RevisionForm
from events.guests import get_guest_totals
from events.models import Event, Occasion
from tfc.text.punctuation import sentences


class RecordForm(RevisionForm, AttendanceForm):
    def __init__(self, *args: Any, community: Community, event: Event, with_invited: bool = False) -> None:
        recorded = get_attendance(event)
        super().__init__(
            *args,
            community=community,
            kind=event.kind,
            recorded=recorded,
            with_invited=with_invited,
            initial={**attendance_initial(recorded), "revision": event.revision},
        )
        self.order_fields(["people_present", "members", "invited"])
        self._suggest(get_guest_totals(event)[Occasion.THERE])

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
