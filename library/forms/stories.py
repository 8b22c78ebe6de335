"""Forms of stories and their adoptions."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events.models import Event
from library.forms.base import LINES, NO_SURVIVORS, FilterForm, ItemForm
from library.models import MOST_COUNTED, Adoption, Measure, Story, StoryKind
from stakeholders.forms.base import PLAIN_TEXT
from stakeholders.forms.days import PastDayField
from stakeholders.forms.half_years import HalfYearFilterForm
from support.models import Need
from tfc.form_fields import NumberInput, conditional
from tfc.text.punctuation import join_title

EVENTS_OFFERED = 60


OWN = "own"


class StoryFilterForm(FilterForm, HalfYearFilterForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Any")), *StoryKind.choices], required=False)
    need = forms.ChoiceField(label=_("Need"), choices=[("", _("Any")), *Need.choices], required=False)
    owner = forms.ChoiceField(
        label=_("Owner"), choices=[("", _("Any")), (OWN, _("Only ours"))], required=False
    )
    field_order = ("text", "kind", "language", "sector", "need", "owner", "period")


def build_count_field(label: Any, help_text: Any = "") -> forms.IntegerField:
    """Return a field for a counted number, which is empty if nothing was counted."""
    widget = NumberInput({"class": "tf-input--width-10"})
    return conditional(
        forms.IntegerField(
            label=label,
            help_text=help_text,
            required=False,
            min_value=0,
            max_value=MOST_COUNTED,
            widget=widget,
        )
    )


def check_figure(form: forms.BaseForm, fields: dict[str, Any], measure: str) -> None:
    """Check that a figure has its measure; a share needs n, and n must not be below a number of people."""
    figure, n = fields.get("figure"), fields.get("n")
    if figure is None:
        if n is not None and "figure" not in form.errors:
            form.add_error("figure", _("Enter a number."))
        return
    if measure == Measure.SHARE:
        if figure > 100:
            form.add_error("figure", _("Enter %(limit_value)s or a smaller number.") % {"limit_value": 100})
        if n is None and "n" not in form.errors:
            form.add_error("n", _("Enter a number."))
    elif measure == Measure.CONTACTS and n is not None and n < figure:
        form.add_error("n", _("Enter the figure or more."))


class StoryForm(ItemForm):
    figure = build_count_field(
        _("How many"),
        _("Communities that try it count the same. Others never see numbers of four people or fewer."),
    )
    n = build_count_field(_("Of how many"), _("Everyone asked or reachable, if you know."))
    needs = forms.MultipleChoiceField(
        label=_("Needs"),
        choices=Need.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Story
        fields = [
            "kind", "title", "language", "context", "action", "result", "measure", "figure", "n", "change", "sectors",
            "needs",
        ]  # fmt: skip
        labels = {
            "kind": _("Kind"),
            "title": _("Title"),
            "context": _("How it was before"),
            "action": _("What did you do?"),
            "result": _("Outcome"),
            "measure": _("What was counted"),
            "change": _("What would you do differently?"),
        }
        help_texts = {
            "context": NO_SURVIVORS,
            "result": _("What you saw, good or bad."),
        }
        widgets = {
            "kind": forms.RadioSelect,
            "title": forms.TextInput(PLAIN_TEXT),
            "context": forms.Textarea({"rows": 3} | LINES),
            "action": forms.Textarea({"rows": 5} | LINES),
            "result": forms.Textarea({"rows": 3} | LINES),
            "change": forms.Textarea({"rows": 3} | LINES),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conditional(self.fields["measure"]).choices = [("", _("Nothing was counted")), *Measure.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().clean() or self.cleaned_data
        if "measure" not in self.errors:
            if fields.get("figure") is not None and not fields.get("measure"):
                self.add_error("measure", _("Choose one."))
            check_figure(self, fields, fields.get("measure", ""))
        return fields


class EventsField(forms.ModelMultipleChoiceField):
    """Choices with the date, since a team's meetings often have the same name."""

    def label_from_instance(self, obj: Any) -> str:
        return join_title(date_format(obj.local_day), obj)


class AdoptionForm(forms.ModelForm):
    """A community's adoption of a story; its figure uses the story's measure."""

    since = PastDayField(label=_("Since"))
    figure = build_count_field(_("How many"))
    n = build_count_field(_("Of how many"))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    events = EventsField(
        label=_("Related events"),
        help_text=_("Only your team can read this."),
        queryset=Event.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Adoption
        fields = ["status", "since", "result", "figure", "n"]
        labels = {
            "status": _("Status"),
            "result": _("Outcome"),
        }
        help_texts = {"result": NO_SURVIVORS}
        widgets = {
            "status": forms.RadioSelect,
            "result": forms.Textarea({"rows": 3} | LINES),
        }

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.story = story
        self.fields["status"].choices = Adoption._meta.get_field("status").choices  # type: ignore[attr-defined]
        offered: Any = self.fields["events"]
        newest = Event.objects.held().newest_first().values("pk")[:EVENTS_OFFERED]
        chosen = self.instance.events.values_list("event_id", flat=True) if self.instance.pk else []
        offered.queryset = Event.objects.not_deleted().filter(
            pk__in=[*newest.values_list("pk", flat=True), *chosen]
        )
        offered.queryset = offered.queryset.newest_first()
        if self.instance.pk:
            self.initial.update(revision=self.instance.revision, events=list(chosen))
        else:
            del self.fields["revision"]
        if story.measure:
            self.fields["figure"].help_text = Measure(story.measure).label
            if story.measure == Measure.SHARE:
                self.fields["figure"].label = _("What percentage?")
        else:
            del self.fields["figure"], self.fields["n"]

    def clean(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().clean() or self.cleaned_data
        if self.story.measure:
            check_figure(self, fields, self.story.measure)
        return fields
