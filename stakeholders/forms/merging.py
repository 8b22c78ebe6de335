"""Form to merge two organizations."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stakeholders.models import Organization, Sector, TieKind

CHOSEN = ("name", "sector", "phone", "website")
LABELS = {"name": _("Name"), "sector": _("Sector"), "phone": _("Phone"), "website": _("Website")}
KEPT, GONE = "kept", "gone"


class MergeSearchForm(forms.Form):
    text = forms.CharField(label=_("Search"), max_length=100, required=False)


class MergeForm(forms.Form):
    """A choice for each field in which both differ; other fields need none."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    other_revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, target: Organization, source: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept, self.gone = target, source
        self.initial = {"revision": target.revision, "other_revision": source.revision}
        for name in CHOSEN:
            if self._differ(name):
                self.fields[name] = self._choice(name)
        if target.note or source.note:
            self.fields["note"] = forms.CharField(
                label=_("Note"),
                help_text=_("The notes of both."),
                max_length=2000,
                required=False,
                widget=forms.Textarea({"rows": 5, "data-count": True}),
                initial=join_notes(target.note, source.note),
            )

    def _differ(self, name: str) -> bool:
        mine, theirs = getattr(self.kept, name), getattr(self.gone, name)
        return bool(mine and theirs and mine != theirs)

    def _choice(self, name: str) -> forms.ChoiceField:
        choices = [
            (side, self._shown(organization, name))
            for side, organization in ((KEPT, self.kept), (GONE, self.gone))
        ]
        return forms.ChoiceField(
            label=LABELS[name], choices=choices, widget=forms.RadioSelect, initial=choices[0][0]
        )

    def _shown(self, organization: Organization, name: str) -> str:
        value = getattr(organization, name)
        return str(Sector(value).label) if name == "sector" and value in Sector.values else value

    def values(self) -> dict[str, Any]:
        """Return the fields of the remaining organization, for a valid form."""
        target, source = self.kept, self.gone
        chosen = {
            name: getattr(source if self.cleaned_data.get(name) == GONE else target, name)
            or getattr(source, name)
            for name in CHOSEN
        }
        return chosen | {
            "note": self.cleaned_data.get("note", ""),
            "languages": [
                *target.languages,
                *(language for language in source.languages if language not in target.languages),
            ],
            "tie": TieKind.EXISTING if TieKind.EXISTING in (target.tie, source.tie) else TieKind.NEW,
            "met_on": get_earlier_day(target.met_on, source.met_on),
        }


def join_notes(first: str, second: str) -> str:
    """Return both notes with an empty line between them, or one if it contains the other."""
    if second.strip() in first:
        return first
    return second if first.strip() in second else f"{first.rstrip()}\n\n{second}"


def get_earlier_day(first: dt.date | None, second: dt.date | None) -> dt.date | None:
    days = [day for day in (first, second) if day]
    return min(days, default=None)
