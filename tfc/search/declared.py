"""Declarations of what can be found."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from django.db.models import QuerySet
from django.utils.functional import Promise

from tfc.search.matching import Column, matching
from tfc.search.words import Words

Text: TypeAlias = str | Promise
# Used if the database cannot narrow the rows; no community or office has more.
MOST_READ = 300


@dataclass(frozen=True)
class Seeker:
    """The person who searches, and the scope. ``place``: a community or an office; ``role``: the role that the access
    decorator admitted.
    """

    place: Any
    role: int
    user: Any
    today: dt.date

    @property
    def slug(self) -> str:
        return self.place.slug


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A search result. ``texts``: further texts that may contain the words; the page shows the matching excerpt.

    ``keywords``: other words for it, which are found and not shown.
    """

    title: str
    url: str
    meta: str = ""
    texts: Sequence[str] = ()
    icon: str = ""
    keywords: str = ""

    def holds(self, terms: Words, *, near: bool) -> bool:
        return terms.are_in([self.title, self.meta, self.keywords, *self.texts], near=near)


class Kind(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def title(self) -> Text: ...
    @property
    def icon(self) -> str: ...
    @property
    def least(self) -> int: ...


@dataclass(frozen=True, kw_only=True)
class Findable:
    """A kind of record. ``rows``: those that this person may read, in the scope, in the order in which they are shown.

    ``columns``: the searched columns, the title's first; without them all rows are read and searched by the texts of
    ``tell``, for kinds with few rows whose titles are interface text. ``page`` and ``number``: the name of the URL of
    a record, and the argument with its ID: a typed number leads there, and the page appears among recently visited
    ones.
    """

    code: str
    title: Text
    icon: str
    rows: Callable[[Seeker], "QuerySet[Any, Any]"]
    tell: Callable[[Any, Seeker], Hit]
    columns: Callable[[Seeker], Sequence[Column]] | None = None
    least: int = 1
    page: str = ""
    number: str = ""

    def find_rows(self, seeker: Seeker, terms: Words, *, near: bool, most: int) -> "QuerySet[Any, Any]":
        rows = self.rows(seeker)
        if self.columns is None:
            return rows[:MOST_READ]
        return matching(rows, list(self.columns(seeker)), terms, near=near)[:most]

    def numbered(self, seeker: Seeker, numbers: Iterable[int]) -> "QuerySet[Any, Any]":
        return self.rows(seeker).filter(pk__in=list(numbers))

    def build_hits(
        self, queryset: "QuerySet[Any, Any]", seeker: Seeker, terms: Words, *, near: bool, most: int
    ) -> tuple[list[Hit], int]:
        """Return up to ``most`` results, and the number of all results."""
        if self.columns is not None:
            rows = list(queryset)
            return [self.tell(row, seeker) for row in rows], rows[0].found_total if rows else 0
        hits = [hit for row in queryset if (hit := self.tell(row, seeker)).holds(terms, near=near)]
        return hits[:most], len(hits)


@dataclass(frozen=True, kw_only=True)
class StaticSource:
    """Results that are the same in every scope: pages, and names of figures."""

    code: str
    title: Text
    icon: str
    hits: Callable[[Seeker], Sequence[Hit]]
    least: int = 1

    def build_hits(self, seeker: Seeker, terms: Words, *, near: bool, most: int) -> tuple[list[Hit], int]:
        hits = [hit for hit in self.hits(seeker) if hit.holds(terms, near=near)]
        return hits[:most], len(hits)
