"""Forms in which an office adds a vulnerability, and sets how much each sector can change one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stakeholders.actions.terms import TITLES
from stakeholders.forms.base import PLAIN_TEXT
from stakeholders.forms.terms import TermForm
from stakeholders.influence import Influence
from stakeholders.influence_matrix_page import Cell, Line
from stakeholders.models import OwnVulnerability, Sector, VulnerabilityGroup
from tfc.text.punctuation import phrases


def _choices(cell: Cell) -> list[tuple[Any, str]]:
    if cell.shipped is None:
        empty = _("Not set")
    else:
        values = {"weight": cell.shipped, "word": Influence(cell.shipped).label}
        empty = _("Default: %(weight)s, %(word)s") % values
    numbers = [(influence.value, phrases([influence.value, influence.label])) for influence in Influence]
    return [("", empty), *numbers]


class WeightForm(forms.Form):
    """A choice for each sector. ``shown_version``: the newest change that the page showed."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.TextInput(PLAIN_TEXT),
    )
    shown_version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, data: Any, *, line: Line, current_version: str) -> None:
        super().__init__(data, initial={"shown_version": current_version})
        self.cells = {cell.sector: cell for cell in line.cells}
        for cell in line.cells:
            self.fields[cell.sector] = forms.TypedChoiceField(
                label=str(cell.label),
                choices=_choices(cell),
                coerce=int,
                empty_value=None,
                required=False,
                initial="" if cell.own is None else cell.own,
            )
        self.order_fields([*Sector.values, "reason", "shown_version"])
        self.is_seen = data is None or data.get("shown_version") == current_version
        if data is not None and not self.is_seen:
            again = data.copy()
            again["shown_version"] = current_version
            self.data = again

    @property
    def changes(self) -> dict[str, int | None]:
        """Return only the values that differ from the stored ones."""
        chosen = {sector: self.cleaned_data.get(sector) for sector in self.cells}
        return {sector: weight for sector, weight in chosen.items() if weight != self.cells[sector].own}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if any(sector in self.errors for sector in self.cells):
            return cleaned
        if not self.changes and self.is_seen:
            self.add_error(None, _("Change at least one."))
        own = all(cell.shipped is None for cell in self.cells.values())
        missing = [sector for sector in self.cells if cleaned.get(sector) is None]
        if own and 0 < len(missing) < len(self.cells):
            for sector in missing:
                self.add_error(sector, _("Set all eight, or none. 0 means no influence."))
        return cleaned


class VulnerabilityForm(TermForm):
    group = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("", gettext_lazy("Choose…")), *VulnerabilityGroup.choices]
    )

    class Meta(TermForm.Meta):
        model = OwnVulnerability
        fields = ["group", *TITLES]
