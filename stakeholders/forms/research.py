"""The forms of a research: what it asks, its steps, its methods."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import Membership
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.forms.days import PastDayField, check_order
from stakeholders.models import Method, Research, ResearchMethod, ResearchStep
from tfc.tenancy import current_scope

DONE_BEFORE_BEGUN = _("This is before the day on which it was begun.")
NO_PERSON = _(
    "What your team should know. No names, no addresses, nothing about a single person, never a survivor."
)
# What a typing slip makes of a number of people.
MOST_PEOPLE = 100_000


class ResearchForm(SentForm):
    begun_on = PastDayField(label=_("When did you begin?"))

    class Meta:
        model = Research
        fields = ["question", "begun_on"]
        labels = {"question": _("What do you want to find out?")}
        help_texts = {
            "question": _(
                "One question about your town, for example: Where do young people sleep who left home?"
            )
        }
        widgets = {"question": forms.Textarea({"rows": 2, "data-count": True} | PLAIN_TEXT)}

    def clean_begun_on(self) -> Any:
        day, closed = self.cleaned_data["begun_on"], self.instance.closed_on
        if closed and day > closed:
            raise ValidationError(_("This is after the day on which it was closed."))
        return day


class CloseForm(SentForm):
    closed_on = PastDayField(label=_("When did you close it?"))

    class Meta:
        model = Research
        fields = ["closed_on"]

    def clean_closed_on(self) -> Any:
        day = self.cleaned_data["closed_on"]
        if day < self.instance.begun_on:
            raise ValidationError(DONE_BEFORE_BEGUN)
        return day


class MemberField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.user)


class StepForm(SentForm):
    begun_on = PastDayField(label=_("Begun on"), required=False)
    done_on = PastDayField(
        label=_("Done on"), required=False, help_text=_("Leave it empty as long as you are at it.")
    )
    led_by = MemberField(
        label=_("Who leads it"),
        queryset=Membership.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
    )

    class Meta:
        model = ResearchStep
        fields = ["begun_on", "done_on", "led_by", "note"]
        labels = {"note": _("Note")}
        help_texts = {"note": NO_PERSON}
        widgets = {"note": forms.Textarea({"rows": 4, "data-count": True})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The team of today, and whoever led the step before leaving it.
        team = Membership.objects.filter(community=current_scope().community_id)
        here = team.filter(Q(ended_at=None) | Q(pk=self.instance.led_by_id))
        self.fields["led_by"].queryset = here.select_related("user").order_by("user__name", "pk")  # type: ignore[attr-defined]

    def clean(self) -> None:
        check_order(self, "begun_on", "done_on", DONE_BEFORE_BEGUN)


class MethodForm(SentForm):
    method = forms.ChoiceField(label=_("Method"), choices=[("", _("Choose")), *Method.choices])
    begun_on = PastDayField(
        label=_("Begun on"), required=False, help_text=_("A method counts from this day on.")
    )
    done_on = PastDayField(
        label=_("Done on"), required=False, help_text=_("Leave it empty as long as you are at it.")
    )
    people_heard = forms.IntegerField(
        label=_("How many people did you hear?"),
        help_text=_("A number, never names. Leave it empty where nobody counted."),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput({"inputmode": "numeric", "class": "tf-w-4", "data-stepper": True}),
    )

    class Meta:
        model = ResearchMethod
        fields = ["method", "begun_on", "done_on", "people_heard", "note"]
        labels = {"note": _("Note")}
        help_texts = {"note": NO_PERSON}
        widgets = {"note": forms.Textarea({"rows": 4, "data-count": True})}

    def clean(self) -> None:
        check_order(self, "begun_on", "done_on", DONE_BEFORE_BEGUN)
