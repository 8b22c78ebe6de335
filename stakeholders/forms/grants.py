"""Forms for an office's grants, their deliverables and sub-grants."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.choosing_towns import TownSearchForm
from communities.models import Community, Office
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.forms.contributions import AmountField, currency_choices, get_currency
from stakeholders.forms.partnerships import PeriodDayField
from stakeholders.models import Deliverable, Grant, SubGrant
from tfc.form_fields import PositiveNumberField

ENTER_DATE = {"required": gettext_lazy("Enter a date.")}
MOST = 100_000_000


class GivenAmountField(AmountField):
    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Amount"),
            error_messages={
                "required": gettext_lazy("Enter a number."),
                "invalid": gettext_lazy("Enter only a number, such as 1,200 or 99.50, without a currency."),
            },
        )

    def validate(self, value: Any) -> None:
        # A signaling NaN ("sNaN") cannot be compared.
        if value is not None and value.is_finite() and value <= 0:
            raise ValidationError(_("Enter a number above zero."))
        super().validate(value)


class GrantForm(SentForm):
    starts_on = PeriodDayField(label=gettext_lazy("From"), error_messages=ENTER_DATE)
    ends_on = PeriodDayField(label=gettext_lazy("Until"), error_messages=ENTER_DATE)
    amount = GivenAmountField()
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))

    class Meta:
        model = Grant
        fields = [
            "title",
            "funder",
            "number",
            "starts_on",
            "ends_on",
            "amount",
            "currency",
            "note",
            "amounts_are_public",
        ]
        labels = {
            "title": gettext_lazy("Title"),
            "funder": gettext_lazy("Funder"),
            "number": gettext_lazy("Number of the grant"),
            "note": gettext_lazy("Note"),
            "amounts_are_public": gettext_lazy("Amounts may be published"),
        }
        help_texts = {
            "note": gettext_lazy("Describe no person who is or was at risk."),
            "amounts_are_public": gettext_lazy(
                "IATI files then show this grant and its sub-grants with their amounts. Ask the funder first."
            ),
        }
        error_messages = {
            "title": {"required": gettext_lazy("Enter a title.")},
            "funder": {"required": gettext_lazy("Enter a name.")},
        }
        widgets = {
            "title": forms.TextInput(PLAIN_TEXT),
            "funder": forms.TextInput(PLAIN_TEXT),
            "number": forms.TextInput(PLAIN_TEXT),
            "note": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        own = self.instance.currency or get_currency(office.country)
        self.fields["currency"].choices = currency_choices(own)  # type: ignore[attr-defined]
        self.initial["currency"] = own

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begin, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        # A deliverable is due after the start.
        if begin and end and end <= begin:
            self.add_error("ends_on", _("Enter an end after the start."))
        return cleaned

    def get_arguments(self) -> dict[str, Any]:
        return {"office": self.office}


class DeliverableForm(SentForm):
    quantity = PositiveNumberField(label=gettext_lazy("How many"), max_value=MOST)
    due_on = PeriodDayField(label=gettext_lazy("Due on"), error_messages=ENTER_DATE)

    class Meta:
        model = Deliverable
        fields = ["title", "quantity", "unit", "due_on"]
        labels = {"title": gettext_lazy("Title"), "unit": gettext_lazy("Unit")}
        help_texts = {
            "title": gettext_lazy("Describe no person who is or was at risk."),
            "unit": gettext_lazy("For example: trainings, people, events."),
        }
        error_messages = {
            "title": {"required": gettext_lazy("Enter a title.")},
            "unit": {"required": gettext_lazy("Enter a unit.")},
        }
        widgets = {"title": forms.TextInput(PLAIN_TEXT), "unit": forms.TextInput(PLAIN_TEXT)}


class SubGrantForm(TownSearchForm, SentForm):
    recipient = forms.ModelChoiceField(
        label=gettext_lazy("Community"),
        queryset=Community.objects.none(),
        empty_label=gettext_lazy("Choose…"),
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    amount = GivenAmountField()
    on = PeriodDayField(label=gettext_lazy("Date"), error_messages=ENTER_DATE)

    class Meta:
        model = SubGrant
        fields = ["recipient", "amount", "on", "purpose"]
        labels = {"purpose": gettext_lazy("Purpose")}
        help_texts = {
            "purpose": gettext_lazy("The community reads this. Describe no person who is or was at risk.")
        }
        widgets = {"purpose": forms.TextInput(PLAIN_TEXT)}

    def __init__(self, *args: Any, grant: Grant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grant = grant
        self.fields["amount"].label = _("Amount in %(code)s") % {"code": grant.currency}
        self.offer_towns("recipient", Community.objects.filter(office_id=grant.office_id))

    def clean(self) -> dict[str, Any]:
        """Return the values with the grant's currency: amounts in others could not be subtracted from it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        return cleaned | {"currency": self.grant.currency}

    def get_arguments(self) -> dict[str, Any]:
        return {"grant": self.grant}
