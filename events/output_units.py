"""Units of outputs: those of every office, money by currency, and the additions of an office.

Numbers of different units are never added to each other, nor are those of two currencies.
"""

from collections.abc import Collection
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import OfficeUnit, OutputUnit
from stakeholders.forms.contributions import CURRENCIES, get_currency
from tfc.tenancy import cached_in_scope
from tfc.text.punctuation import join_bracketed

# "60+" people in a spreadsheet, where people present is unknown: a lower bound of attendances.
ATTENDANCE = "attendance"
# Followed by the currency: "money-USD".
MONEY = "money-"
UNITS_OF_PEOPLE = (OutputUnit.CONTACTS.value, ATTENDANCE)

_LABELS: dict[str, str | Promise] = {
    **dict(OutputUnit.choices),
    ATTENDANCE: gettext_lazy("People present, not counted exactly"),
}


def get_unit_label(code: str) -> str:
    """Return the label; one query in a scope for units that an office added. An unknown code is shown as it is."""
    if code.startswith(MONEY):
        return join_bracketed(_("Money raised"), get_unit_currency(code))
    label = _LABELS.get(code) or (_get_office_units().get(code) if code.startswith("own-") else None)
    return str(label or code)


def get_lazy_unit_label(code: str) -> Any:
    """Return the label of a unit that an office added, in the language of its reader, also outside of a scope."""
    unit = _get_office_units().get(code)
    return lazy(lambda: unit.title if unit else code, str)()


def get_unit_currency(code: str) -> str:
    return code.removeprefix(MONEY) if code.startswith(MONEY) else ""


def is_unit(code: str) -> bool:
    currency = get_unit_currency(code)
    return code in _LABELS or currency in CURRENCIES or code in _get_office_units()


def get_unit_codes() -> list[str]:
    """Return the codes of all units that can be chosen, with money in each currency."""
    own = [code for code, unit in _get_office_units().items() if unit.retired_at is None]
    return [*OutputUnit.values, *own, *(f"{MONEY}{currency}" for currency in CURRENCIES)]


def get_unit_choices(country: str, recorded: Collection[str] = ()) -> list[tuple[str, Any]]:
    """Return the units to choose from, with the currency of ``country`` before the others. ``recorded``: codes that
    are always among them.
    """
    first, every = f"{MONEY}{get_currency(country)}", get_unit_codes()
    codes = dict.fromkeys(
        [*(code for code in every if not code.startswith(MONEY) or code == first), *recorded]
    )
    return [
        *((code, get_unit_label(code)) for code in codes),
        (_("Other currencies"), [(code, get_unit_currency(code)) for code in every if code not in codes]),
    ]


def get_office_unit_labels() -> dict[str, str]:
    """Return the units that the office added, also retired ones, by code."""
    return {code: unit.title for code, unit in _get_office_units().items()}


def _get_office_units() -> dict[str, OfficeUnit]:
    return cached_in_scope(
        "office_units", lambda: {unit.code: unit for unit in OfficeUnit.objects.order_by("id")}
    )
