"""Files with many records at once: at most so many a day and a person, and the place's coordinators hear of each."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.actions.exports import check_quota, exports_of, note_export
from communities.data_lists import lists_of
from communities.models import AnyBulkExport, Community, NoticeGroup, Office, Role
from communities.notices import Due, Kind

View = Callable[..., HttpResponseBase]

RESEARCH, ARCHIVE, SERVICES = "research", "archive", "services"
WORDS = {
    RESEARCH: _("The research with its location notes"),
    ARCHIVE: _("Everything of the community, as an archive"),
    SERVICES: _("The directory of services"),
}
# As long as people hear of it, and as long as the page of lists names it.
TOLD_FOR = dt.timedelta(days=30)

TAKEN = Kind("records_taken_along", NoticeGroup.TEAM, _("Somebody took records along as a file"))
KINDS = (TAKEN,)


def bulk_export(what: str = "") -> Callable[[View], View]:
    """Under a door and a fresh login. ``what``: what the file holds; else the code of the list in the address.

    Only an answer that is a file counts: not the page that asks first, and no refusal.
    """

    def decorator(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, **kwargs: Any) -> HttpResponseBase:
            place = place_of(request)
            try:
                check_quota(place=place, by=request.user)
            except ValidationError as refused:
                context = {"why": refused.messages[0]}
                return render(request, "communities/export_quota.html", context, status=429)
            response = view(request, **kwargs)
            if _is_file(request, response):
                note_export(place=place, what=what or kwargs["list_code"], by=request.user)
            return response

        guarded.is_bulk_export = True  # type: ignore[attr-defined]
        return guarded

    return decorator


def place_of(request: Any) -> Community | Office:
    place: Community | Office = getattr(request, "community", None) or request.office
    return place


def _is_file(request: HttpRequest, response: HttpResponseBase) -> bool:
    named = response.headers.get("Content-Disposition", "")
    return request.method != "HEAD" and response.status_code == 200 and named.startswith("attachment")


def taken_along(place: Community | Office) -> list[dict[str, Any]]:
    """The newest first, in words: for the page of lists, which its coordinators read."""
    lists = lists_of(place)
    found = exports_of(place)._default_manager.since(timezone.now() - TOLD_FOR).select_related("by")
    return [
        {"what": WORDS.get(one.what) or _title(lists, one.what), "by": one.by, "at": one.at}
        for one in found.newest_first()[:50]
    ]


def _title(lists: Any, code: str) -> Any:
    return lists[code].title if code in lists else code


def due(community: Community, now: dt.datetime) -> list[Due]:
    return list(_due(community, now, reverse("communities:list-index", args=[community.slug])))


def due_in_office(office: Office, now: dt.datetime) -> list[Due]:
    return list(_due(office, now, reverse("communities:office-list-index", args=[office.slug])))


def _due(place: Community | Office, now: dt.datetime, path: str) -> Any:
    """One for each person and day: a dozen files are told of once."""
    found: list[AnyBulkExport] = list(exports_of(place)._default_manager.since(now - TOLD_FOR))
    days = {(one.by_id, one.at.astimezone(place.zone).date()) for one in found}
    for by, day in sorted(days):
        yield Due(TAKEN, f"{by}-{day}", f"{path}#taken-along", least=Role.COORDINATOR, but=by)
