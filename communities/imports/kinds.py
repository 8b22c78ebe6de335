"""What can be brought in, asked of every app without knowing any: each names a module in ``settings.IMPORT_KINDS``."""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise

from communities.imports.fields import ImportField
from communities.models import Community, Role, User
from tfc.sheets.reading import MOST_ROWS

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """What a row is here already. ``differs``: names of the fields in which the row says something else.

    ``problem``: why the row cannot be taken as it is, as a sentence; then nothing else counts.
    """

    differs: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class Made:
    """``before``: what a row that fills in something replaced, to put it back."""

    id: int
    revision: int
    before: dict[str, Any] | None = None


class Importer(ABC):
    """The rows of one kind in one community; made for one step of one batch, inside the community's scope.

    ``values``: {code of a field: what was read}, without fields that say nothing.
    """

    # Rows that are stored in one transaction.
    chunk = 500

    def __init__(self, community: Community, by: User) -> None:
        self.community = community
        self.by = by
        self.today = timezone.now().astimezone(community.zone).date()
        self.fields = self.make_fields()

    @abstractmethod
    def make_fields(self) -> list[ImportField]:
        """In the order of the template."""

    @abstractmethod
    def title(self, values: Values) -> str:
        """What a row is called on the page."""

    @abstractmethod
    def key(self, values: Values) -> Hashable:
        """By which two rows are the same thing."""

    @abstractmethod
    def problems(self, values: Values) -> list[tuple[str, str]]:
        """Rules of the app that the row breaks: (code of the field or "", sentence)."""

    @abstractmethod
    def match(self, rows: Sequence[tuple[Hashable, Values]]) -> dict[Hashable, Found]:
        """Those that are here already; a constant number of queries."""

    @abstractmethod
    def add(self, rows: Sequence[Values]) -> list[Made]:
        """Store rows without problems that are not here yet, in their order; few queries."""

    @abstractmethod
    def undo(self, made: Sequence[Made]) -> set[int]:
        """Take back what nobody changed since; the ids of those."""

    def remarks(self) -> list[str]:
        """What whoever brings them in should know of all rows that ``problems`` has seen, as sentences."""
        return []


@dataclass(frozen=True)
class Kind:
    """``list_name``: the page where these stand. ``least``: who may bring them in.

    ``asks_again``: whoever brings them in proves first who one is, as for every change of the team.
    """

    code: str
    title: str | Promise
    lead: str | Promise
    least: Role
    icon: str
    list_name: str
    importer: type[Importer]
    most_rows: int = MOST_ROWS
    asks_again: bool = False


@cache
def kinds() -> Mapping[str, Kind]:
    found = [kind for name in settings.IMPORT_KINDS for kind in import_module(name).KINDS]
    return {kind.code: kind for kind in found}


def kinds_for(role: Role) -> list[Kind]:
    return [kind for kind in kinds().values() if role >= kind.least]
