"""The form of a map: the communities' stages, or one part of the survey in one half-year."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.instrument import PARTS, Part
from tfc.periods import half_year_text


class MapForm(forms.Form):
    """``half_years``: those with a round, newest first; the newest is the default."""

    show = forms.ChoiceField(label=_("Show"), required=False)
    round = forms.ChoiceField(label=_("Half-year"), required=False)

    def __init__(self, *args: object, half_years: Iterable[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.half_years = list(half_years)
        self.fields["show"].choices = [  # type: ignore[attr-defined]
            ("", _("Stage")),
            *((part.code, f"{part.label} {part.title}") for part in PARTS),
        ]
        self.fields["round"].choices = [  # type: ignore[attr-defined]
            ("", _("The newest half-year")),
            *((half_year, half_year_text(half_year)) for half_year in self.half_years),
        ]

    @property
    def part(self) -> Part | None:
        """Return the part; None for stages, for an invalid choice, or if there is no round yet."""
        if not self.is_valid() or not self.half_years:
            return None
        return next((part for part in PARTS if part.code == self.cleaned_data["show"]), None)

    @property
    def half_year(self) -> str:
        """Return the half-year; "" without a round."""
        chosen = self.cleaned_data["round"] if self.is_valid() else ""
        return chosen or next(iter(self.half_years), "")
