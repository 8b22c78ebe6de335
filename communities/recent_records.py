"""Recently opened records of a person in a place: stored by the access decorator, shown by the search."""

from collections.abc import Mapping
from functools import cache

from django.http import HttpRequest, HttpResponseBase

from communities.actions.visits import note_opening
from communities.models import AnyRecentRecord, Community, Office, OfficeRecentRecord, RecentRecord
from communities.models.visits import RECENT
from communities.site_search import SearchResult, get_findables
from tfc.batched_queries import evaluate_together
from tfc.search import Seeker, Words


def get_recent_record_model(place: Community | Office) -> type[AnyRecentRecord]:
    return RecentRecord if isinstance(place, Community) else OfficeRecentRecord


@cache
def _pages(kind: type[Community | Office]) -> Mapping[str, tuple[str, str]]:
    """Return, by the name of a URL, the kind of record that it shows, and the argument with its number."""
    return {findable.page: (findable.code, findable.number) for findable in get_findables(kind()).values()}


def record_opening(request: HttpRequest, response: HttpResponseBase, place: Community | Office) -> None:
    """Record, in the scope and after a page was rendered for a GET, that this person opened the page's
    record, if it shows one.
    """
    match = request.resolver_match
    record_page = _pages(type(place)).get(match.view_name) if match else None
    if record_page and response.status_code == 200:
        code, argument = record_page
        note_opening(place=place, kind=code, record_id=match.kwargs[argument], by=request.user)  # type: ignore[union-attr, arg-type]


def recent(seeker: Seeker) -> list[SearchResult]:
    """Return the last ten that this person may still read, in two queries."""
    kinds = get_findables(seeker.place)
    rows = list(
        get_recent_record_model(seeker.place)._default_manager.by(seeker.user).newest_first()[:RECENT]
    )
    wanted: dict[str, list[int]] = {}
    for row in rows:
        if row.kind in kinds and kinds[row.kind].least <= seeker.role:
            wanted.setdefault(row.kind, []).append(row.record_id)
    querysets = {code: kinds[code].numbered(seeker, numbers) for code, numbers in wanted.items()}
    evaluate_together(*querysets.values())
    there = {(code, row.pk): row for code, matches in querysets.items() for row in matches}
    nothing = Words.from_text("")
    return [
        SearchResult.from_hit(kinds[row.kind].tell(there[key], seeker), nothing, kinds[row.kind].icon)
        for row in rows
        if (key := (row.kind, row.record_id)) in there
    ]
