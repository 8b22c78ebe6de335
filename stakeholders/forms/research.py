"""Forms of a research: its question, its steps, its methods."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from communities.models import Membership
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.forms.days import PastDayField, check_order
from stakeholders.models import Method, Research, ResearchMethod, ResearchStep, Step
from stakeholders.research import get_day_limits, get_first_day
from tfc.form_fields import NumberInput, conditional
from tfc.tenancy import current_scope

BEFORE_EARLIER_STEP = _("An earlier step was on %(day)s. Correct one of the two dates.")
AFTER_LATER_STEP = _("A later step was on %(day)s. Correct one of the two dates.")
DONE_BEFORE_BEGUN = _("Enter an end after the start.")
NO_PERSON = _("No names, no addresses, nothing about a single person, never a survivor.")
# A larger number of people must be a typing mistake.
MOST_PEOPLE = 100_000


class ResearchForm(SentForm):
    begun_on = PastDayField(label=_("Began on"))

    class Meta:
        model = Research
        fields = ["question", "places", "people_to_hear", "begun_on"]
        labels = {
            "question": _("What you want to find out"),
            "places": _("Locations"),
            "people_to_hear": _("People to hear"),
        }
        help_texts = {
            "question": _("For example: Where do young people sleep who left home?"),
            "people_to_hear": _("Groups, never names, for example: drivers, teachers, youth."),
        }
        widgets = {
            name: forms.Textarea({"rows": 2, "data-count": True} | PLAIN_TEXT)
            for name in ("question", "places", "people_to_hear")
        }

    def clean_begun_on(self) -> Any:
        day, closed = self.cleaned_data["begun_on"], self.instance.closed_on
        if closed and day > closed:
            raise ValidationError(_("Enter the closing date or an earlier one."))
        if self.instance.pk and (first := get_first_day(self.instance)) and day > first:
            raise ValidationError(AFTER_LATER_STEP % {"day": date_format(first)})
        return day


def check_step_order(form: SentForm, name: str, research: Research, step: Step) -> None:
    """Reject a day before an earlier step of the research or after a later one; call it in ``clean``."""
    day = form.cleaned_data.get(name)
    if day is None:
        return
    earliest, latest = get_day_limits(research, step)
    if earliest and day < earliest:
        form.add_error(name, BEFORE_EARLIER_STEP % {"day": date_format(earliest)})
    elif latest and day > latest:
        form.add_error(name, AFTER_LATER_STEP % {"day": date_format(latest)})


class CloseForm(SentForm):
    closed_on = PastDayField(label=_("Closed on"))

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
    begun_on = PastDayField(label=_("Began on"), required=False)
    done_on = PastDayField(
        label=_("Done on"), required=False, help_text=_("Leave it empty while it continues.")
    )
    led_by = MemberField(
        label=_("Led by"),
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
        # The current team, and the person who led the step even if no longer a member.
        team = Membership.objects.filter(community=current_scope().community_id)
        here = team.filter(Q(ended_at=None) | Q(pk=self.instance.led_by_id))
        self.fields["led_by"].queryset = here.select_related("user").order_by("user__name", "pk")  # type: ignore[attr-defined]

    def clean(self) -> None:
        check_order(self, "begun_on", "done_on", DONE_BEFORE_BEGUN)
        check_step_order(self, "done_on", self.instance.research, Step(self.instance.step))


class MethodForm(SentForm):
    method = forms.ChoiceField(label=_("Method"), choices=[("", _("Choose…")), *Method.choices])
    begun_on = conditional(
        PastDayField(
            label=_("Began on"), required=False, help_text=_("Leave it empty if it has not begun yet.")
        )
    )
    done_on = PastDayField(
        label=_("Done on"), required=False, help_text=_("Leave it empty while it continues.")
    )
    people_heard = forms.IntegerField(
        label=_("People heard"),
        help_text=_("A number, never names. If nobody counted, leave it empty."),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=NumberInput({"class": "tf-input--width-4", "data-stepper": True}),
    )

    places_observed = forms.IntegerField(
        label=_("Places observed"),
        help_text=_("A method counts once it has a start date and people or places."),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=NumberInput({"class": "tf-input--width-4", "data-stepper": True}),
    )

    class Meta:
        model = ResearchMethod
        fields = ["method", "begun_on", "done_on", "people_heard", "places_observed", "note"]
        labels = {"note": _("Note")}
        help_texts = {"note": NO_PERSON}
        widgets = {"note": forms.Textarea({"rows": 4, "data-count": True})}

    def clean(self) -> None:
        results = [self.cleaned_data.get(name) for name in ("done_on", "people_heard", "places_observed")]
        if any(results) and not self.cleaned_data.get("begun_on") and not self.has_error("begun_on"):
            self.add_error("begun_on", _("Enter when it began. Without this day the method does not count."))
        check_order(self, "begun_on", "done_on", DONE_BEFORE_BEGUN)
        check_step_order(self, "begun_on", self.instance.research, Step.METHODS)
