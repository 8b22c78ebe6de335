"""Form for a task force, a coalition or a sub-grant: what, in which role, from when until when."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.forms.days import check_order
from stakeholders.models import GRANT_ROLES, OfficePartnership, Partnership, PartnershipKind, PartnershipRole

FIRST_DAY = dt.date(1980, 1, 1)
YEARS_AHEAD = 10


class PeriodDayField(forms.DateField):
    """A day that may be in the future; one too far away must be a typing mistake."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)

    def clean(self, value: Any) -> dt.date | None:
        day: dt.date | None = super().clean(value)
        if day and not FIRST_DAY <= day < dt.date(timezone.localdate().year + YEARS_AHEAD + 1, 1, 1):
            raise ValidationError(_("Enter a nearer date."))
        return day


class PartnershipForm(SentForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=PartnershipKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=[("", gettext_lazy("Choose…")), *PartnershipRole.choices],
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    starts_on = PeriodDayField(
        label=gettext_lazy("From"), error_messages={"required": gettext_lazy("Enter a date.")}
    )
    ends_on = PeriodDayField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("Leave it empty while it continues."),
    )

    class Meta:
        model = Partnership
        fields = ["kind", "name", "role", "partner_name", "starts_on", "ends_on"]
        labels = {
            "name": gettext_lazy("Name"),
            "partner_name": gettext_lazy("Partner"),
        }
        help_texts = {
            "name": gettext_lazy("Describe no person who is or was at risk."),
            "partner_name": gettext_lazy("An organization, never a private person."),
        }
        error_messages = {"name": {"required": gettext_lazy("Enter a name.")}}
        widgets = {"name": forms.TextInput(PLAIN_TEXT), "partner_name": forms.TextInput(PLAIN_TEXT)}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_order(self, "starts_on", "ends_on", _("Enter an end after the start."))
        kind, role = cleaned.get("kind"), cleaned.get("role")
        if kind and role and (kind == PartnershipKind.SUB_GRANT) != (role in GRANT_ROLES):
            self.add_error("role", _WRONG_ROLE[kind == PartnershipKind.SUB_GRANT])
        return cleaned


class OfficePartnershipForm(PartnershipForm):
    """An office's sub-grants belong to its grants."""

    class Meta(PartnershipForm.Meta):
        model = OfficePartnership  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, left_out in (("kind", (PartnershipKind.SUB_GRANT,)), ("role", GRANT_ROLES)):
            field: Any = self.fields[name]
            field.choices = [choice for choice in field.choices if choice[0] not in left_out]


_WRONG_ROLE = {
    True: gettext_lazy("A grant is received or passed on. Choose one of the two."),
    False: gettext_lazy("Choose one."),
}
