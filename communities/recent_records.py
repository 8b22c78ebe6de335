"""The records that somebody opened last in a place: the door writes them down, the search shows them."""

from collections.abc import Mapping
from functools import cache

from django.http import HttpRequest, HttpResponseBase

from communities.actions.visits import note_opening
from communities.models import AnyOpened, Community, Office, OfficeOpened, Opened
from communities.models.visits import RECENT
from communities.site_search import Shown, findables_of
from tfc.at_once import at_once
from tfc.search import Seeker, Words


def opened_of(place: Community | Office) -> type[AnyOpened]:
    return Opened if isinstance(place, Community) else OfficeOpened


@cache
def _pages(kind: type[Community | Office]) -> Mapping[str, tuple[str, str]]:
    """By the name of a URL which kind of record it shows, and the argument that is its number."""
    return {one.page: (one.code, one.number) for one in findables_of(kind()).values()}


def note(request: HttpRequest, response: HttpResponseBase, place: Community | Office) -> None:
    """In the scope, after a page was drawn: where it is a record's own, this person opened it."""
    match = request.resolver_match
    known = _pages(type(place)).get(match.view_name) if match else None
    if known and request.method == "GET" and response.status_code == 200:
        code, argument = known
        note_opening(place=place, kind=code, record_id=match.kwargs[argument], by=request.user)  # type: ignore[union-attr, arg-type]


def recent(seeker: Seeker) -> list[Shown]:
    """The last ten that are still there for this person, in two questions."""
    kinds = findables_of(seeker.place)
    rows = list(opened_of(seeker.place)._default_manager.by(seeker.user).newest_first()[:RECENT])
    wanted: dict[str, list[int]] = {}
    for one in rows:
        if one.kind in kinds and kinds[one.kind].least <= seeker.role:
            wanted.setdefault(one.kind, []).append(one.record_id)
    asked = {code: kinds[code].numbered(seeker, numbers) for code, numbers in wanted.items()}
    at_once(*asked.values())
    there = {(code, row.pk): row for code, found in asked.items() for row in found}
    nothing = Words.of("")
    return [
        Shown.of(kinds[one.kind].tell(there[key], seeker), nothing, kinds[one.kind].icon)
        for one in rows
        if (key := (one.kind, one.record_id)) in there
    ]
