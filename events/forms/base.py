"""Base classes of the forms for events."""

import datetime as dt
from typing import Any, cast
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.event_time import LONGEST_NIGHT, EventTime, check_day, check_when
from events.models import Event

OUT_OF_DATE = _("This page is out of date. Open it again.")


def day_input(**attrs: Any) -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **attrs})


def time_input(**attrs: Any) -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time", **attrs})


class ActionForm(forms.Form):
    """Shows the errors of an action, each at its field, whose name may differ from the action's key."""

    def get_field_name(self, key: str) -> str:
        return key

    def leave_unchecked(self) -> None:
        """Show what was typed so far without validation, for a person who is still typing."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def show(self, error: ValidationError) -> None:
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for key, errors in error.error_dict.items():
            field = self.get_field_name(key)
            for field_error in errors:
                self.add_error(field if field in self.fields else None, field_error)


class CreateForm(ActionForm):
    """``client_id`` stays the same however often the form is sent."""

    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)


class RevisionForm(ActionForm):
    """``revision``: the version that the form shows."""

    revision = forms.IntegerField(
        min_value=1,
        widget=forms.HiddenInput,
        error_messages={"required": OUT_OF_DATE, "invalid": OUT_OF_DATE},
    )

    def offer(self, stored: Event) -> None:
        """After a conflict, keep the typed text and let the next submit overwrite the stored version."""
        data = cast(QueryDict, self.data).copy()
        data["revision"] = str(stored.revision)
        self.data = data


class WhenForm(ActionForm):
    """A local day and times, in the zone of the community or of the event."""

    held = False
    zone: ZoneInfo

    day = forms.DateField(
        label=_("Date"), widget=day_input(), error_messages={"required": _("Enter a date.")}
    )
    starts = forms.TimeField(
        label=_("Starts"), widget=time_input(), error_messages={"required": _("Enter a start time.")}
    )
    ends = forms.TimeField(
        label=_("Ends"),
        required=False,
        widget=time_input(),
    )
    ends_day = forms.DateField(
        label=_("Last day"), required=False, widget=day_input(), help_text=_("Only for more than one day.")
    )

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        try:
            check_day(day, timezone.now().astimezone(self.zone).date())
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        return day

    def when(self) -> EventTime:
        return EventTime(
            day=self.cleaned_data["day"],
            starts=self.cleaned_data["starts"],
            ends=self.cleaned_data.get("ends"),
            ends_day=self.cleaned_data.get("ends_day"),
            zone=self.zone,
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not {"day", "starts", "ends", "ends_day"} & set(self.errors):
            try:
                check_when(self.when(), timezone.now(), held=self.held)
            except ValidationError as error:
                self.show(error)
        return cleaned


def get_initial_times(event: Event) -> dict[str, Any]:
    start, end = event.local_start, event.local_end
    has_end = event.has_end
    over_night = has_end and end.date() > start.date() and end - start > LONGEST_NIGHT
    return {
        "day": start.date(),
        "starts": start.time(),
        "ends": end.time() if has_end else None,
        "ends_day": end.date() if over_night else None,
    }
