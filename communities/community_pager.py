"""Pages of an office's communities by name, with addresses that encode the position in the list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.http import HttpRequest

from communities.models import Community, Office
from communities.models.communities import CommunityQuerySet
from tfc import keyset

PAGE = 50
_CURSOR = re.compile(r"(after|before)-([0-9]{1,18})-([0-9]{1,9})")


@dataclass(frozen=True)
class Cursor:
    """Before or after a community; ``number``: its position in the list, to number the page."""

    way: str
    community_id: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the cursor in a page's address; None for none, or an invalid one."""
        match = _CURSOR.fullmatch(text)
        return cls(match[1], int(match[2]), int(match[3])) if match else None

    def __str__(self) -> str:
        return f"{self.way}-{self.community_id}-{self.number}"


@dataclass(frozen=True)
class TownPage:
    """``first``: the number of the first of these among all ``total``."""

    towns: Sequence[Community]
    total: int
    first: int
    previous: Cursor | None = None
    next: Cursor | None = None

    @property
    def last(self) -> int:
        return self.first + len(self.towns) - 1

    @property
    def is_part(self) -> bool:
        return len(self.towns) < self.total

    @property
    def ids(self) -> list[int]:
        return [town.pk for town in self.towns]


def get_town_page(
    office: Office, towns: CommunityQuerySet, at: str, total: int | None = None, *, size: int = PAGE
) -> TownPage:
    """Return a page of ``towns``, all of this office. Two queries, one fewer with ``total`` given and one more for a
    page that is not the first.
    """
    cursor = Cursor.parse(at)
    edge = _edge(office, cursor)
    total = towns.order_by().count() if total is None else total
    if cursor and edge and (page_slice := _filter_beyond(towns, edge, cursor, size)).rows:
        first = cursor.number + 1 if cursor.way == "after" else cursor.number - len(page_slice.rows)
        return _build_town_page(page_slice, total, first)
    return _build_town_page(keyset.from_start(towns.by_name(), size), total, 1)


def _filter_beyond(
    towns: CommunityQuerySet, edge: Community, cursor: Cursor, size: int
) -> "keyset.Slice[Community]":
    if cursor.way == "after":
        later = towns.filter(name__gte=edge.name).exclude(name=edge.name, pk__lte=edge.pk)
        return keyset.get_page_after(later.by_name(), size)
    earlier = towns.filter(name__lte=edge.name).exclude(name=edge.name, pk__gte=edge.pk)
    return keyset.get_page_before(earlier.order_by("-name", "-pk"), size)


def first_page(rows: Sequence[Community], total: int) -> TownPage:
    """Return the first page of communities read by name, up to a page and one more."""
    return _build_town_page(keyset.slice_first_page(list(rows), PAGE), total, 1)


def get_pager_context(request: HttpRequest, page: TownPage) -> dict[str, Any]:
    """Return the context of components/community_pager.html: the page, and the addresses of those next to it."""
    return {
        "page": page,
        "previous_url": _url(request, page.previous),
        "next_url": _url(request, page.next),
    }


def _url(request: HttpRequest, cursor: Cursor | None) -> str:
    if cursor is None:
        return ""
    query = request.GET.copy()
    query["at"] = str(cursor)
    return f"?{query.urlencode()}"


def _edge(office: Office, cursor: Cursor | None) -> Community | None:
    if cursor is None:
        return None
    return Community.objects.filter(office=office, pk=cursor.community_id).only("name").first()


def _build_town_page(page_slice: "keyset.Slice[Community]", total: int, first: int) -> TownPage:
    towns = page_slice.rows
    # Communities added or removed in the meantime shift the numbers a little; none exceeds the list.
    first = 1 if not page_slice.has_previous else max(min(first, total - len(towns) + 1), 2)
    last = first + len(towns) - 1
    return TownPage(
        towns,
        max(total, last),
        first,
        Cursor("before", towns[0].pk, first) if page_slice.has_previous else None,
        Cursor("after", towns[-1].pk, last) if page_slice.has_next else None,
    )
