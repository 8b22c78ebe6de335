"""Form for a team meeting that was held: the short page for a phone."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from events.actions import Details
from events.counts import Attendance
from events.forms.attendance import AttendanceForm
from events.forms.base import CreateForm, WhenForm
from events.models import Event, EventKind
from events.words import format_event_time

# Fields shown before the rest is unfolded.
SHORT = ["day", "starts", "another", "place", "members", "invited", "people_present", "note"]


class MeetingForm(CreateForm, WhenForm, AttendanceForm):
    held = True

    # Required only when a meeting of that day is recorded already, since two people may log the same one.
    another = forms.BooleanField(label=_("It was another meeting on the same day"), required=False)
    place = forms.CharField(
        label=_("Place"),
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=4000,
        # The form has autocomplete="off" (events/meeting_log.html); a browser may still restore this text.
        widget=forms.Textarea(attrs={"rows": 3, "data-count": "", "autocomplete": "on"}),
        help_text=_("Topics and decisions. No names of people you help."),
    )

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, community=community, kind=EventKind.TEAM_MEETING, **kwargs)
        self.zone = community.zone
        self.order_fields(SHORT)
        self.fields["day"].widget.attrs["data-past"] = ""
        self.fields["people_present"].help_text = _("If empty, the selected people are counted.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "day" in cleaned and not cleaned.get("another"):
            twin = self._twin(cleaned["day"], cleaned.get("client_id"))
            if twin is not None:
                message = _(
                    "A team meeting is already recorded that day: %(when)s. Check the box if this was another one."
                )
                # “6 p.m.” ends with its own dot.
                self.add_error("another", message % {"when": format_event_time(twin).removesuffix(".")})
        return cleaned

    def _twin(self, day: dt.date, client_id: UUID | None) -> Event | None:
        """Return a meeting of that day; None when this form was stored already and is sent again."""
        meetings = list(
            Event.objects.held().filter(kind=EventKind.TEAM_MEETING, local_day=day).newest_first()
        )
        sent_before = client_id is not None and any(event.client_id == client_id for event in meetings)
        return None if sent_before or not meetings else meetings[0]

    def attendance(self) -> Attendance:
        """Without a total, the number of ticked members and invited people is the number of people present."""
        typed = super().attendance()
        named = len(typed.memberships) + len(typed.invited)
        if typed.people_present is None and named and "people_present" not in self.errors:
            return Attendance(**{**vars(typed), "people_present": named})
        return typed

    def more_errors(self) -> bool:
        """Return whether a folded field has an error, so that the fold must be open."""
        return bool(set(self.errors) - {*SHORT, "client_id", "__all__"})

    def details(self) -> Details:
        return Details(
            kind=EventKind.TEAM_MEETING,
            when=self.when(),
            place=self.cleaned_data["place"],
            note=self.cleaned_data["note"],
        )
