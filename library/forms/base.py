"""Shared parts of the forms of the library."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.languages import list_languages_by_name, readers_language
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.models import Sector

# Shown at every text that other people can read.
NO_SURVIVORS = _("Never write about a survivor, even without the name.")
LINES = {"data-count": True}
FIRST_LANGUAGES = ("en", "es", "zh")


def language_choices() -> list[tuple[str, str]]:
    """Return the interface languages first, then all by name."""
    names = list_languages_by_name()
    first = [choice for code in FIRST_LANGUAGES for choice in names if choice[0] == code]
    return first + [choice for choice in names if choice[0] not in FIRST_LANGUAGES]


def sectors_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Sectors"),
        help_text=_("Leave empty for all."),
        choices=Sector.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ItemForm(SentForm):
    """A material or story; its language must be a known one."""

    language = forms.ChoiceField(label=_("Language"))
    sectors = sectors_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices()  # type: ignore[attr-defined]
        self.initial["language"] = self.initial.get("language") or readers_language()
        # Without the empty choice at the beginning.
        kinds = self._meta.model._meta.get_field("kind").choices
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class FilterForm(forms.Form):
    """Filters of a list; all are optional."""

    text = forms.CharField(
        label=_("Search"), max_length=100, required=False, widget=forms.TextInput(PLAIN_TEXT)
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    sector = forms.ChoiceField(
        label=pgettext_lazy("whom a material is for", "For"),
        choices=[("", _("Any")), *Sector.choices],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Any")), *language_choices()]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]

    def is_narrowed(self) -> bool:
        """Return True if any filter except the text search is set."""
        return any(self[name].data for name in self.fields if name != "text")
