"""Filters of a list of events."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import EventKind, OfficeEventRole
from events.models.events import EventQuerySet
from events.models.office_events import OfficeEventQuerySet
from stakeholders.forms.half_years import HalfYearFilterForm
from stakeholders.models import Sector
from tfc.periods import HalfYear, half_year_text

COMING, UNRESOLVED, HELD, CANCELLED = "coming", "unresolved", "held", "cancelled"
STATUSES = [
    ("", _("All")),
    (COMING, _("Upcoming")),
    (UNRESOLVED, _("No outcome yet")),
    (HELD, _("Held")),
    (CANCELLED, _("Canceled")),
]


class EventFilterForm(forms.Form):
    text = forms.CharField(
        label=_("Search"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    half_year = forms.ChoiceField(label=_("Half-year"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *EventKind.choices])
    sector = forms.ChoiceField(
        label=_("Sector present"), required=False, choices=[("", _("All")), *Sector.choices]
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=STATUSES)
    entered_on = forms.DateField(
        label=_("Recorded on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, half_years: list[HalfYear], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.half_years = half_years
        # Evaluated on rendering, since the labels are rarely shown.
        self.fields["half_year"].choices = lambda: [  # type: ignore[attr-defined]
            ("", _("All")),
            *((str(half_year), half_year_text(half_year)) for half_year in half_years),
        ]
        if not self.data.get("entered_on"):
            # Only the data quality page uses it; for other users it would be one more field to read.
            del self.fields["entered_on"]

    def wanted_status(self) -> str:
        return self.cleaned_data.get("status", "")

    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.values()) or bool(self.errors)

    def is_unfolded(self) -> bool:
        """Return whether to show the form open: for any filter but the state, since links that set a state lead to its
        events.
        """
        return any(value for name, value in self.cleaned_data.items() if name != "status") or bool(
            self.errors
        )

    def narrowed(self, events: EventQuerySet) -> EventQuerySet:
        """Return the filtered events; a filter with an invalid value is left out, and its error is
        shown at the field.
        """
        wanted = self.cleaned_data
        if text := wanted.get("text"):
            events = events.matching(text)
        if half_year := wanted.get("half_year"):
            events = events.in_period(HalfYear.parse(half_year))
        if kind := wanted.get("kind"):
            events = events.filter(kind=kind)
        if sector := wanted.get("sector"):
            events = events.with_sector(sector)
        if day := wanted.get("entered_on"):
            events = events.entered_on(day)
        return events


OWN, TWICE = "own", "twice"


class OfficeEventFilterForm(HalfYearFilterForm):
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("All")), *OfficeEventRole.choices]
    )
    counts = forms.ChoiceField(
        label=_("Counts as"),
        required=False,
        choices=[("", _("All")), (OWN, _("Our own event")), (TWICE, _("An event of a community"))],
    )

    def narrow(self, events: OfficeEventQuerySet) -> OfficeEventQuerySet:
        """Return the events that a valid form filters."""
        events = events.between(*self.days)
        if role := self.chosen.get("role"):
            events = events.filter(role=role)
        counts = self.chosen.get("counts")
        if counts == OWN:
            return events.counted()
        return events.recorded_twice() if counts == TWICE else events
