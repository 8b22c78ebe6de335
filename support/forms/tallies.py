"""The form for the support numbers of a half-year."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from support.models import OfferedKind, TallyNeed
from support.tallies import MOST, Numbers
from tfc.form_fields import conditional

EXAMPLES = {
    TallyNeed.PHYSICAL: _("A safe place, food, a doctor"),
    TallyNeed.PSYCHOLOGICAL: _("Counseling, crisis help, addiction help"),
    TallyNeed.SPIRITUAL: _("A chaplain, a congregation"),
    TallyNeed.SOCIAL: _("Legal help, papers, work, learning"),
}


class CountField(forms.IntegerField):
    """A count: empty is unknown, 0 is none."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = _("Enter a whole number from 0 to %(most)s, or leave it empty.") % {"most": MOST}
        super().__init__(
            required=False,
            min_value=0,
            max_value=MOST,
            widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "data-stepper": ""}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
            **kwargs,
        )
        conditional(self)


class TalliesForm(forms.Form):
    shown_version = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, stored: Numbers) -> None:
        super().__init__(data, initial={"shown_version": stored.version})
        for need in TallyNeed:
            self.fields[f"need_{need}"] = CountField(
                label=need.label, help_text=EXAMPLES[need], initial=stored.people.get(need)
            )
        for kind in OfferedKind:
            sessions, places = stored.offered.get(kind, (None, None))
            names = {"kind": kind.label}
            self.fields[f"sessions_{kind}"] = CountField(
                label=_("%(kind)s: sessions") % names, initial=sessions
            )
            self.fields[f"places_{kind}"] = CountField(label=_("%(kind)s: places") % names, initial=places)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        for kind in OfferedKind:
            names = (f"sessions_{kind}", f"places_{kind}")
            if any(name in self.errors for name in names):
                continue
            sessions, places = (cleaned[name] for name in names)
            if (sessions is None) != (places is None):
                missing = names[0] if sessions is None else names[1]
                self.add_error(missing, _("Enter both, or neither."))
            elif sessions == 0 and places:
                self.add_error(names[0], _("Enter sessions, or no places."))
        return cleaned

    def numbers(self) -> Numbers:
        """Return the typed numbers of a valid form."""
        cleaned = self.cleaned_data
        people = {need.value: cleaned[f"need_{need}"] for need in TallyNeed}
        offered = {
            kind.value: (cleaned[f"sessions_{kind}"], cleaned[f"places_{kind}"]) for kind in OfferedKind
        }
        return Numbers(
            {need: count for need, count in people.items() if count is not None},
            {kind: both for kind, both in offered.items() if both[0] is not None},
        )

    def people_fields(self) -> list[Any]:
        return [self[f"need_{need}"] for need in TallyNeed]

    def offered_fields(self) -> list[tuple[Any, Any, Any]]:
        return [(kind.label, self[f"sessions_{kind}"], self[f"places_{kind}"]) for kind in OfferedKind]

    def overwriting(self, stored: Numbers) -> None:
        """Keep the typed text with the stored version: saving it again overwrites."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["shown_version"] = stored.version  # type: ignore[index]
