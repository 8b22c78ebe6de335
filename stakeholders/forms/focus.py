"""The forms by which a community decides about its focus stakeholders."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.forms.days import PastDayField
from stakeholders.forms.focus_rows import Offer, PlanFields
from stakeholders.models import Finding, FocusStakeholder
from stakeholders.scores import Ranking

KEEP, END = "keep", "end"


class DecisionForm(forms.Form):
    """What belongs to the decision as a whole. ``seen``: which suggestion and which focuses were on the screen."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    decided_on = PastDayField(label=gettext_lazy("When did you decide?"))
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        error_messages={"required": gettext_lazy("Say why: the next team will want to know.")},
        max_length=1000,
        widget=forms.Textarea({"rows": 3, "data-count": True}),
    )

    def __init__(self, data: Any, *, seen: str) -> None:
        super().__init__(data, initial={"seen": seen, "decided_on": timezone.localdate()})
        self.is_seen = data is None or data.get("seen") == seen
        if data is not None and not self.is_seen:
            again = data.copy()
            again["seen"] = seen
            self.data = again


class AcceptForm(DecisionForm):
    """``current``: the focus stakeholders that stand now, to be kept beside the new ones or ended."""

    field_order = ("decided_on", "existing", "reason")
    existing = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether it ends or stays.")},
    )

    def __init__(self, data: Any, *, seen: str, current: Sequence[FocusStakeholder]) -> None:
        super().__init__(data, seen=seen)
        self.current = current
        self.fields["reason"].required = False
        self.fields["reason"].help_text = _(
            "Needed when you choose something else than suggested, or more than two. Others will read it in a year."
        )
        if not current:
            del self.fields["existing"]
            return
        names = ", ".join(str(focus) for focus in current)
        self.fields["existing"].label = _("What happens with your focus until now: %(names)s?") % {
            "names": names
        }
        self.fields["existing"].choices = [  # type: ignore[attr-defined]
            (END, _("It ends with this decision")),
            (KEEP, _("It stays, beside what you choose here")),
        ]

    @property
    def kept(self) -> Sequence[FocusStakeholder]:
        return self.current if self.cleaned_data.get("existing") == KEEP else ()

    @property
    def ended(self) -> Sequence[FocusStakeholder]:
        return self.current if self.cleaned_data.get("existing") == END else ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("decided_on")
        begun = max((focus.decision.decided_on for focus in self.ended), default=None)
        if day and begun and day < begun:
            self.add_error("decided_on", _("What you end here was decided later than this day."))
        return cleaned

    def check_reason(self, *, follows: bool, ranking: Ranking) -> None:
        """Whoever departs from the suggestion says why."""
        if self.cleaned_data.get("reason") or follows:
            return
        if ranking.suggested or ranking.tied:
            self.add_error("reason", _("You choose something else, or more, than suggested: say why."))
        else:
            self.add_error("reason", _("Nothing was suggested: say why you choose this."))


class RejectForm(DecisionForm):
    field_order = ("decided_on", "reason")

    def __init__(self, data: Any, *, seen: str) -> None:
        super().__init__(data, seen=seen)
        self.fields["reason"].label = _("Why do you not follow it?")
        self.fields["reason"].help_text = _(
            "For example: the police chief changes in June, or you know something that no finding says yet."
        )


class FocusForm(PlanFields, SentForm):
    """The plan of one focus, and the finding that it is tied to."""

    field_order = ("finding", "plan", "plan_who", "plan_due")
    finding = forms.TypedChoiceField(label=gettext_lazy("Because of which finding?"), coerce=int)

    def __init__(self, *args: Any, offered: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.fields["finding"].choices = offered.finding_choices  # type: ignore[attr-defined]

    class Meta:
        model = FocusStakeholder
        fields = ["finding", "plan", "plan_who", "plan_due"]

    def overwriting(self, revision: int) -> "FocusForm":
        data = self.data.copy()  # type: ignore[attr-defined]
        data["revision"] = str(revision)
        return FocusForm(data, instance=self.instance, offered=self.offered)

    def clean_finding(self) -> Finding:
        return self.offered.findings[self.cleaned_data["finding"]]


class EndForm(SentForm):
    ended_on = PastDayField(label=gettext_lazy("When did it end?"))
    end_reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("For example: the plan is done, or they do not want to work with you now."),
        max_length=300,
        widget=forms.TextInput(PLAIN_TEXT),
    )

    class Meta:
        model = FocusStakeholder
        fields = ["ended_on", "end_reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begun = self.instance.decision.decided_on
        if cleaned.get("ended_on") and cleaned["ended_on"] < begun:
            message = _("It was chosen on %(day)s and cannot end before that.")
            self.add_error("ended_on", message % {"day": date_format(begun)})
        return cleaned
