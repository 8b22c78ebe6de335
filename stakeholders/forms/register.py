"""Forms of the register."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.languages import list_languages_by_name
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.models import Contact, Organization, Sector, TieKind

PHONE = RegexValidator(
    r"^(?=.*[0-9].*[0-9].*[0-9])[0-9+()\-./ ]+( ?x ?[0-9]+)?$",
    _("Enter a phone number, for example 626 555 0142 or +44 20 7946 0018."),
)


class SearchForm(forms.Form):
    """The optional filters above the register."""

    text = forms.CharField(label=_("Search"), max_length=100, required=False)
    sector = forms.ChoiceField(label=_("Sector"), choices=[("", _("Any")), *Sector.choices], required=False)


class OrganizationForm(SentForm):
    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=[("", _("Choose…")), *Sector.choices],
        error_messages={"required": _("Choose one.")},
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=list_languages_by_name,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    website = forms.URLField(
        label=_("Website"),
        max_length=300,
        required=False,
        assume_scheme="https",
    )
    tie = forms.ChoiceField(
        label=_("Relationship"),
        choices=TieKind.choices,
        widget=forms.RadioSelect,
        initial=TieKind.NEW,
    )
    met_on = forms.DateField(
        label=_("Known since"),
        help_text=_("Leave it empty if nobody remembers."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        help_text=_("A public number."),
        max_length=40,
        required=False,
        validators=[PHONE],
        widget=forms.TextInput({"type": "tel", "class": "tf-input--width-20"} | PLAIN_TEXT),
    )

    class Meta:
        model = Organization
        fields = ["name", "sector", "tie", "met_on", "languages", "phone", "website", "note"]
        labels = {"name": _("Name"), "note": _("Note")}
        error_messages = {"name": {"required": _("Enter a name.")}}
        help_texts = {"note": _("Describe no person who is or was at risk.")}
        widgets = {
            "name": forms.TextInput(PLAIN_TEXT),
            "note": forms.Textarea({"rows": 4, "data-count": True}),
        }

    def clean_met_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["met_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("Enter a date that is not in the future."))
        return day


class ContactForm(SentForm):
    phone = forms.CharField(
        label=_("Work phone"),
        max_length=40,
        required=False,
        validators=[PHONE],
        widget=forms.TextInput({"type": "tel", "class": "tf-input--width-20"} | PLAIN_TEXT),
    )

    class Meta:
        model = Contact
        fields = ["name", "role", "email", "phone", "may_be_listed"]
        labels = {
            "name": pgettext_lazy("person", "Name"),
            "role": _("Role in the organization"),
            "email": _("Work email"),
            "may_be_listed": _("Agreed to be listed"),
        }
        help_texts = {
            "may_be_listed": _("Otherwise only leaders and coordinators see this person."),
            "email": _("Work details only, never a private address. Only leaders and coordinators see it."),
        }
        widgets = {
            "name": forms.TextInput(PLAIN_TEXT),
            "role": forms.TextInput(PLAIN_TEXT),
            "email": forms.EmailInput(PLAIN_TEXT),
        }
