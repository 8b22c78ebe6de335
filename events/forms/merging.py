"""Form to merge two events."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.actions import Attendance, Details
from events.counts import MOST_PEOPLE
from events.duplicate_events import ASPECTS, Pair
from stakeholders.forms.merging import GONE, KEPT, join_notes
from tfc.form_fields import NumberInput
from tfc.text.punctuation import join_title

# The fields of an event's time, which are chosen together.
OF_TIME = ("day", "starts", "ends", "ends_day")
NUMBER = gettext_lazy("Enter a whole number.")


class JoinForm(forms.Form):
    """A choice for each value in which both events differ; other values need none."""

    use_required_attribute = False

    revision = forms.IntegerField(widget=forms.HiddenInput)
    other_revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, pair: Pair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pair = pair
        self.initial = {"revision": pair.target.event.revision, "other_revision": pair.gone.event.revision}
        chosen = pair.to_choose()
        for name in chosen:
            choices = [
                (KEPT, join_title(_("The first one"), pair.target.says(name))),
                (GONE, join_title(_("The second one"), pair.gone.says(name))),
            ]
            self.fields[name] = forms.ChoiceField(
                label=str(ASPECTS[name].label), choices=choices, widget=forms.RadioSelect, initial=KEPT
            )
        if pair.was_held:
            self.fields["people_present"] = self._people()
        if pair.target.event.note or pair.gone.event.note:
            self.fields["note"] = forms.CharField(
                label=_("Note"),
                help_text=_("The notes of both."),
                max_length=4000,
                required=False,
                widget=forms.Textarea({"rows": 5, "data-count": True}),
                initial=join_notes(pair.target.event.note, pair.gone.event.note),
            )

    def _people(self) -> forms.IntegerField:
        """Typed, not chosen: the number of members and organizations in both may exceed either count."""
        counts = {side.came.people_present for side in (self.pair.target, self.pair.gone)} - {None}
        return forms.IntegerField(
            label=str(ASPECTS["people_present"].label),
            help_text=_("The two numbers differ: enter the right one.")
            if len(counts) == 2
            else _("Count each person once."),
            required=False,
            min_value=0,
            max_value=MOST_PEOPLE,
            widget=NumberInput({"data-stepper": ""}),
            initial=max((count for count in counts if count is not None), default=None),
            error_messages={"invalid": NUMBER, "min_value": NUMBER, "max_value": NUMBER},
        )

    def joined(self) -> tuple[Details, Attendance]:
        """Return the details and attendance after the merge, for a valid form."""
        of_gone = {name for name in self.pair.to_choose() if self.cleaned_data[name] == GONE}
        people, note = self.cleaned_data.get("people_present"), self.cleaned_data.get("note", "")
        return self.pair.joined(of_gone, people, note)

    def show(self, error: ValidationError) -> None:
        """Show the errors of the event rules, each at the field that can correct it."""
        messages_by_key = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for key, messages in messages_by_key.items():
            name = "when" if key in OF_TIME else key
            if name not in self.fields and name:
                name = "people_present" if "people_present" in self.fields else ""
            self.add_error(name or None, messages)
