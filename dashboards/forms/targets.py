"""Target forms: what is counted, from when, which goal, and by when."""

from collections.abc import Mapping
from copy import copy
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.choosing_towns import TownSearchForm
from communities.models import Community, Direction, Measure, Target
from communities.models.communities import CommunityQuerySet
from communities.models.targets import OFFICE_MEASURES
from dashboards.target_baselines import baseline_before, parts_to_aim_at
from evaluation.instrument import Unit
from evaluation.measures import ENGAGEMENT_KINDS
from evaluation.targets import get_target_unit
from events.models import Profession
from reports.target_texts import amount_text, describe_measure, describe_rule, reason_text
from tfc.disclosure import Reader
from tfc.periods import HalfYear, half_year_text, half_year_within
from tfc.text.punctuation import sentences

MOST = Decimal(1_000_000_000)
YEARS_BACK, YEARS_AHEAD = 3, 6
Choices = list[tuple[str, Any]]


def list_counts(*, of_office: bool) -> Choices:
    """Return what is counted from the start of a target, as ``measure:code``."""
    of_whole_office = [(f"{measure}:", describe_measure(measure, "")) for measure in OFFICE_MEASURES]
    events = [
        (f"{Measure.EVENTS}:{code}", describe_measure(Measure.EVENTS, code))
        for code in ("", *ENGAGEMENT_KINDS)
    ]
    people = [
        (f"{Measure.PEOPLE}:{code}", describe_measure(Measure.PEOPLE, code))
        for code in ("", *Profession.values)
    ]
    return [*(of_whole_office if of_office else []), *events, *people]


def subjects(*, of_office: bool) -> Choices:
    """Return what a target can follow, as ``measure:code``."""
    parts = [
        (f"{Measure.PART}:{part.code}", describe_measure(Measure.PART, part.code, part))
        for part in parts_to_aim_at(over_all=False)
    ]
    return [
        ("", _("Choose one.")),
        (_("What is new since the start"), list_counts(of_office=of_office)),
        (_("What each half-year shows"), parts),
    ]


def _half_years(now: HalfYear, *included: HalfYear) -> list[HalfYear]:
    half_years = [
        HalfYear(year, half)
        for year in range(now.year - YEARS_BACK, now.year + YEARS_AHEAD)
        for half in (1, 2)
    ]
    return sorted({*half_years, *included})


def _number(**more: Any) -> forms.DecimalField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": "12", "class": "tf-input--width-10"})
    return forms.DecimalField(min_value=0, max_value=MOST, decimal_places=2, widget=widget, **more)


