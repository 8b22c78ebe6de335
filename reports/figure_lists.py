"""The columns of a figures file (reports.exports.columns) as columns of a data list, with names, kinds and
descriptions.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from reports.exports.columns import COLUMNS, Column, FigureRow
from tfc.lists import Field, Kind, Value
from tfc.lists.declared import Text

# By column code. A column that is missing here is text, with its code as name.
KNOWN: Mapping[str, tuple[Kind, Text, Text]] = {
    "office": (Kind.TEXT, _("Office"), ""),
    "country": (Kind.CODE, _("Country"), ""),
    "region": (Kind.TEXT, _("State or region"), ""),
    "community": (Kind.TEXT, _("Community"), ""),
    "community_code": (Kind.CODE, _("Code"), ""),
    "half_year": (Kind.CODE, _("Half-year"), ""),
    "first_day": (Kind.DATE, _("First day"), ""),
    "last_day": (Kind.DATE, _("Last day"), ""),
    "as_of": (Kind.DATE, _("Counted until"), _("Empty where nothing was computed")),
    "survey": (Kind.CODE, _("Survey"), _("not_started, draft, submitted, returned or accepted")),
    "indicator": (Kind.CODE, _("Indicator"), ""),
    "item": (Kind.COUNT, _("Item"), _("1 to 12")),
    "item_title": (Kind.TEXT, _("Item in words"), ""),
    "part": (Kind.CODE, _("Part"), ""),
    "part_label": (Kind.CODE, _("Number of the part"), ""),
    "part_title": (Kind.TEXT, _("Part in words"), ""),
    "definition_version": (
        Kind.COUNT,
        _("Version of the definition"),
        _("Figures of different versions were counted differently"),
    ),
    "state": (Kind.CODE, _("State"), _("value, declared_zero, unknown, not_applicable or hidden")),
    "value": (Kind.NUMBER, _("Value"), _("0 to 100 where the unit is percent, else how many")),
    "unit": (Kind.CODE, _("Unit"), ""),
    "unit_name": (Kind.TEXT, _("Unit in words"), ""),
    "numerator": (Kind.NUMBER, _("Numerator"), ""),
    "denominator": (Kind.NUMBER, _("Denominator"), _("A count has none")),
    "lower": (Kind.NUMBER, _("Numerator, at least"), ""),
    "upper": (Kind.NUMBER, _("Numerator, at most"), _("Empty where nobody can say the most")),
    "interval_lower": (Kind.PERCENT, _("Interval from"), _("95% interval of a survey, in percent")),
    "interval_upper": (Kind.PERCENT, _("Interval to"), _("95% interval of a survey, in percent")),
    "shown": (Kind.TEXT, _("As pages write it"), ""),
    "rating": (Kind.CODE, _("Rating"), ""),
    "own_value": (
        Kind.YES_NO,
        _("The coordinator’s own figure"),
        _("yes: nothing could be computed from the records"),
    ),
    "locked": (Kind.YES_NO, _("Locked"), _("yes: it does not follow the records any more")),
    "reason": (Kind.CODE, _("Reason"), _("Why there is no number")),
    "notes": (Kind.TEXT, _("Notes"), ""),
    "receipt": (Kind.URL, _("Receipt"), _("The page that says how the figure came about")),
}
NUMBERS = (Kind.COUNT, Kind.NUMBER, Kind.PERCENT)


def _typed(cell: Callable[[FigureRow], str], kind: Kind) -> Callable[[FigureRow], Value]:
    def value(row: FigureRow) -> Value:
        text = cell(row)
        if not text:
            return None
        if kind in NUMBERS:
            return Decimal(text)
        if kind is Kind.DATE:
            return date.fromisoformat(text)
        return text == "yes" if kind is Kind.YES_NO else text

    return value


def _field(column: Column) -> Field:
    kind, label, meaning = KNOWN.get(column.code, (Kind.TEXT, column.code, ""))
    return Field(column.code, column.tag, label, kind, _typed(column.cell, kind), meaning)


FIGURE_FIELDS = tuple(_field(column) for column in COLUMNS)
