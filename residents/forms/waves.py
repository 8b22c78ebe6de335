"""Forms of a wave of the awareness survey."""

import datetime as dt
from collections.abc import Collection
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from residents.models import AwarenessWave, Sampling
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.forms.days import FIRST_DAY, check_order
from tfc.form_fields import NumberInput
from tfc.periods import HalfYear
from tfc.text.punctuation import join_title

# What each sampling method allows a wave to conclude, from the strongest to the weakest.
WEIGHT = {
    Sampling.DOOR_TO_DOOR: _("For example, knock on every tenth door. This represents the town best."),
    Sampling.STREET: _("Ask every tenth passer-by in several places. This represents the town fairly well."),
    Sampling.EVENT: _("Results describe only the people at the event."),
    Sampling.POSTER: _("Results describe only the people who scan the poster."),
    Sampling.ONLINE: _("Results describe only the people who open the link."),
}


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "tf-input--width-10"})


def get_sampling_choices() -> list[tuple[str, str]]:
    """Return the sampling methods with their descriptions, in the active language."""
    return [(way.value, join_title(way.label, description)) for way, description in WEIGHT.items()]


class WaveDeleteForm(forms.Form):
    """``answers``: the number shown on the page."""

    answers = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)


class SetAsideForm(forms.Form):
    """``shown_version``: the number of answers shown as set aside."""

    shown_version = forms.IntegerField(min_value=1, max_value=10**9, widget=forms.HiddenInput)


class WaveForm(SentForm):
    """``settled``: the fields that can no longer be changed because of answers or closing."""

    sampling = forms.ChoiceField(
        label=_("How you meet people"),
        help_text=_("Only surveys with the same questions and the same way of meeting people are compared."),
        choices=get_sampling_choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )

    class Meta:
        model = AwarenessWave
        fields = ["sampling", "place", "starts_on", "ends_on", "quota"]
        labels = {
            "place": _("Where"),
            "starts_on": _("First day"),
            "ends_on": _("Last day"),
            "quota": _("Maximum responses from phones"),
        }
        help_texts = {
            "place": _("For example: Market and station. Do not enter a private address."),
            "ends_on": _(
                "The survey closes after this day. Allow two to four weeks, and time to enter paper responses."
            ),
            "quota": _("The form closes at this number, to protect it from programs."),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "place": forms.TextInput(PLAIN_TEXT),
            "starts_on": DayInput(),
            "ends_on": DayInput(),
            "quota": NumberInput({"class": "tf-input--width-10"}),
        }

    def __init__(self, *args: Any, settled: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._settled = settled
        for name in settled:
            self.fields[name].disabled = True
        if "ends_on" in settled:
            self.fields["ends_on"].help_text = _("Reopen the survey to change this.")
        elif settled:
            self.fields["sampling"].help_text = _(
                "This survey has responses. To meet people in another way, start a new survey."
            )

    def with_stored_revision(self, stored: AwarenessWave) -> "WaveForm":
        """Return the form with the same text and the revision of ``stored``: saving it again overwrites."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["revision"] = str(stored.revision)
        again = type(self)(data, instance=stored, settled=self._settled)
        again.is_valid()
        return again

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begin = cleaned.get("starts_on")
        if begin and begin < FIRST_DAY:
            self.add_error("starts_on", _("Enter a date from 2000 on."))
        check_order(self, "starts_on", "ends_on", _("Enter an end after the start."))
        self._check_last_day(begin, cleaned.get("ends_on"))
        return cleaned

    def _check_last_day(self, begin: dt.date | None, end: dt.date | None) -> None:
        """Check that the survey ends in the half-year in which it begins, and not before today.

        Unchanged days stay as stored.
        """
        changed = {"starts_on", "ends_on"}.intersection(self.changed_data)
        if not (begin and end and changed) or "ends_on" in self._settled:
            return
        if end > (last := HalfYear.from_day(begin).last_day):
            message = _(
                "Its half-year ends on %(day)s. End the survey by then, and start a new one for later days."
            )
            self.add_error("ends_on", message % {"day": date_format(last)})
        elif end < timezone.localdate() and "ends_on" not in self.errors:
            self.add_error("ends_on", _("This day is past. To end the survey now, close it."))
