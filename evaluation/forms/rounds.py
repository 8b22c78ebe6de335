"""The forms for opening an office's half-years and for decisions on surveys."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from evaluation.measures import Rating
from evaluation.models import Answer, CountingValue
from evaluation.review import ReviewRow, own_value_text
from evaluation.wording import fraction_text, rating_text, value_text
from library.forms.base import NO_SURVIVORS
from tfc.periods import HalfYear, half_year_text
from tfc.text.punctuation import join_bracketed, join_title, phrases

EARLIER = 6  # how many half-years back one can still be opened


def half_years_to_open(today: date, taken: Iterable[str]) -> list[HalfYear]:
    """Return the current half-year and the ones before it, newest first, without those already opened."""
    half_years = HalfYear.from_day(today).list_latest(EARLIER + 1)
    opened = set(taken)
    return [half_year for half_year in half_years if str(half_year) not in opened]


def usual_due(half_year: HalfYear) -> date:
    """Return the usual due date, 31 days after the half-year's end."""
    return half_year.last_day + timedelta(days=31)


def propose_due_date(day: date, today: date) -> date:
    """Return the proposed due date: ``day``, but at least 31 days from today."""
    return max(day, today + timedelta(days=31))


class DueForm(forms.Form):
    due_on = forms.DateField(
        label=_("Due date"),
        help_text=_("A reminder for the communities. Nothing closes automatically."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Enter a date."), "invalid": _("Enter a date.")},
    )


class RoundForm(DueForm):
    use_required_attribute = False

    half_year = forms.ChoiceField(
        label=_("Half-year"),
        choices=(),
        error_messages={
            "required": _("Choose one."),
            "invalid_choice": _("Choose one."),
        },
    )
    starting = forms.MultipleChoiceField(
        label=_("Move to leadership team"),
        help_text=_("These communities have a coordinator. They get the survey from this stage on."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )
    field_order = ("starting", "half_year", "due_on")

    def __init__(
        self, choices: Iterable[HalfYear], *args: Any, ready: Iterable[Community] = (), **kwargs: Any
    ) -> None:
        """``ready``: communities that may start with it."""
        super().__init__(*args, **kwargs)
        communities = [(community.slug, community.name) for community in ready]
        cast(forms.MultipleChoiceField, self.fields["starting"]).choices = communities
        self.initial.setdefault("starting", [slug for slug, _name in communities])
        if not communities:
            del self.fields["starting"]
        half_years = cast(forms.ChoiceField, self.fields["half_year"])
        half_years.choices = [(str(half_year), half_year_text(half_year)) for half_year in choices]
        if not self.is_bound and not self.initial.get("half_year"):
            half_years.choices = [("", _("Choose…")), *half_years.choices]


class ReturnForm(forms.Form):
    """``has_remarks``: open remarks say what to check, so that no reason is needed."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("What should the community check again?"),
        help_text=_("The community reads this. Name the question and what is unclear."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "data-count": "4000"}),
        error_messages={"required": _("Enter a reason.")},
    )

    def __init__(self, *args: Any, has_remarks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_remarks:
            self.fields["reason"].required = False
            self.fields["reason"].help_text = gettext("The community reads this and your open remarks.")


class RemarkForm(forms.Form):
    """A remark on a question, or the answer to it."""

    use_required_attribute = False

    text = forms.CharField(
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "data-count": "4000"}),
        error_messages={"required": _("Enter a text.")},
    )

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].help_text = NO_SURVIVORS


class EarlyForm(forms.Form):
    early_reason = forms.CharField(
        label=_("Why do you submit early?"),
        help_text=_("Your office reads this before it accepts the survey."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": "4000"}),
        error_messages={"required": _("Enter a reason.")},
    )


class AcceptForm(forms.Form):
    """For each override, by the code of its part: which value counts. ``revision``: of the survey when it was read."""

    use_required_attribute = False

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, rows: Iterable[ReviewRow], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[row.part.code] = forms.ChoiceField(
                label=f"{row.part.label} {row.part.title}",
                help_text=_get_override_reason(row),
                choices=_get_value_choices(row),
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one.")},
            )


def _get_override_reason(row: ReviewRow) -> str:
    """Return the reason and evidence as escaped HTML, because a help text is not escaped."""
    answer = cast(Answer, row.answer)
    if not row.own_is_shown:
        return gettext("Hidden: the reason could reveal how many people the figure is about.")
    reason, evidence = (
        join_title(gettext("Reason"), answer.reason),
        join_title(gettext("Evidence"), answer.evidence),
    )
    return format_html("{}<br>{}", reason, evidence)


def _get_value_choices(row: ReviewRow) -> list[tuple[str, str]]:
    """Return both values with their ratings."""
    computed = join_bracketed(value_text(row.measured), fraction_text(row.measured))
    # Next to a hidden figure, the override would reveal how many people it is about.
    override = gettext("Hidden (small number)")
    if row.own_is_shown:
        own = own_value_text(row.part, cast(Answer, row.answer))
        override = phrases((own, rating_text(row.own_rating or Rating.UNKNOWN)))
    values = (
        (CountingValue.COMPUTED, phrases((computed, rating_text(row.computed_rating)))),
        (CountingValue.OVERRIDE, override),
    )
    return [(choice.value, join_title(choice.label, text)) for choice, text in values]


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you reopen the survey?"),
        help_text=_("The community reads this."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "data-count": "4000"}),
        error_messages={"required": _("Enter a reason.")},
    )
