"""The search over all that one may see in a place, asked of every app without knowing any.

Each names a module in ``settings.SEARCH_PROVIDERS`` (tfc/search). All of it is one question to the database, and a
second one where nothing holds the words as they were typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString

from communities.models import Community, Office, Role, User
from tfc.at_once import at_once
from tfc.search import Findable, Fixed, Hit, Seeker, Words
from tfc.search.words import excerpt, marked

# Of each kind, where all are shown; and where somebody wants more of one.
A_FEW, MANY = 5, 50


@dataclass(frozen=True)
class Shown:
    """A row of the page. ``because``: the piece of the record where the words stand, empty where its title says it;
    ``office``: whose it is, where several are searched."""

    title: SafeString
    url: str
    meta: SafeString
    because: SafeString
    icon: str
    office: str = ""

    @classmethod
    def of(cls, hit: Hit, words: Words, icon: str) -> "Shown":
        pieces = [piece for text in hit.texts if (piece := excerpt(text, words))]
        in_sight = words.are_in([hit.title])
        because = "" if in_sight or not pieces else pieces[0]
        return cls(
            marked(hit.title, words),
            hit.url,
            marked(hit.meta, words),
            marked(because, words),
            hit.icon or icon,
        )


@dataclass(frozen=True)
class Group:
    """``total``: how many of the kind there are, of which ``rows`` are the first."""

    code: str
    title: str
    rows: Sequence[Shown]
    total: int

    @property
    def has_more(self) -> bool:
        return self.total > len(self.rows)


@dataclass(frozen=True)
class Found:
    """``is_near``: nothing holds the words as they were typed, so these hold what resembles them."""

    words: Words
    groups: Sequence[Group] = ()
    numbered: Sequence[Shown] = ()
    is_near: bool = False

    @property
    def total(self) -> int:
        return sum(one.total for one in self.groups) + len(self.numbered)


def seeker_of(place: Community | Office, user: User, role: Role = Role.COORDINATOR) -> Seeker:
    return Seeker(place, role, user, timezone.localdate())


@cache
def _kinds(name: str) -> tuple[Findable | Fixed, ...]:
    sources = [import_module(source) for source in settings.SEARCH_PROVIDERS]
    return tuple(kind for one in sources for kind in getattr(one, name, ()))


def kinds_of(place: Community | Office) -> tuple[Findable | Fixed, ...]:
    return _kinds("COMMUNITY_KINDS" if isinstance(place, Community) else "OFFICE_KINDS")


def findables_of(place: Community | Office) -> Mapping[str, Findable]:
    """By code, those that have a page of their own."""
    return {one.code: one for one in kinds_of(place) if isinstance(one, Findable) and one.page}


def search(seeker: Seeker, words: Words, only: str = "", *, fixed: bool = True) -> Found:
    """In the scope of the place. ``only``: the code of one kind, of which there are more then; without ``fixed``
    nothing that every place has."""
    if not words:
        return Found(words)
    kinds = [
        one
        for one in kinds_of(seeker.place)
        if one.least <= seeker.role and only in ("", one.code) and (fixed or isinstance(one, Findable))
    ]
    numbered: dict[Findable, QuerySet[Any, Any]] = {}
    if words.number is not None and not only:
        wanted = [words.number]
        numbered = {
            one: one.numbered(seeker, wanted) for one in kinds if isinstance(one, Findable) and one.page
        }
    groups = _looked_up(
        kinds, seeker, words, near=False, most=MANY if only else A_FEW, also=numbered.values()
    )
    jumps = [
        Shown.of(kind.tell(row, seeker), words, kind.icon) for kind, rows in numbered.items() for row in rows
    ]
    if groups or jumps or not words.can_be_near:
        return Found(words, groups, jumps)
    near = _looked_up(kinds, seeker, words, near=True, most=MANY if only else A_FEW)
    return Found(words, near, is_near=bool(near))


def _looked_up(
    kinds: Sequence[Findable | Fixed],
    seeker: Seeker,
    words: Words,
    *,
    near: bool,
    most: int,
    also: Any = (),
) -> list[Group]:
    asked = {
        one: one.asked(seeker, words, near=near, most=most) for one in kinds if isinstance(one, Findable)
    }
    at_once(*asked.values(), *also)
    groups = []
    for kind in kinds:
        if isinstance(kind, Findable):
            hits, total = kind.told(asked[kind], seeker, words, near=near, most=most)
        else:
            hits, total = kind.told(seeker, words, near=near, most=most)
        if hits:
            rows = [Shown.of(one, words, kind.icon) for one in hits]
            groups.append(Group(kind.code, str(kind.title), rows, total))
    return groups
