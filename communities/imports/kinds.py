"""The kinds of rows that can be imported, collected from the apps (tfc/registry.py)."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, cast

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from communities.models import Community, Office, Role, User
from tfc.periods import HalfYear
from tfc.registry import get_extensions
from tfc.spreadsheets.grids import MOST_ROWS
from tfc.spreadsheets.import_fields import ImportField
from tfc.spreadsheets.import_rows import BrokenRule
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.values import Count
from tfc.text.line_breaks import time_words
from tfc.text.punctuation import listed

MOST_LETTERS = 80
Values = Mapping[str, Any]
CHANGED_MEANWHILE = Remark("changed_meanwhile")


def format_field_value(value: Any, labels: Mapping[str, Collection[str]]) -> str:
    """Return the value as text; "" if unknown. ``labels``: of a choice, each code with its words,
    the reader's first.
    """
    if isinstance(value, Count):
        return _("at least %(low)s") % {"low": value.value} if value.at_least else str(value.value)
    if isinstance(value, list | tuple):
        return listed(format_field_value(item, labels) for item in value)
    if isinstance(value, str):
        text = next(iter(labels.get(value, ())), value)
        return Truncator(" ".join(str(text).split())).chars(MOST_LETTERS)
    return _plain(value)


@dataclass(frozen=True)
class ExistingRecord:
    """The existing record of a row. ``differs``: codes of the fields in which the row differs, with the record's
    values. ``id`` and ``revision``: of the record as compared; 0 if a row may not change it.

    ``problem``: why the row cannot be accepted; then nothing else counts.
    """

    differs: Mapping[str, Any] = field(default_factory=dict)
    problem: Remark | BrokenRule | None = None
    id: int = 0
    revision: int = 0


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return replaced values as JSON; a date becomes text."""
    return {
        code: value.isoformat() if isinstance(value, dt.date) else value for code, value in values.items()
    }


class RefusedError(Exception):
    """A record was not changed, and why."""

    def __init__(self, why: Remark | BrokenRule) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class ImportedRecord:
    """``before``: the values that the row replaced, to restore them."""

    id: int
    revision: int
    before: dict[str, Any] | None = None


class Import(ABC):
    """A kind of rows that can be imported, with the rules of its app, which registers it (tfc/registry.py).

    A kind declares its fields, and how rows become records and are undone. An instance is created for one step of one
    import, inside the scope of ``place``. ``values``: {code of a field: parsed value}, without empty fields.
    """

    code: str
    title: str | Promise
    lead: str | Promise
    least: Role
    """Who may bring them in."""
    icon: str
    position: int
    """In the list of kinds."""
    list_name: str
    """The page where these records are listed."""
    fields: Sequence[ImportField]
    """In the order of the template."""
    title_fields: Sequence[str]
    """The fields that are a row's title on the page."""
    identity_field = ""
    """A row that differs in this field from the record that it resembles may be another one."""
    most_rows = MOST_ROWS
    for_offices = False
    """Whether an office may bring them in as well."""
    asks_again = False
    """Whether a person confirms who they are before bringing them in, as for every change of the team."""
    chunk = 500
    """Rows that are stored in one transaction."""
    # A template would call a class that it names.
    do_not_call_in_templates = True

    def __init__(self, place: Community | Office, by: User) -> None:
        self.place = place
        self.by = by
        self.today = timezone.now().astimezone(place.zone).date()

    @property
    def community(self) -> Community:
        """Return the community, in kinds that no office imports."""
        return cast("Community", self.place)

    def row_title(self, values: Values) -> str:
        return " · ".join(self.words_for(code, values[code]) for code in self.title_fields if code in values)

    @abstractmethod
    def key(self, values: Values) -> Hashable:
        """Return the key by which two rows are the same record."""

    @abstractmethod
    def problems(self, values: Values) -> list[tuple[str, str]]:
        """Return all rules of the app that the row breaks: (code of the field or "", sentence).

        If some cells cannot be read, ``values`` has only the others, and may lack required fields.
        """

    @abstractmethod
    def match(self, rows: Sequence[tuple[Hashable, Values]]) -> dict[Hashable, ExistingRecord]:
        """Return existing records by key; a constant number of queries."""

    @abstractmethod
    def add(self, rows: Sequence[Values]) -> list[ImportedRecord]:
        """Store rows without problems and without existing record, in their order; few queries."""

    @abstractmethod
    def undo(self, made: Sequence[ImportedRecord]) -> set[int]:
        """Undo the records that were not changed since; return their IDs."""

    def change(self, existing_record: ExistingRecord, values: Values) -> ImportedRecord:
        """Change ``existing_record`` to the row's values, by the action that its own page uses.

        RefusedError if it was changed in the meantime, or a rule is broken. Only if ``match`` returns an ID.
        """
        raise NotImplementedError

    def change_back(self, made: ImportedRecord) -> int | None:
        """Restore the values that ``change`` replaced; return the new revision, None if the record
        was changed since.
        """
        raise NotImplementedError

    def describe_rule(self, facts: Mapping[str, Any], values: Values) -> str:
        """Return the sentence of a BrokenRule with these facts, of a row with these values."""
        raise NotImplementedError

    def facts(self, values: Values) -> list[str]:
        """Return the facts to count of a row to import, for ``remarks``; none by default."""
        return []

    def remarks(self, facts: Mapping[str, int]) -> list[str]:
        """Return remarks for the person who imports, as sentences. ``facts``: the number of rows for each fact."""
        return []

    def words_for(self, code: str, value: Any) -> str:
        """Return the value of a field as text for the reader."""
        return format_field_value(value, self.fields_by_code[code].labels)

    @cached_property
    def fields_by_code(self) -> Mapping[str, ImportField]:
        return {field.code: field for field in self.fields}


@cache
def kinds() -> Mapping[str, type[Import]]:
    import_kinds: list[type[Import]] = [kind for app_kinds in get_extensions("imports") for kind in app_kinds]
    return {kind.code: kind for kind in sorted(import_kinds, key=lambda kind: kind.position)}


def get_submitted_half_years() -> set[HalfYear]:
    """Return half-years of the community in scope whose figures are locked."""
    getters = get_extensions("get_locked_half_years")
    return {half_year for get_locked_half_years in getters for half_year in get_locked_half_years()}


def kinds_for(role: Role | None) -> list[type[Import]]:
    """Return the kinds that members with this role may import; None stands for the staff of an office."""
    return [kind for kind in kinds().values() if (kind.for_offices if role is None else role >= kind.least)]


def _plain(value: bool | dt.date | dt.time | None) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.time):
        return time_words(value)
    return date_format(value) if value else ""