class TargetForm(forms.Form):
    """The fields of an existing target: everything but subject and place, because changing these makes a different
    target.
    """

    direction = forms.ChoiceField(
        label=gettext_lazy("What do you want?"),
        choices=Direction,
        initial=Direction.UP,
        widget=forms.RadioSelect,
    )
    goal_value = _number(
        label=gettext_lazy("Amount"),
        help_text=gettext_lazy("A number. For 60%, enter 60."),
    )
    ends = forms.ChoiceField(label=gettext_lazy("By the end of which half-year?"))
    begins = forms.ChoiceField(label=gettext_lazy("From the start of which half-year?"))
    baseline_value = _number(
        label=gettext_lazy("What was there at the start?"),
        required=False,
        help_text=gettext_lazy(
            "Leave empty to count only new records. For a survey item, the figure of the half-year before is used."
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-count": ""}),
        help_text=gettext_lazy("The reason, or which body asked for it. No names of people."),
    )

    def __init__(self, *args: Any, now: HalfYear, target: Target | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current_half_years = (
            [HalfYear.from_day(day) for day in (target.baseline_on, target.due_on)] if target else []
        )
        for name in ("begins", "ends"):
            field: Any = self.fields[name]
            field.choices = [
                (str(half_year), half_year_text(half_year))
                for half_year in _half_years(now, *current_half_years)
            ]
        self.fields["begins"].initial, self.fields["ends"].initial = str(now), str(now.next())
        if target:
            self.initial = {
                "direction": target.direction,
                "goal_value": _plain(target.goal_value),
                "ends": str(current_half_years[1]),
                "begins": str(current_half_years[0]),
                "baseline_value": _plain(target.baseline_value),
                "note": target.note,
            }

    def values(self, target: Target, reader: Reader) -> Mapping[str, Any] | None:
        """Return the action's arguments, with the baseline; None with an error at the field. ``target``: the target or
        a draft of it.
        """
        data = self.cleaned_data
        whole = get_target_unit(target) != Unit.PERCENT
        for name in ("goal_value", "baseline_value"):
            self._must_fit(name, whole=whole)
        if self.errors:
            return None
        start = HalfYear.parse(data["begins"]).first_day
        same = target.pk and (data["baseline_value"], start) == (target.baseline_value, target.baseline_on)
        base, receipt = data["baseline_value"], target.baseline_receipt if same else {}
        if base is None:
            about = copy(target)
            about.baseline_on = start
            try:
                base, receipt = _baseline(about, reader)
            except ValidationError as error:
                self.add_error("baseline_value", error)
                return None
        return {
            "direction": Direction(data["direction"]),
            "goal_value": data["goal_value"],
            "due_on": HalfYear.parse(data["ends"]).last_day,
            "baseline_on": start,
            "baseline_value": base,
            "baseline_receipt": receipt,
            "note": data["note"],
        }

    def _must_fit(self, name: str, *, whole: bool) -> None:
        value = self.cleaned_data.get(name)
        if value is None:
            return
        if whole and value != value.to_integral_value():
            self.add_error(name, _("Enter a whole number."))
        if not whole and value > 100:
            self.add_error(name, _("Enter %(limit_value)s or a smaller number.") % {"limit_value": 100})


def _plain(value: Decimal) -> str:
    return str(value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize())


def _baseline(target: Target, reader: Reader) -> tuple[Decimal, Mapping[str, Any]]:
    if target.measure != Measure.PART:
        return Decimal(0), {}
    baseline = baseline_before(target, reader)
    before = half_year_within(HalfYear.from_day(target.baseline_on).previous())
    if baseline.measured is None or baseline.measured.value is None:
        reason = reason_text(baseline.measured.reason) if baseline.measured else ""
        message = _("The figure of %(half_year)s is unknown. Enter its value.") % {"half_year": before}
        raise ValidationError(sentences((message, reason)))
    value = Decimal(str(round(float(baseline.measured.value), 2)))
    return value, {**baseline.receipt, "value": amount_text(baseline.measured.value, get_target_unit(target))}


class NewTargetForm(TownSearchForm, TargetForm):
    field_order = ("subject", "community", "direction", "goal_value", "ends", "begins")

    subject = forms.ChoiceField(label=gettext_lazy("What to count"))
    community = forms.ModelChoiceField(
        label=gettext_lazy("Community"),
        queryset=Community.objects.none(),
        required=False,
        empty_label=gettext_lazy("All together"),
    )
    thread = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, towns: CommunityQuerySet | None, **kwargs: Any) -> None:
        """``towns``: the office's communities to choose from; None if a community sets its own target."""
        super().__init__(*args, **kwargs)
        subject = self.fields["subject"]
        subject.choices = subjects(of_office=towns is not None)  # type: ignore[attr-defined]
        self.fields["thread"].initial = uuid4
        if towns is None:
            del self.fields["community"]
        else:
            subject.help_text = describe_rule(Measure.COMMUNITIES)
            self.offer_towns("community", towns)

    def clean_subject(self) -> tuple[Measure, str]:
        measure, _colon, code = self.cleaned_data["subject"].partition(":")
        return Measure(measure), code

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        measure, code = cleaned.get("subject", (None, ""))
        over_all = "community" in self.fields and not cleaned.get("community")
        if measure == Measure.PART and code not in {part.code for part in parts_to_aim_at(over_all=over_all)}:
            message = _("Choose one community: surveys of different communities are not added up.")
            self.add_error("community", message)
        return cleaned


class CloseTargetForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "data-count": ""}),
    )


class WorkforceForm(forms.Form):
    profession = forms.ChoiceField(
        label=gettext_lazy("Profession"),
        choices=[choice for choice in Profession.choices if choice[0] != Profession.OTHER],
    )
    people = forms.IntegerField(
        label=gettext_lazy("How many of them work in your town?"),
        min_value=1,
        max_value=10_000_000,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "maxlength": "9", "class": "tf-input--width-10"}
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=200,
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year of the count"),
        min_value=1900,
        max_value=9999,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "maxlength": "4", "class": "tf-input--width-4"}
        ),
    )
