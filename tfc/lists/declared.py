"""What a list is: its columns, its rows, who may take it, and whether a program may read it by a link.

Codes and tags are promised in docs/formats.md: add at the end, never rename, never reuse.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tfc.at_once import counts_at_once
from tfc.disclosure import Reader

Value = str | int | float | Decimal | Fraction | bool | dt.date | None
# A word of the interface, translated when it is read.
Text = Any


class Kind(StrEnum):
    """What stands in a column. PEOPLE counts people: a small number is hidden from everybody outside a community."""

    TEXT = "text"
    CODE = "code"
    URL = "url"
    COUNT = "count"
    PEOPLE = "people"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    DATETIME = "datetime"
    YES_NO = "yes_no"


KIND_NAMES: Mapping[Kind, Text] = {
    Kind.TEXT: _("Text"),
    Kind.CODE: _("Code"),
    Kind.URL: _("Address"),
    Kind.COUNT: _("Whole number"),
    Kind.PEOPLE: _("Number of people"),
    Kind.NUMBER: _("Number"),
    Kind.PERCENT: _("Percent, 0 to 100"),
    Kind.MONEY: _("Amount"),
    Kind.DATE: _("Date"),
    Kind.DATETIME: _("Date and time"),
    Kind.YES_NO: _("Yes or no"),
}


@dataclass(frozen=True)
class Field:
    """One column. ``value`` takes a row and gives None where nobody knows. ``leaves``: a link hands it out, too."""

    code: str
    tag: str
    label: Text
    kind: Kind
    value: Callable[[Any], Value]
    meaning: Text = ""
    leaves: bool = True
    # Where a column of numbers counts now people, now things.
    is_people: Callable[[Any], bool] = lambda _row: True


@dataclass(frozen=True)
class ListRequest:
    """By whom, and for what. ``place``: the community or office whose scope is open.

    ``query``: filters, as the list's own page reads them. ``reader``: "as the network reads" wherever rows leave a
    community; ``by_link``: nobody is signed in.
    """

    place: Any
    reader: Reader
    today: dt.date
    role: int = 0
    query: Mapping[str, str] = field(default_factory=dict)
    by_link: bool = False


# Rows out of the database, or as they are worked out.
Found = Callable[[ListRequest], "QuerySet[Any] | Iterable[Any]"]


@dataclass(frozen=True)
class ListExport:
    """``least``: the role that may take it. ``shape``: what the columns read, made of a few hundred rows at a time.

    ``filters``: names in the address that narrow it, as on its page. A list of persons is never ``may_be_linked``.
    ``has_personal_details``: names persons with their role, e-mail address or phone, so that downloads are limited.
    ``kept_back``: columns not even loaded for a link, since its login has no right to them (tfc/db_roles/table.py).
    """

    code: str
    title: Text
    about: Text
    fields: Sequence[Field]
    get_rows: Found
    least: int = 0
    may_be_linked: bool = False
    has_personal_details: bool = False
    filters: Sequence[str] = ()
    kept_back: Sequence[str] = ()
    shape: Callable[[Sequence[Any], ListRequest], Iterable[Any]] | None = None

    def is_narrowed(self, list_request: ListRequest) -> bool:
        return any(list_request.query.get(name) for name in self.filters)

    def count(self, list_request: ListRequest) -> int | None:
        """None for what is worked out and not counted beforehand."""
        return count_rows([self], list_request).get(self.code)


def count_rows(lists: Iterable[ListExport], list_request: ListRequest) -> dict[str, int]:
    """How many rows each has, by its code, in one query; what is worked out is not counted beforehand."""
    rows_by_code = {list_export.code: list_export.get_rows(list_request) for list_export in lists}
    return counts_at_once({code: rows for code, rows in rows_by_code.items() if isinstance(rows, QuerySet)})


def coded(
    code: str,
    tag: str,
    label: Text,
    choices: Sequence[tuple[Any, Text]],
    get_code: Callable[[Any], str | None],
) -> tuple[Field, Field]:
    """A code, which is the same in every language, and its name beside it. A code without a name stands for itself."""
    names = dict(choices)

    def name(row: Any) -> str | None:
        row_code = get_code(row)
        return str(names.get(row_code, row_code)) if row_code else None

    return (
        Field(code, f"{tag}+code", as_code(label), Kind.CODE, lambda row: get_code(row) or None),
        Field(f"{code}_name", f"{tag}+name", label, Kind.TEXT, name),
    )


def as_code(label: Text) -> Text:
    """The head of a column of codes that has a column of names beside it."""
    return format_lazy(_("{column}: code"), column=label)


def joined(values: Iterable[object]) -> str | None:
    """Several in one cell; None where there is none."""
    return "; ".join(str(value) for value in values) or None


# Of a list whose rows are the records themselves.
ID = Field("id", "#meta+id", _("Number"), Kind.COUNT, lambda row: row.pk, _("Stays with the record."))
