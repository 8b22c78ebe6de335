"""Forms to plan, change and cancel an event."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.actions import Details
from events.forms.base import CreateForm, RevisionForm, WhenForm, day_input, get_initial_times
from events.models import Campaign, Event, EventKind, EventStatus, Hosting
from events.recurrence import Repeat, recurrence
from tfc.form_fields import conditional

ONE, LATER = "one", "later"
HOW_MANY = [(ONE, _("This event")), (LATER, _("This and later events"))]


class DetailsForm(WhenForm):
    """The details of an event."""

    field_order = ("how_many", "kind", "title", "day", "starts", "ends", "ends_day", "place")

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Choose…")), *EventKind.choices],
        error_messages={"required": _("Choose one.")},
    )
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=160,
        help_text=_("If empty, the kind is used."),
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=160)
    hosting = forms.ChoiceField(label=_("Host"), choices=Hosting, initial=Hosting.HOSTED)
    sponsored_by_oasis = forms.BooleanField(label=_("Sponsored by Oasis"), required=False)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": ""}),
        help_text=_("Describe no person who is or was at risk."),
    )

    is_public = forms.BooleanField(
        label=_("Show on our public page"),
        required=False,
        help_text=_(
            "Anyone can then see its title, kind, time and place. Never for team meetings or closed groups."
        ),
    )

    def details(self) -> Details:
        names = ("kind", "title", "place", "hosting", "sponsored_by_oasis", "note", "is_public")
        return Details(when=self.when(), **{name: self.cleaned_data[name] for name in names})


class PlanForm(CreateForm, DetailsForm):
    repeat = forms.ChoiceField(
        label=_("Repeats"), required=False, choices=[("", _("Does not repeat")), *Repeat.choices]
    )
    campaign = forms.ModelChoiceField(
        label=_("Part of the campaign"),
        queryset=Campaign.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=day_input(),
        help_text=_("If it repeats: the last possible day."),
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["campaign"].queryset = Campaign.objects.not_deleted().order_by("title", "id")  # type: ignore[attr-defined]
        conditional(self.fields["repeat"])
        conditional(self.fields["until"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        repeat, until, day = cleaned.get("repeat"), cleaned.get("until"), cleaned.get("day")
        if until and not repeat and "repeat" not in self.errors:
            self.add_error("repeat", _("Choose how often it repeats, or leave the last day empty."))
        elif repeat and not until and "until" not in self.errors:
            self.add_error("until", _("Enter a date."))
        elif repeat and until and day:
            try:
                recurrence(repeat, day, until, today=timezone.now().astimezone(self.zone).date())
            except ValidationError as error:
                self.show(error)
        return cleaned


class EditForm(RevisionForm, DetailsForm):
    how_many = forms.ChoiceField(
        label=_("This event repeats. Which events?"),
        choices=HOW_MANY,
        initial=ONE,
        widget=forms.RadioSelect,
        help_text=_("Events that were held or moved one by one do not change."),
    )

    def __init__(self, data: Any = None, *, event: Event) -> None:
        super().__init__(data, initial=edit_initial(event))
        self.zone = event.zone
        self.held = event.status == EventStatus.HELD
        if event.series_id is None or event.status != EventStatus.PLANNED:
            del self.fields["how_many"]

    def wants_later(self) -> bool:
        return self.cleaned_data.get("how_many") == LATER


class CancelForm(RevisionForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        error_messages={"required": _("Enter a reason.")},
    )
    how_many = forms.ChoiceField(
        label=_("This event repeats. Which events?"), choices=HOW_MANY, initial=ONE, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, event: Event) -> None:
        super().__init__(data, initial={"revision": event.revision})
        if event.series_id is None:
            del self.fields["how_many"]

    def wants_later(self) -> bool:
        return self.cleaned_data.get("how_many") == LATER


def edit_initial(event: Event) -> dict[str, Any]:
    names = ("kind", "title", "place", "hosting", "sponsored_by_oasis", "note", "is_public", "revision")
    return {**get_initial_times(event), **{name: getattr(event, name) for name in names}}
