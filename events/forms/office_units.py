"""A unit of outputs that an office adds for its communities."""

from typing import Any

from django.utils.translation import gettext as _

from events.models import OfficeUnit, OutputUnit
from stakeholders.actions.terms import TITLES
from stakeholders.forms.terms import TermForm
from tfc.spreadsheets.import_fields import in_all_languages


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
