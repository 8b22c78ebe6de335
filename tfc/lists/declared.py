"""The declaration of a list: its columns, its rows, who may export it, and whether data links may read it.

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
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tfc.batched_queries import count_together
from tfc.disclosure import Reader

Value = str | int | float | Decimal | Fraction | bool | dt.date | None
# Interface text, translated when it is rendered.
Text = Any


class Kind(StrEnum):
    """The type of a column. PEOPLE counts people: small numbers are hidden from everyone outside of the community."""

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


TEXTS = frozenset({Kind.TEXT, Kind.CODE, Kind.URL})


@dataclass(frozen=True)
class Field:
    """One column. ``leaves``: data links include it too.

    ``value``: the attribute of a row, such as "event.local_day", by default the one named like the code; or a function
    of the row. It may be an empty text, a list of texts, or a moment where the column has days.
    """

    code: str
    tag: str
    label: Text
    kind: Kind
    value: "str | Callable[[Any], Any]" = ""
    meaning: Text = ""
    leaves: bool = True
    # For columns that count people in some rows and things in others.
    is_people: Callable[[Any], bool] = lambda _row: True

    def read(self, row: Any) -> Value:
        """Return the cell of a row; None for unknown."""
        value = self.value(row) if callable(self.value) else _read_path(row, self.value or self.code)
        if isinstance(value, list | tuple):
            value = "; ".join(map(str, value))
        if value is None or value == "":
            return None
        if self.kind in TEXTS:
            return str(value)
        if self.kind is Kind.DATE and isinstance(value, dt.datetime):
            return timezone.localdate(value)
        return value


def _read_path(row: Any, path: str) -> Any:
    """Return the attribute; None where a record on the way to it is missing."""
    for name in path.split("."):
        if row is None:
            return None
        row = getattr(row, name)
    return row


@dataclass(frozen=True)
class ListRequest:
    """Who requests a list, and for what. ``place``: the community or office whose scope is open.

    ``query``: filters, as on the list's own page. ``reader``: NETWORK where rows leave a community; ``by_link``: the
    request comes by a data link, without a signed-in person.
    """

    place: Any
    reader: Reader
    today: dt.date
    role: int = 0
    query: Mapping[str, str] = field(default_factory=dict)
    by_link: bool = False


# Rows from the database, or computed rows.
Found = Callable[[ListRequest], "QuerySet[Any] | Iterable[Any]"]


@dataclass(frozen=True)
class ListExport:
    """A list to export. ``least``: the lowest role that may export it. ``shape``: converts chunks of a few hundred
    rows to what the columns read.

    ``filters``: query parameters that narrow it, as on its page. A list of persons never has ``may_be_linked``.
    ``has_personal_details``: contains names of persons with role, email address or phone, so downloads are limited.
    ``kept_back``: columns that are not loaded for data links, since their login has no right to them
    (tfc/db_roles/table.py).
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
        """Return the number of rows; None for computed rows, which are not counted in advance."""
        return count_rows([self], list_request).get(self.code)


def count_rows(lists: Iterable[ListExport], list_request: ListRequest) -> dict[str, int]:
    """Return the number of rows of each list by its code, in one query; computed lists are not counted in advance."""
    rows_by_code = {list_export.code: list_export.get_rows(list_request) for list_export in lists}
    return count_together({code: rows for code, rows in rows_by_code.items() if isinstance(rows, QuerySet)})


def code_fields(
    code: str,
    tag: str,
    label: Text,
    choices: Sequence[tuple[Any, Text]],
    value: "str | Callable[[Any], Any]" = "",
) -> tuple[Field, Field]:
    """Return two columns: a code, which is the same in every language, and its name. A code without a name is shown as
    it is.
    """
    names = dict(choices)
    code_field = Field(code, f"{tag}+code", as_code(label), Kind.CODE, value)

    def get_name(row: Any) -> Any:
        row_code = code_field.read(row)
        return names.get(row_code, row_code)

    return code_field, Field(f"{code}_name", f"{tag}+name", label, Kind.TEXT, get_name)


def as_code(label: Text) -> Text:
    """Return the header of a column of codes that is next to a column of names."""
    return format_lazy(_("{column}: code"), column=label)


# For lists whose rows are the records themselves.
ID = Field("id", "#meta+id", _("Number"), Kind.COUNT, "pk", _("Stays with the record."))
