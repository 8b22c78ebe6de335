"""The records that somebody opened last in a place: the door writes them down, the search shows them."""

from collections.abc import Mapping
from functools import cache

from django.http import HttpRequest, HttpResponseBase

from communities.actions.visits import note_opening
from communities.models import AnyOpened, Community, Office, OfficeOpened, Opened
from communities.models.visits import RECENT
from communities.site_search import SearchResult, get_findables
from tfc.at_once import at_once
from tfc.search import Seeker, Words


def get_recent_record_model(place: Community | Office) -> type[AnyOpened]:
    return Opened if isinstance(place, Community) else OfficeOpened


@cache
def _pages(kind: type[Community | Office]) -> Mapping[str, tuple[str, str]]:
    """By the name of a URL which kind of record it shows, and the argument that is its number."""
    return {findable.page: (findable.code, findable.number) for findable in get_findables(kind()).values()}


def record_opening(request: HttpRequest, response: HttpResponseBase, place: Community | Office) -> None:
    """In the scope, after a page was drawn: where it is a record's own, this person opened it."""
    match = request.resolver_match
    record_page = _pages(type(place)).get(match.view_name) if match else None
    if record_page and request.method == "GET" and response.status_code == 200:
        code, argument = record_page
        note_opening(place=place, kind=code, record_id=match.kwargs[argument], by=request.user)  # type: ignore[union-attr, arg-type]


def recent(seeker: Seeker) -> list[SearchResult]:
    """The last ten that are still there for this person, in two questions."""
    kinds = get_findables(seeker.place)
    rows = list(
        get_recent_record_model(seeker.place)._default_manager.by(seeker.user).newest_first()[:RECENT]
    )
    wanted: dict[str, list[int]] = {}
    for row in rows:
        if row.kind in kinds and kinds[row.kind].least <= seeker.role:
            wanted.setdefault(row.kind, []).append(row.record_id)
    querysets = {code: kinds[code].numbered(seeker, numbers) for code, numbers in wanted.items()}
    at_once(*querysets.values())
    there = {(code, row.pk): row for code, matches in querysets.items() for row in matches}
    nothing = Words.from_text("")
    return [
        SearchResult.from_hit(kinds[row.kind].tell(there[key], seeker), nothing, kinds[row.kind].icon)
        for row in rows
        if (key := (row.kind, row.record_id)) in there
    ]
