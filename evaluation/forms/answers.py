"""A question's form: the same for one question a screen and for all at once."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluation.actions.submissions import value_error
from evaluation.instrument import Unit
from evaluation.measures import State
from evaluation.models import Decision
from evaluation.survey import Entry, Status
from evaluation.wording import value_text

TEXT = {"rows": 3, "data-count": "2000"}
OWN = ("value", "reason", "evidence")  # the fields that count with an override only


class AnswerForm(forms.Form):
    """Fields are prefixed by the part's code. With ``may_be_open`` nothing needs to be decided yet."""

    use_required_attribute = False

    decision = forms.ChoiceField(
        label=gettext_lazy("Is this right?"),
        widget=forms.RadioSelect,
        choices=(),
        error_messages={"required": gettext_lazy("Say whether the figure is right.")},
    )
    value = forms.DecimalField(
        label=gettext_lazy("Your figure"),
        max_digits=12,
        decimal_places=2,
        error_messages={
            "required": gettext_lazy("Enter your figure."),
            "invalid": gettext_lazy("Write it in figures, for example 12."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Why is it better?"),
        help_text=gettext_lazy("For example what the records leave out. Never write about a survivor."),
        max_length=2000,
        widget=forms.Textarea(attrs=TEXT),
        error_messages={"required": gettext_lazy("Say why your figure is the better one.")},
    )
    evidence = forms.CharField(
        label=gettext_lazy("Where can it be checked?"),
        help_text=gettext_lazy("A sign-in sheet, minutes, a newspaper, a web page."),
        max_length=2000,
        widget=forms.Textarea(attrs=TEXT),
        error_messages={"required": gettext_lazy("Say where it can be checked.")},
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(self, entry: Entry, data: Any = None, *, may_be_open: bool = False) -> None:
        super().__init__(data, prefix=entry.part.code, initial=_initial(entry))
        self.entry = entry
        self.may_be_open = may_be_open
        percent = entry.part.unit == Unit.PERCENT
        choices = [
            (Decision.CONFIRMED, confirm_text(entry)),
            (Decision.OVERRIDDEN, _("No, I have a different figure")),
        ]
        cast(forms.ChoiceField, self.fields["decision"]).choices = choices
        self.fields["value"].help_text = (
            _("A percentage from 0 to 100, without the sign.") if percent else _("A whole number, 0 or more.")
        )
        self.fields["value"].widget = forms.TextInput(
            attrs={"inputmode": "decimal" if percent else "numeric", "maxlength": "40", "class": "tf-w-4"}
        )

    @property
    def called(self) -> str:
        """For the summary of what is wrong on a page of many questions."""
        return f"{self.entry.part.label} {self.entry.part.title}"

    @property
    def is_override(self) -> bool:
        """Whether the fields for her own figure should stand open."""
        if self.is_bound:
            return self.data.get(self.add_prefix("decision")) == Decision.OVERRIDDEN
        return self.entry.draft is not None or self.entry.decision == Decision.OVERRIDDEN

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in the fields for her own figure."""
        return not self.is_bound and not any(self.initial.get(name) for name in OWN)

    @property
    def remembered_by(self) -> tuple[str, ...]:
        """What these are drawn by while they are blank, for ``{% remembered %}``."""
        return (self.entry.part.code,)

    @property
    def typed(self) -> dict[str, str]:
        """Her own figure as it was typed, right or wrong."""
        return {name: self.data.get(self.add_prefix(name), "") for name in OWN}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        decision = found.get("decision")
        if not decision and self.may_be_open and not any(self.typed.values()):
            self.errors.pop("decision", None)
        if decision != Decision.OVERRIDDEN:
            # What does not count cannot be wrong.
            for name in OWN:
                self.errors.pop(name, None)
        elif "value" not in self.errors and (message := value_error(self.entry.part, found["value"])):
            self.add_error("value", message)
        return found

    @property
    def says_something_new(self) -> bool:
        """On the page with all questions: she decided here, and it is not what is stored already."""
        decision, answer = self.cleaned_data.get("decision"), self.entry.answer
        if not decision:
            return False
        if answer is None or decision != answer.decision or self.entry.status == Status.LOOK_AGAIN:
            return True
        stored = (answer.override_value, answer.reason, answer.evidence)
        given = tuple(self.cleaned_data.get(name) for name in OWN)
        return decision == Decision.OVERRIDDEN and stored != given

    @property
    def answer(self) -> dict[str, Any]:
        """What `save_answer` takes of it."""
        own = OWN if self.cleaned_data["decision"] == Decision.OVERRIDDEN else ()
        return {name: self.cleaned_data[name] for name in ("decision", *own, "revision", "seen")}


def confirm_text(entry: Entry) -> str:
    """What one agrees to, in words."""
    if entry.measured.state == State.UNKNOWN:
        return _("Yes, this is not known")
    if entry.measured.state == State.NOT_APPLICABLE:
        return _("Yes, this does not apply to us")
    if entry.measured.state == State.DECLARED_ZERO:
        return _("Yes, there was none")
    return _("Yes, %(value)s is right") % {"value": value_text(entry.measured)}


def _initial(entry: Entry) -> dict[str, Any]:
    """What she typed and did not save; else what is stored. A figure that changed has no choice made for her."""
    shown: dict[str, Any] = {"revision": entry.revision, "seen": entry.fingerprint}
    if entry.draft is not None:
        shown |= {name: getattr(entry.draft, name) for name in OWN}
        return shown | {"decision": Decision.OVERRIDDEN}
    if entry.answer is None:
        return shown
    value = entry.answer.override_value
    shown |= {"reason": entry.answer.reason, "evidence": entry.answer.evidence}
    shown["value"] = "" if value is None else f"{value.normalize():f}"
    return shown | {"decision": entry.decision if entry.is_done else ""}
