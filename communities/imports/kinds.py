"""What can be brought in, asked of every app without knowing any: ``settings.IMPORT_KINDS`` names their classes."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from communities.imports.fields import ImportField, InvalidValue
from communities.models import Community, Role, User
from tfc.app_modules import app_modules
from tfc.periods import HalfYear
from tfc.spreadsheets.reading import MOST_ROWS
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.values import Count
from tfc.text.line_breaks import time_words
from tfc.text.punctuation import listed

MOST_LETTERS = 80


def format_field_value(value: Any, labels: Mapping[str, Collection[str]]) -> str:
    """Empty where nothing is known. ``labels``: of a choice, each code with its words, the reader's first."""
    if isinstance(value, Count):
        return _("at least %(people)d") % {"people": value.value} if value.at_least else str(value.value)
    if isinstance(value, list | tuple):
        return listed(format_field_value(item, labels) for item in value)
    if isinstance(value, str):
        text = next(iter(labels.get(value, ())), value)
        return Truncator(" ".join(str(text).split())).chars(MOST_LETTERS)
    return _plain(value)


def _plain(value: bool | dt.date | dt.time | None) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.time):
        return time_words(value)
    return date_format(value) if value else ""


Values = Mapping[str, Any]


@dataclass(frozen=True)
class ExistingRecord:
    """What a row is here already. ``differs``: codes of the fields in which the row says something else, with what is
    here. ``id`` and ``revision``: of the record as it was compared; 0 where a row may not change it.

    ``problem``: why the row cannot be taken as it is; then nothing else counts.
    """

    differs: Mapping[str, Any] = field(default_factory=dict)
    problem: Remark | None = None
    id: int = 0
    revision: int = 0


CHANGED_MEANWHILE = Remark("changed_meanwhile")


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON keeps what was replaced; a day is taken back as text."""
    return {
        code: value.isoformat() if isinstance(value, dt.date) else value for code, value in values.items()
    }


class RefusedError(Exception):
    """A record was not changed. ``why``: a rule that is broken speaks the language of who brought the file."""

    def __init__(self, why: Remark | InvalidValue) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class ImportedRecord:
    """``before``: what a row that fills in or changes something replaced, to put it back."""

    id: int
    revision: int
    before: dict[str, Any] | None = None


class Import(ABC):
    """A kind of rows that can be brought in, with the rules of its app; named in ``settings.IMPORT_KINDS``.

    An instance is made for one step of one batch, inside the community's scope. ``values``: {code of a field: what was
    read}, without fields that say nothing.
    """

    code: str
    title: str | Promise
    lead: str | Promise
    least: Role
    """Who may bring them in."""
    icon: str
    list_name: str
    """The page where these records are listed."""
    most_rows = MOST_ROWS
    asks_again = False
    """Whether a person confirms who they are before bringing them in, as for every change of the team."""
    chunk = 500
    """Rows that are stored in one transaction."""
    # A template would make an instance of a class that it names.
    do_not_call_in_templates = True

    def __init__(self, community: Community, by: User) -> None:
        self.community = community
        self.by = by
        self.today = timezone.now().astimezone(community.zone).date()
        self.fields = self.make_fields()

    @abstractmethod
    def make_fields(self) -> list[ImportField]:
        """In the order of the template."""

    @abstractmethod
    def row_title(self, values: Values) -> str:
        """What a row is called on the page."""

    @abstractmethod
    def key(self, values: Values) -> Hashable:
        """By which two rows are the same thing."""

    @abstractmethod
    def problems(self, values: Values) -> list[tuple[str, str]]:
        """Rules of the app that the row breaks, all of them: (code of the field or "", sentence).

        Of a row with cells that cannot be read, ``values`` has the others, and may lack what every row needs.
        """

    @abstractmethod
    def match(self, rows: Sequence[tuple[Hashable, Values]]) -> dict[Hashable, ExistingRecord]:
        """Those that are here already; a constant number of queries."""

    @abstractmethod
    def add(self, rows: Sequence[Values]) -> list[ImportedRecord]:
        """Store rows without problems that are not here yet, in their order; few queries."""

    @abstractmethod
    def undo(self, made: Sequence[ImportedRecord]) -> set[int]:
        """Take back what nobody changed since; the ids of those."""

    def change(self, existing_record: ExistingRecord, values: Values) -> ImportedRecord:
        """Give the record that was ``found`` what the row says otherwise, by the action that its own page uses.

        RefusedError where somebody else changed it meanwhile, or a rule is broken. Only where ``match`` gives an id.
        """
        raise NotImplementedError

    def change_back(self, made: ImportedRecord) -> int | None:
        """Give it what ``change`` replaced; its revision then, None where somebody changed it since."""
        raise NotImplementedError

    def facts(self, values: Values) -> list[str]:
        """What is to be counted of a row that will be brought in, for ``remarks``; most kinds count nothing."""
        return []

    def remarks(self, facts: Mapping[str, int]) -> list[str]:
        """What whoever brings them in should know, as sentences. ``facts``: of how many rows each is true."""
        return []

    def words_for(self, code: str, value: Any) -> str:
        """What was read of a field, as it is said to the reader."""
        return format_field_value(value, self.get_field(code).labels)

    def get_field(self, code: str) -> ImportField:
        return next(field for field in self.fields if field.code == code)


@cache
def kinds() -> Mapping[str, type[Import]]:
    import_kinds: list[type[Import]] = [import_string(name) for name in settings.IMPORT_KINDS]
    return {kind.code: kind for kind in import_kinds}


def handed_in() -> set[HalfYear]:
    """Half-years of the community in scope whose figures are locked: modules ``import_locks`` of the apps say which."""
    return {half_year for module in app_modules("import_locks") for half_year in module.handed_in()}


def kinds_for(role: Role) -> list[type[Import]]:
    return [kind for kind in kinds().values() if role >= kind.least]
