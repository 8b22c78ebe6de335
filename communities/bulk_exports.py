"""Exports of many records: the place's coordinators are notified of each, and the number of files with personal
details is limited per person and day.
"""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.actions.exports import check_quota, get_export_model, note_export
from communities.data_lists import MATERIAL, file_title, personal_files
from communities.models import Community, NoticeGroup, Office, Role
from communities.models.exports import BulkExportQuerySet
from communities.notices import DueNotice, NoticeKind
from tfc.registry import reverse_page
from tfc.tenancy import office_scope

View = Callable[..., HttpResponseBase]

# How long notifications, and the page of lists, show an export.
TOLD_FOR = dt.timedelta(days=30)

TAKEN = NoticeKind("records_taken_along", NoticeGroup.TEAM, _("Records were downloaded"))
KINDS = (TAKEN,)


def bulk_export(what: str = "") -> Callable[[View], View]:
    """Record and limit an export; used inside an access decorator and, except for files that teams work with, a fresh
    login. ``what``: one of OTHER_FILES (communities/data_lists.py); else the code of the list in the address.

    Only a response that is a file counts: not the confirmation page, and no refusal.
    """

    def decorator(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, **kwargs: Any) -> HttpResponseBase:
            place = get_place(request)
            code = what or kwargs["list_code"]
            try:
                if code in (limited := personal_files()):
                    check_quota(place=place, among=limited, by=request.user)
            except ValidationError as refused:
                return _refuse_export(request, refused)
            response = view(request, **kwargs)
            if _is_file(request, response):
                note_export(place=place, what=code, by=request.user)
            return response

        guarded.is_bulk_export = True  # type: ignore[attr-defined]
        return guarded

    return decorator


def bulk_export_of_all(what: str) -> Callable[[View], View]:
    """Same as `bulk_export`, for a view that opens the scopes of offices one after the other: it counts for the
    requesting person's office, at the time of the request, since the lock is released before the file is made.
    """

    def decorator(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method != "HEAD":
                with office_scope(request.office.pk):
                    note_export(place=request.office, what=what, by=request.user)
            return view(request, **kwargs)

        guarded.is_bulk_export = True  # type: ignore[attr-defined]
        return guarded

    return decorator


def _refuse_export(request: HttpRequest, why: ValidationError) -> HttpResponseBase:
    return render(request, "communities/export_quota.html", {"why": why.messages[0]}, status=429)


def get_place(request: Any) -> Community | Office:
    place: Community | Office = getattr(request, "community", None) or request.office
    return place


def _is_file(request: HttpRequest, response: HttpResponseBase) -> bool:
    named = response.headers.get("Content-Disposition", "")
    return request.method != "HEAD" and response.status_code == 200 and named.startswith("attachment")


def list_recent_exports(place: Community | Office) -> list[dict[str, Any]]:
    """Return recent exports as text, newest first, one line per day, person and file: for the page of lists, which
    coordinators read.
    """
    exports = _worth_telling(place, timezone.now()).select_related("by").newest_first()[:1000]
    lines: dict[Any, list[Any]] = {}
    for export in exports:
        lines.setdefault((export.at.astimezone(place.zone).date(), export.by_id, export.what), []).append(
            export
        )
    return [_line(files) for files in islice(lines.values(), 50)]


def _line(files: list[Any]) -> dict[str, Any]:
    newest, number = files[0], len(files)
    text = _("%(person)s, %(number)s times") % {"person": newest.by, "number": number}
    return {"what": file_title(newest.what), "by": text if number > 1 else newest.by, "at": newest.at}


def _worth_telling(place: Community | Office, now: dt.datetime) -> BulkExportQuerySet:
    """Return exports that people are notified of; materials are meant to be downloaded."""
    return get_export_model(place)._default_manager.since(now - TOLD_FOR).exclude(what=MATERIAL)


def due(community: Community, now: dt.datetime) -> list[DueNotice]:
    return list(_due(community, now, reverse_page("export-list", community.slug)))


def due_in_office(office: Office, now: dt.datetime) -> list[DueNotice]:
    return list(_due(office, now, reverse_page("office-export-list", office.slug)))


def _due(place: Community | Office, now: dt.datetime, path: str) -> Any:
    """Yield one notification per person and day, however many files. It also goes to the person who exported: another
    person may have used the account, and a team may have one coordinator.
    """
    first: dict[tuple[int, dt.date], dt.datetime] = {}
    for export in _worth_telling(place, now).order_by("at"):
        first.setdefault((export.by_id, export.at.astimezone(place.zone).date()), export.at)
    for (by, day), at in sorted(first.items()):
        yield DueNotice(TAKEN, f"{by}-{day}", f"{path}#taken-along", least=Role.COORDINATOR, since=at)
