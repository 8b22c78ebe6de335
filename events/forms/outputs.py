"""Rows of a form for what an event produced, each with a unit, a number and words; and the units of an office."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from events.counts import MOST_OUTPUT, OutputLine
from events.models import OfficeUnit, OutputUnit
from events.output_units import get_unit_choices
from stakeholders.actions.terms import TITLES
from stakeholders.forms.terms import TermForm
from tfc.form_fields import NumberInput, PositiveNumberField
from tfc.spreadsheets.import_fields import in_all_languages

EMPTY_OUTPUTS = 3
# More lines make a page slow. An import can add any number to an event.
MOST_OUTPUTS = 40
_OUTPUT = re.compile(r"output_([0-9]{1,2})_")


@dataclass(frozen=True)
class FieldRow:
    """Fields shown side by side under one legend."""

    legend: str
    fields: list[BoundField]


class OutputNumberField(PositiveNumberField):
    """The number of an output, or of what should be reached."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_value=MOST_OUTPUT, **kwargs)


class OutputRowsMixin(forms.Form):
    """The form calls ``add_output_rows`` when it is made, and ``clean_output_rows`` in ``clean``."""

    recorded_outputs: Sequence[OutputLine] = ()

    def add_output_rows(self, get_country: Callable[[], str], recorded: Sequence[OutputLine]) -> None:
        """The currency of the country comes first. ``recorded``: the stored outputs, whose units remain choices."""
        self.recorded_outputs = recorded
        units = cache(lambda: get_unit_choices(get_country(), {line.unit for line in recorded}))
        for number in self._output_numbers():
            self.fields[f"output_{number}_quantity"] = OutputNumberField(
                label=_("How many"), required=False, widget=NumberInput({"class": "form-control"})
            )
            self.fields[f"output_{number}_unit"] = choice(_("Unit"), units)
            self.fields[f"output_{number}_what"] = text_field(_("In words"))
            self.fields[f"output_{number}_at_least"] = forms.BooleanField(
                label=_("At least this many"),
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )

    def _output_numbers(self) -> range:
        """Return the numbers of the output rows: the recorded ones and some empty ones; in a sent
        form, as many as were sent.
        """
        sent = [int(match[1]) for name in self.data if (match := _OUTPUT.match(name))]
        most = max([len(self.recorded_outputs) + EMPTY_OUTPUTS, *sent])
        return range(1, min(most, MOST_OUTPUTS + EMPTY_OUTPUTS) + 1)

    @property
    def kept_outputs(self) -> Sequence[OutputLine]:
        """The recorded outputs that have no row; saving keeps them."""
        return self.recorded_outputs[MOST_OUTPUTS:]

    def has_values(self, prefix: str) -> bool:
        return any(self[name].value() or self[name].errors for name in self.fields if name.startswith(prefix))

    def has_outputs(self) -> bool:
        return self.has_values("output_")

    def output_rows(self) -> list[FieldRow]:
        names = ("quantity", "unit", "what", "at_least")
        return [
            FieldRow("", [self[f"output_{number}_{name}"] for name in names])
            for number in self._output_numbers()
        ]

    def get_outputs(self) -> Iterable[OutputLine]:
        for number in self._output_numbers():
            row = {
                name: self.cleaned_data.get(f"output_{number}_{name}")
                for name in ("quantity", "unit", "at_least", "what")
            }
            if row["quantity"] and row["unit"]:
                yield OutputLine(
                    row["unit"], row["quantity"], at_least=bool(row["at_least"]), what=row["what"] or ""
                )
        yield from self.kept_outputs

    def clean_output_rows(self) -> None:
        """Require an amount with its unit."""
        for number in self._output_numbers():
            quantity, unit = f"output_{number}_quantity", f"output_{number}_unit"
            self.ask_for(unit, quantity, _("Choose one."))
            self.ask_for(quantity, unit, _("Enter a number."))
            self.ask_for(quantity, f"output_{number}_what", _("Enter a number."))
            self.ask_for(quantity, f"output_{number}_at_least", _("Enter a number."))

    def ask_for(self, field: str, because_of: str, message: Any) -> None:
        is_needed = self.cleaned_data.get(because_of) and not self.cleaned_data.get(field)
        if is_needed and field not in self.errors:
            self.add_error(field, message)


def get_output_initial(recorded: Sequence[OutputLine]) -> dict[str, Any]:
    """Return stored outputs as the initial values of the form's rows."""
    return {
        f"output_{number}_{name}": value
        for number, line in enumerate(recorded[:MOST_OUTPUTS], start=1)
        for name, value in vars(line).items()
    }


def text_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=160, widget=forms.TextInput(attrs={"class": "form-control"})
    )


def choice(label: Any, choices: Any) -> forms.ChoiceField:
    """Return an optional choice; ``choices`` as Django takes them, also a function."""
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=lambda: [("", _("Choose…")), *(choices() if callable(choices) else choices)],
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class UnitForm(TermForm):
    class Meta(TermForm.Meta):
        model = OfficeUnit

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        listed = {label.casefold() for unit in OutputUnit for label in in_all_languages(unit.label)}
        for name in TITLES:
            if cleaned.get(name, "").casefold() in listed:
                self.add_error(name, _("Enter one that is not listed."))
        return cleaned
