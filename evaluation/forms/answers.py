"""The form for one question, used both on a single question's page and on the page with all questions."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluation.actions.submissions import get_override_error
from evaluation.forms.own_figures import OwnFigure, OwnFigureField, write_own_figure
from evaluation.instrument import Unit
from evaluation.measures import State, may_be_overridden
from evaluation.models import Decision
from evaluation.survey import Entry, Status
from evaluation.wording import value_text

TEXT = {"rows": 3, "data-count": "2000"}
SHARE_HELP = gettext_lazy(
    "Enter part and whole, such as 5/6. A percentage alone, such as 83, is not added to sums."
)
OWN = ("value", "reason", "evidence")  # the fields that count with an override only


class AnswerForm(forms.Form):
    """The form of one part; field names are prefixed by its code. With ``may_be_open`` no decision is required."""

    use_required_attribute = False

    decision = forms.ChoiceField(
        label=gettext_lazy("Is this right?"),
        widget=forms.RadioSelect,
        choices=(),
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Override reason"),
        help_text=gettext_lazy("For example, what the records leave out. Never write about a survivor."),
        max_length=2000,
        widget=forms.Textarea(attrs=TEXT),
        error_messages={"required": gettext_lazy("Enter a reason.")},
    )
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        help_text=gettext_lazy("A sign-in sheet, minutes, a newspaper, a web page."),
        max_length=2000,
        widget=forms.Textarea(attrs=TEXT),
        error_messages={"required": gettext_lazy("Fill in this field.")},
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    shown_version = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(self, entry: Entry, data: Any = None, *, may_be_open: bool = False) -> None:
        super().__init__(data, prefix=entry.part.code, initial=_initial(entry))
        self.entry = entry
        self.may_be_open = may_be_open
        percent = entry.part.unit == Unit.PERCENT
        choices = [
            (Decision.CONFIRMED, confirm_text(entry)),
            (Decision.OVERRIDDEN, _("No, override it")),
        ]
        if not self.may_override:
            del choices[1:]
        cast(forms.ChoiceField, self.fields["decision"]).choices = choices
        value = OwnFigureField(
            part=entry.part,
            label=_("Your figure"),
            help_text=SHARE_HELP if percent else _("Enter a whole number, 0 or more."),
            error_messages={"required": _("Enter a number.")},
            widget=forms.TextInput(attrs={"inputmode": "text" if percent else "numeric", "maxlength": "40"}),
        )
        self.fields = {"decision": self.fields.pop("decision"), "value": value, **self.fields}

    @property
    def called(self) -> str:
        """Return the name for the error summary on a page with many questions."""
        return f"{self.entry.part.label} {self.entry.part.title}"

    @property
    def may_override(self) -> bool:
        return may_be_overridden(self.entry.part)

    @property
    def is_override(self) -> bool:
        """Return True if the override fields should be open."""
        if self.is_bound:
            return self.data.get(self.add_prefix("decision")) == Decision.OVERRIDDEN
        return self.entry.draft is not None or self.entry.decision == Decision.OVERRIDDEN

    @property
    def typed(self) -> dict[str, str]:
        """Return the override as typed, valid or not."""
        return {name: self.data.get(self.add_prefix(name), "") for name in OWN}

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean() or {}
        decision = cleaned_data.get("decision")
        if not decision and self.may_be_open and not any(self.typed.values()):
            self.errors.pop("decision", None)
        if decision != Decision.OVERRIDDEN:
            # Fields that do not count need no validation.
            for name in OWN:
                self.errors.pop(name, None)
        elif "value" not in self.errors:
            own: OwnFigure = cleaned_data["value"]
            error = get_override_error(self.entry.part, own.value, own.numerator, own.denominator)
            if error:
                self.add_error("value", error)
        return cleaned_data

    @property
    def says_something_new(self) -> bool:
        """Return True if, on the page with all questions, the decision differs from what is stored."""
        decision, answer = self.cleaned_data.get("decision"), self.entry.answer
        if not decision:
            return False
        if answer is None or decision != answer.decision or self.entry.status == Status.LOOK_AGAIN:
            return True
        stored = (
            answer.override_value,
            answer.override_numerator,
            answer.override_denominator,
            answer.reason,
            answer.evidence,
        )
        entered = tuple(self.answer.get(name) for name in ("value", "numerator", "denominator", *OWN[1:]))
        return decision == Decision.OVERRIDDEN and stored != entered

    @property
    def answer(self) -> dict[str, Any]:
        """Return the arguments for `save_answer`."""
        data = self.cleaned_data
        answer_fields = {name: data[name] for name in ("decision", "revision")}
        answer_fields["shown_fingerprint"] = data["shown_version"]
        if data["decision"] == Decision.OVERRIDDEN:
            answer_fields |= vars(data["value"]) | {name: data[name] for name in OWN[1:]}
        return answer_fields


def confirm_text(entry: Entry) -> str:
    """Return the label for confirming the figure."""
    if entry.measured.state == State.UNKNOWN:
        return _("Yes, this is not known")
    if entry.measured.state == State.NOT_APPLICABLE:
        return _("Yes, this does not apply to us")
    if entry.measured.state == State.DECLARED_ZERO:
        return _("Yes, there was none")
    return _("Yes, %(value)s is right") % {"value": value_text(entry.measured)}


def _initial(entry: Entry) -> dict[str, Any]:
    """Return the draft that was not saved, else what is stored. No choice is preselected for a changed figure."""
    shown: dict[str, Any] = {"revision": entry.revision, "shown_version": entry.fingerprint}
    if entry.draft is not None:
        shown |= {name: getattr(entry.draft, name) for name in OWN}
        return shown | {"decision": Decision.OVERRIDDEN}
    if entry.answer is None:
        return shown
    shown |= {"reason": entry.answer.reason, "evidence": entry.answer.evidence}
    shown["value"] = write_own_figure(entry.answer)
    return shown | {"decision": entry.decision if entry.is_done else ""}
