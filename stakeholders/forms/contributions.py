"""Form for a contribution: money, goods or hours."""

from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_name, get_territory_currencies
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Community
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.forms.days import PastDayField
from stakeholders.models import Contribution, ContributionKind, Organization, Sector
from tfc.form_fields import conditional
from tfc.locales import locale_of_reader
from tfc.text.punctuation import join_bracketed, phrases

# Those of the countries in which Oasis works, and of their neighbors.
CURRENCIES = (
    "AUD", "BDT", "BRL", "CAD", "CHF", "CNY", "EUR", "GBP", "INR", "KES", "KGS", "MXN", "MZN", "NZD", "TZS", "UGX",
    "USD", "ZAR", "ZMW",
)  # fmt: skip
NO_NUMBER = gettext_lazy("Enter a number, such as 1,200 or 99.50. If nobody counted, leave it empty.")


def get_currency(country: str) -> str:
    """Return the currency of the country (two letters); empty if unknown."""
    currencies = get_territory_currencies(country.upper()) if country else []
    return currencies[0] if currencies else ""


def currency_choices(*also: str) -> list[tuple[str, str]]:
    """Return (code, "USD, US Dollar") by code; ``also``: codes to include."""
    locale = locale_of_reader()
    codes = sorted({*CURRENCIES, *filter(None, also)})
    return [(code, phrases((code, get_currency_name(code, locale=locale)))) for code in codes]


class AmountField(forms.DecimalField):
    """An amount above 0 and up to 9,999,999,999.99; the error messages say what to enter."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput({"inputmode": "decimal", "class": "tf-input--width-10"} | PLAIN_TEXT)
        )
        kwargs.setdefault("error_messages", {"invalid": NO_NUMBER})
        super().__init__(localize=True, **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if value <= 0:
            raise ValidationError(_("Enter a number above zero. If nobody counted, leave it empty."))
        if value >= Decimal(10) ** 10:
            raise ValidationError(_("Enter a smaller number."))
        if value != round(value, 2):
            raise ValidationError(_("Use at most two decimals."))


class OrganizationField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return join_bracketed(obj.name, obj.get_sector_display())


class ContributionForm(SentForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=ContributionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    organization = OrganizationField(
        label=gettext_lazy("Organization"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=gettext_lazy("None of the list, or several"),
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"),
        help_text=gettext_lazy("Not needed if you chose an organization."),
        choices=[("", gettext_lazy("Choose…")), *Sector.choices],
        required=False,
    )
    amount = AmountField(
        label=gettext_lazy("Amount"),
        help_text=gettext_lazy(
            "Money, pieces or hours. If nobody counted, leave it empty: that is not zero."
        ),
        required=False,
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), required=False)
    received_on = PastDayField(label=gettext_lazy("Received on"))

    class Meta:
        model = Contribution
        fields = ["kind", "what", "amount", "currency", "organization", "sector", "received_on"]
        labels = {"what": gettext_lazy("Description")}
        help_texts = {
            "what": gettext_lazy("For example: 40 blankets. No names of private people, never a survivor.")
        }
        widgets = {"what": forms.TextInput(PLAIN_TEXT)}

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.community = community
        own = get_currency(community.office.country)
        conditional(self.fields["sector"])
        conditional(self.fields["currency"]).choices = currency_choices(own, self.instance.currency)  # type: ignore[attr-defined]
        if not self.instance.currency:
            self.initial["currency"] = own
        if self.instance.amount is not None and self.instance.kind != ContributionKind.MONEY:
            # Pieces as "62", hours as "2.5", but money as "62.00".
            amount = self.instance.amount.normalize()
            self.initial["amount"] = int(amount) if amount == int(amount) else amount
        organizations = Organization.objects.filter(Q(deleted_at=None) | Q(pk=self.instance.organization_id))
        self.fields["organization"].queryset = organizations.in_register_order()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._clean_sector(cleaned)
        self._clean_amount(cleaned)
        return cleaned

    def _clean_sector(self, cleaned: dict[str, Any]) -> None:
        organization, sector = cleaned.get("organization"), cleaned.get("sector")
        if "sector" in self.errors or "organization" in self.errors:
            return
        if organization is None and not sector:
            self.add_error("sector", _("Choose a sector or an organization."))
        elif organization is not None and not sector:
            cleaned["sector"] = organization.sector
        elif organization is not None and sector != organization.sector:
            message = _("Choose “%(sector)s”: %(name)s is in that sector.")
            names = {"name": organization.name, "sector": organization.get_sector_display()}
            self.add_error("sector", message % names)

    def _clean_amount(self, cleaned: dict[str, Any]) -> None:
        kind, amount = cleaned.get("kind"), cleaned.get("amount")
        if kind and kind != ContributionKind.MONEY:
            cleaned["currency"] = ""
        elif kind and amount is not None and not cleaned.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("Choose one."))
        if kind == ContributionKind.GOODS and amount is not None and amount != int(amount):
            self.add_error("amount", _("Enter a whole number."))

    def get_arguments(self) -> dict[str, Any]:
        return {"community": self.community}
