"""Forms for an office's trainings, and for leaders' sign-ups and goals."""

from typing import Any, cast
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from communities.choosing_towns import TownSearchForm
from communities.forms import zone_choices
from communities.languages import list_languages_by_name, readers_language
from communities.models import Community, Membership, Office
from events.actions.trainings import Offer
from events.event_time import check_day
from events.forms.base import OUT_OF_DATE, WhenForm, day_input
from events.models import OfficeTraining, TrainingTopic
from tfc.form_fields import conditional

MOST_PLACES = 500


class TrainingForm(TownSearchForm, WhenForm):
    field_order = (
        "topic",
        "title",
        "description",
        "language",
        "time_zone",
        "day",
        "starts",
        "ends",
        "ends_day",
        "place",
        "online_link",
        "places",
        "chosen",
        "revision",
    )

    topic = forms.ChoiceField(label=_("Topic"), choices=[("", _("Choose one.")), *TrainingTopic.choices])
    title = forms.CharField(label=_("Title"), max_length=160)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "data-count": ""}),
        help_text=_("Describe no person who is or was at risk."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=lazy(list_languages_by_name, list), initial=readers_language
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Times are local to this zone."))
    place = conditional(
        forms.CharField(
            label=_("Place"), required=False, max_length=160, help_text=_("Not needed with an online link.")
        )
    )
    online_link = conditional(
        forms.URLField(
            label=_("Online link"),
            required=False,
            max_length=300,
            assume_scheme="https",
            help_text=_("Not needed with a place. Only teams that can sign up see it."),
        )
    )
    places = forms.IntegerField(
        label=_("Places"),
        initial=20,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-stepper": "", "data-least": 1}),
        help_text=_("Later sign-ups join a waiting list and move up when a person withdraws."),
    )
    chosen = forms.ModelMultipleChoiceField(
        label=_("Communities"),
        queryset=Community.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave empty for all."),
    )
    revision = forms.IntegerField(
        min_value=1,
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": OUT_OF_DATE, "min_value": OUT_OF_DATE},
    )

    def __init__(self, data: Any = None, *, office: Office, training: OfficeTraining | None = None) -> None:
        super().__init__(data, initial=_get_stored_values(training) if training else None)
        towns = Community.objects.filter(office=office)
        self.offer_towns("chosen", towns)
        zone: Any = self.fields["time_zone"]
        first = towns.by_name().values_list("time_zone", flat=True).first()
        stored = training.time_zone if training else first
        zone.choices = [("", _("Choose one.")), *zone_choices(stored or "")]
        if training is None and first:
            zone.initial = first
        # An invalid time zone has its error at its own field; until then the day is read as UTC.
        time_zone = self.data.get("time_zone", "")
        self.zone = ZoneInfo(time_zone if time_zone in dict(_flat(zone.choices)) and time_zone else "UTC")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        somewhere = cleaned.get("place") or cleaned.get("online_link")
        if not somewhere and not {"place", "online_link"} & set(self.errors):
            self.add_error("place", _("Enter a place or an online link."))
        return cleaned

    def offer(self) -> Offer:
        names = ("topic", "title", "description", "language", "place", "online_link", "places", "chosen")
        return Offer(when=self.when(), **{name: self.cleaned_data[name] for name in names})

    def over(self, stored: OfficeTraining) -> None:
        """After a conflict, keep the typed text and let the next submit overwrite the stored version."""
        data = cast(QueryDict, self.data).copy()
        data["revision"] = str(stored.revision)
        self.data = data


def _flat(choices: Any) -> list[tuple[str, str]]:
    return [zone for _region, zones in choices if isinstance(zones, list) for zone in zones]


def _get_stored_values(training: OfficeTraining) -> dict[str, Any]:
    start, end = training.local_start, training.local_end
    names = (
        "topic",
        "title",
        "description",
        "language",
        "time_zone",
        "place",
        "online_link",
        "places",
        "chosen",
        "revision",
    )
    return {name: getattr(training, name) for name in names} | {
        "day": start.date(),
        "starts": start.time(),
        "ends": end.time() if training.has_end else None,
        "ends_day": end.date() if end.date() != start.date() else None,
    }


class TrainingCancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Everyone who signed up sees this. Describe no person who is or was at risk."),
        error_messages={"required": _("Enter a reason.")},
    )


class AttendanceRecordForm(forms.Form):
    """Who attended, of those who signed up."""

    there = forms.TypedMultipleChoiceField(
        label=_("Attended"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there: Any = self.fields["there"]
        there.choices = choices


class TeamSignUpForm(forms.Form):
    """A coordinator signs up others, who must have agreed."""

    people = forms.ModelMultipleChoiceField(
        label=_("Team members"),
        queryset=Membership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    agreed = forms.BooleanField(error_messages={"required": _("Ask them first, then check this box.")})

    def __init__(self, *args: Any, people: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["people"]
        chosen.queryset = people
        self.fields["agreed"].label = _("They know that %(office)s will see their name.") % {"office": office}


class GoalForm(forms.Form):
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    text = forms.CharField(
        label=_("Next step"),
        max_length=200,
        help_text=_("For example: lead a meeting alone. Nothing private, no names of people you help."),
        error_messages={"required": _("Fill in this field.")},
    )
    due_on = forms.DateField(label=_("Due on"), required=False, widget=day_input())

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day is not None:
            try:
                check_day(day, timezone.localdate())
            except ValidationError as error:
                raise ValidationError(error.messages) from error
        return day
