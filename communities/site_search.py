"""Search over everything that a person may read in a place, collected from the modules that apps register.

Such a module has ``POSITION``, and ``COMMUNITY_KINDS`` or ``OFFICE_KINDS`` (tfc/search), or both. All of it is one
query, and a second one if nothing contains the words as typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString

from communities.models import Community, Office, Role, User
from tfc.batched_queries import evaluate_together
from tfc.registry import get_extensions
from tfc.search import Findable, Hit, Seeker, StaticSource, Words
from tfc.search.words import excerpt, mark_words

# Results of each kind, when all kinds are shown; and when one kind is.
A_FEW, MANY = 5, 50


@dataclass(frozen=True)
class SearchResult:
    """A row of the page. ``because``: the part of the record with the words, empty if they are in the title;
    ``office``: its office, if several are searched.
    """

    title: SafeString
    url: str
    meta: SafeString
    because: SafeString
    icon: str
    office: str = ""

    @classmethod
    def from_hit(cls, hit: Hit, terms: Words, icon: str) -> "SearchResult":
        pieces = [piece for text in hit.texts if (piece := excerpt(text, terms))]
        in_sight = terms.are_in([hit.title])
        because = "" if in_sight or not pieces else pieces[0]
        return cls(
            mark_words(hit.title, terms),
            hit.url,
            mark_words(hit.meta, terms),
            mark_words(because, terms),
            hit.icon or icon,
        )


@dataclass(frozen=True)
class Group:
    """``total``: how many of the kind there are; ``rows`` are the first of them."""

    code: str
    title: str
    rows: Sequence[SearchResult]
    total: int

    @property
    def has_more(self) -> bool:
        return self.total > len(self.rows)


@dataclass(frozen=True)
class SearchResults:
    """``is_near``: nothing contains the words as typed, so the results contain similar ones."""

    terms: Words
    groups: Sequence[Group] = ()
    numbered: Sequence[SearchResult] = ()
    is_near: bool = False

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups) + len(self.numbered)


def build_seeker(place: Community | Office, user: User, role: Role = Role.COORDINATOR) -> Seeker:
    return Seeker(place, role, user, timezone.localdate())


@cache
def _kinds(name: str) -> tuple[Findable | StaticSource, ...]:
    sources = sorted(get_extensions("search"), key=lambda module: module.POSITION)
    return tuple(kind for source in sources for kind in getattr(source, name, ()))


def get_search_kinds(place: Community | Office) -> tuple[Findable | StaticSource, ...]:
    return _kinds("COMMUNITY_KINDS" if isinstance(place, Community) else "OFFICE_KINDS")


def get_findables(place: Community | Office) -> Mapping[str, Findable]:
    """Return by code the kinds that have a page of their own."""
    return {kind.code: kind for kind in get_search_kinds(place) if isinstance(kind, Findable) and kind.page}


def search(seeker: Seeker, terms: Words, only: str = "", *, fixed: bool = True) -> SearchResults:
    """Search in the scope of the place. ``only``: the code of one kind, with more results; ``fixed``: include what
    every place has.
    """
    if not terms:
        return SearchResults(terms)
    kinds = [
        kind
        for kind in get_search_kinds(seeker.place)
        if kind.least <= seeker.role and only in ("", kind.code) and (fixed or isinstance(kind, Findable))
    ]
    numbered: dict[Findable, QuerySet[Any, Any]] = {}
    if terms.number is not None and not only:
        wanted = [terms.number]
        numbered = {
            kind: kind.numbered(seeker, wanted) for kind in kinds if isinstance(kind, Findable) and kind.page
        }
    groups = _find_groups(
        kinds, seeker, terms, near=False, most=MANY if only else A_FEW, also=numbered.values()
    )
    jumps = [
        SearchResult.from_hit(kind.tell(row, seeker), terms, kind.icon)
        for kind, rows in numbered.items()
        for row in rows
    ]
    if groups or jumps or not terms.can_be_near:
        return SearchResults(terms, groups, jumps)
    near = _find_groups(kinds, seeker, terms, near=True, most=MANY if only else A_FEW)
    return SearchResults(terms, near, is_near=bool(near))


def _find_groups(
    kinds: Sequence[Findable | StaticSource],
    seeker: Seeker,
    terms: Words,
    *,
    near: bool,
    most: int,
    also: Any = (),
) -> list[Group]:
    querysets = {
        kind: kind.find_rows(seeker, terms, near=near, most=most)
        for kind in kinds
        if isinstance(kind, Findable)
    }
    evaluate_together(*querysets.values(), *also)
    groups = []
    for kind in kinds:
        if isinstance(kind, Findable):
            hits, total = kind.build_hits(querysets[kind], seeker, terms, near=near, most=most)
        else:
            hits, total = kind.build_hits(seeker, terms, near=near, most=most)
        if hits:
            rows = [SearchResult.from_hit(hit, terms, kind.icon) for hit in hits]
            groups.append(Group(kind.code, str(kind.title), rows, total))
    return groups
