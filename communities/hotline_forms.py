"""The form of an office's hotlines and emergency number."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from communities.hotlines import get_emergency_number, get_hotlines_to_edit
from communities.languages import list_languages_by_name
from communities.models import Office
from tfc.phones import as_link

MOST = 5
_digits = RegexValidator(r"^\d[\d ]{1,9}$", _("Enter digits only."))


class HotlineForm(forms.Form):
    """One hotline. A row without a name and a number is left out."""

    name = forms.CharField(label=_("Name"), max_length=120)
    number = forms.CharField(
        label=_("Phone"),
        max_length=40,
        widget=forms.TextInput({"type": "tel", "class": "tf-input--width-20"}),
    )
    text_number = forms.CharField(
        label=_("Number for text messages"),
        max_length=10,
        required=False,
        validators=[_digits],
        widget=forms.TextInput({"type": "tel", "class": "tf-input--width-10"}),
    )
    always_open = forms.BooleanField(label=_("Open 24 hours"), required=False)
    hours = forms.CharField(
        label=_("Opening hours"),
        max_length=80,
        required=False,
        help_text=_("If it is not open 24 hours, such as 9:00–17:00."),
    )
    url = forms.URLField(
        label=_("Website"),
        max_length=300,
        required=False,
        assume_scheme="https",
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country = country
        self.fields["languages"].choices = list_languages_by_name()  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """Return True for a row that counts: with a name or number, also if it is the suggestion."""
        return bool(self["name"].value() or self["number"].value())

    def clean_number(self) -> str:
        number = self.cleaned_data["number"]
        if not as_link(number, self.country):
            raise ValidationError(_("Enter a valid phone number. Start with + for another country."))
        return number


class EmergencyForm(forms.Form):
    emergency_number = forms.CharField(
        label=_("Emergency number"),
        max_length=10,
        validators=[_digits],
        widget=forms.TextInput({"type": "tel", "class": "tf-input--width-10"}),
    )


class BaseHotlines(forms.BaseFormSet):
    def total_form_count(self) -> int:
        """Return the number of rows that were sent, whatever the count sent with them says."""
        if not self.is_bound:
            return super().total_form_count()
        return sum(f"{self.prefix}-{number}-name" in self.data for number in range(MOST))

    def clean(self) -> None:
        if not any(self.errors) and not self.get_hotlines():
            raise ValidationError(_("Enter at least one hotline."))

    def get_hotlines(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms if form.cleaned_data]


Hotlines = forms.formset_factory(HotlineForm, BaseHotlines, extra=1, max_num=MOST, absolute_max=MOST)


def build_hotline_forms(office: Office, data: QueryDict | None) -> tuple[EmergencyForm, BaseHotlines]:
    """Return the forms, filled in with what is stored or, before the first confirmation, suggested."""
    emergency = EmergencyForm(data, initial={"emergency_number": get_emergency_number(office)})
    initial = get_hotlines_to_edit(office)
    rows: Any = Hotlines(data, initial=initial, form_kwargs={"country": office.country})
    for number, form in enumerate(rows, start=1):
        form.called = _("Hotline %(number)s") % {"number": number}
        form.empty_permitted = True
        form.use_required_attribute = False
    return emergency, rows
