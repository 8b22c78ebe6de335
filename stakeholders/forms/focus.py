"""Forms for a community's decision about its focus stakeholders."""

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
from tfc.form_fields import conditional
from tfc.text.punctuation import listed

KEEP, END = "keep", "end"


class DecisionForm(forms.Form):
    """Fields of the decision as a whole. ``shown_version``: the suggestion and focuses that the page showed."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    shown_version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    decided_on = PastDayField(label=gettext_lazy("Decided on"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        error_messages={"required": gettext_lazy("Enter a reason.")},
        max_length=1000,
        widget=forms.Textarea({"rows": 3, "data-count": True}),
    )

    def __init__(self, data: Any, *, current_version: str) -> None:
        super().__init__(data, initial={"shown_version": current_version, "decided_on": timezone.localdate()})
        self.is_seen = data is None or data.get("shown_version") == current_version
        if data is not None and not self.is_seen:
            again = data.copy()
            again["shown_version"] = current_version
            self.data = again


class AcceptForm(DecisionForm):
    """``current``: the present focus stakeholders, to keep next to the new ones or to end.

    ``suggests``: whether there is a suggestion. Following it needs no reason, so the label of the field says when one
    is needed; without a suggestion the reason is always required.
    """

    field_order = ("decided_on", "existing", "reason")
    existing = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )

    def __init__(
        self, data: Any, *, current_version: str, current: Sequence[FocusStakeholder], suggests: bool = True
    ) -> None:
        super().__init__(data, current_version=current_version)
        self.current = current
        self._call_reason(suggests)
        if not current:
            del self.fields["existing"]
            return
        names = listed(current)
        self.fields["existing"].label = _("What happens to your current focus: %(names)s?") % {"names": names}
        self.fields["existing"].choices = [  # type: ignore[attr-defined]
            (END, _("It ends with this decision")),
            (KEEP, _("It stays, in addition")),
        ]

    def _call_reason(self, suggests: bool) -> None:
        reason: Any = self.fields["reason"]
        if suggests:
            # Only check_reason knows the choice, so the label says when a reason is needed instead of "(optional)".
            conditional(reason).required = False
            reason.label = _("Why, if it differs from the suggestion or is more than two?")
            reason.help_text = _(
                "A focus that stays counts too. If you follow the suggestion, leave it empty."
            )
        else:
            reason.label = _("Reason")
            reason.help_text = _("Enter a reason.")
            reason.error_messages["required"] = _("Enter a reason.")

    @property
    def remaining_focuses(self) -> Sequence[FocusStakeholder]:
        return self.current if self.cleaned_data.get("existing") == KEEP else ()

    @property
    def ended_focuses(self) -> Sequence[FocusStakeholder]:
        return self.current if self.cleaned_data.get("existing") == END else ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("decided_on")
        begun = max((focus.decision.decided_on for focus in self.ended_focuses), default=None)
        if day and begun and day < begun:
            self.add_error("decided_on", _("Enter a day after the focus you end was decided."))
        return cleaned

    def check_reason(self, *, follows: bool) -> None:
        """Require a reason for a choice other than the suggestion."""
        if not (follows or self.cleaned_data.get("reason") or "reason" in self.errors):
            self.add_error("reason", _("Enter a reason."))


class RejectForm(DecisionForm):
    field_order = ("decided_on", "reason")

    def __init__(self, data: Any, *, current_version: str) -> None:
        super().__init__(data, current_version=current_version)
        self.fields["reason"].label = _("Reason")


class FocusForm(PlanFields, SentForm):
    """The plan of one focus, and its finding."""

    field_order = ("finding", "plan", "plan_person", "plan_due")
    finding = forms.TypedChoiceField(label=gettext_lazy("Finding"), coerce=int)

    def __init__(self, *args: Any, offered: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.fields["finding"].choices = offered.finding_choices  # type: ignore[attr-defined]

    class Meta:
        model = FocusStakeholder
        fields = ["finding", "plan", "plan_person", "plan_due"]

    def get_arguments(self) -> dict[str, Any]:
        return {"offered": self.offered}

    def clean_finding(self) -> Finding:
        return self.offered.findings[self.cleaned_data["finding"]]


class EndForm(SentForm):
    ended_on = PastDayField(label=gettext_lazy("Ended on"))
    end_reason = forms.CharField(
        label=gettext_lazy("Reason"),
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
            message = _("It was chosen on %(day)s. Enter that day or later.")
            self.add_error("ended_on", message % {"day": date_format(begun)})
        return cleaned
