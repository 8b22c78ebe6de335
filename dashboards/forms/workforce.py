"""The form for the number of people of a profession who work in the community."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Profession


class WorkforceForm(forms.Form):
    profession = forms.ChoiceField(
        label=_("Profession"),
        choices=[choice for choice in Profession.choices if choice[0] != Profession.OTHER],
    )
    people = forms.IntegerField(
        label=_("How many of them work in your town?"),
        min_value=1,
        max_value=10_000_000,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "maxlength": "9", "class": "tf-input--width-10"}
        ),
    )
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("Example: the police department's yearly report.")
    )
    year = forms.IntegerField(
        label=_("Year of the count"),
        min_value=1900,
        max_value=9999,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "maxlength": "4", "class": "tf-input--width-4"}
        ),
    )
