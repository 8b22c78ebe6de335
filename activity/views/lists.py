"""Lists to take along, in a community and in an office: what there is, what its columns mean, files, and links."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from activity.forms.data_links import DataLinkForm
from communities import actions
from communities.access import CommunityRequest, OfficeRequest, community_view, fresh_login, office_view
from communities.bulk_exports import bulk_export, taken_along
from communities.data_links import links_of, makers
from communities.data_lists import groups_of, lists_of
from communities.models import AnyDataLink, Community, Office, Role, User
from tfc.disclosure import Reader
from tfc.lists import FORMATS, Asked, Format, ListExport, counts_of, table_of, write_table
from tfc.lists.table import columns_of
from tfc.query_params import row_number

# Of links that were taken back: somebody may ask what became of one.
LISTED = 20
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Room:
    """Where somebody takes lists along, and perhaps makes links: a community, or an office."""

    request: HttpRequest
    place: Community | Office
    by: User
    role: int
    may_link: bool

    @cached_property
    def asked(self) -> Asked:
        at_home = isinstance(self.place, Community)
        reader = Reader.COMMUNITY if at_home else Reader.NETWORK
        return Asked(self.place, reader, timezone.localdate(), self.role, self.request.GET.dict())

    def find(self, list_code: str) -> ListExport:
        chosen = lists_of(self.place).get(list_code)
        if chosen is None:
            raise Http404
        if self.role < chosen.least:
            raise PermissionDenied
        return chosen

    def url(self, page: str, *more: object) -> str:
        return url_in(self.place, page, *more)


def url_in(place: Community | Office, page: str, *more: object) -> str:
    prefix = "" if isinstance(place, Community) else "office-"
    return reverse(f"activity:{prefix}list-{page}", args=[place.slug, *more])


def definitions_url(place: Community | Office, chosen: ListExport) -> str:
    """Where a person who is signed in reads what the columns of a file mean."""
    return settings.SITE_URL + url_in(place, "detail", chosen.code)


def _of_community(request: CommunityRequest) -> Room:
    may_link = request.role >= Role.COORDINATOR
    return Room(request, request.community, request.user, request.role, may_link)


def _of_office(request: OfficeRequest) -> Room:
    return Room(request, request.office, request.user, Role.COORDINATOR, not request.is_guest)


@community_view(Role.MEMBER)
@require_safe
def list_index(request: CommunityRequest) -> HttpResponse:
    return _index(_of_community(request))


@office_view
@require_safe
def office_list_index(request: OfficeRequest) -> HttpResponse:
    return _index(_of_office(request))


def _index(room: Room) -> HttpResponse:
    links: dict[str, int] = {}
    for link in _links(room).working(timezone.localdate()) if room.may_link else ():
        links[link.list_code] = links.get(link.list_code, 0) + 1
    shown = [
        (group.title, [one for one in group.lists if one.least <= room.role])
        for group in groups_of(room.place)
    ]
    counts = counts_of([one for _title, lists in shown for one in lists], room.asked)
    groups = [
        {"title": title, "rows": [_row(room, one, counts, links) for one in lists]}
        for title, lists in shown
        if lists
    ]
    taken = taken_along(room.place) if room.may_link else []
    return render(room.request, "activity/list_index.html", {"groups": groups, "taken": taken})


def _row(room: Room, one: ListExport, counts: Mapping[str, int], links: Mapping[str, int]) -> dict[str, Any]:
    return {
        "list": one,
        "url": room.url("detail", one.code),
        "count": counts.get(one.code),
        "links": links.get(one.code, 0),
        "files": _files(room, one),
    }


def _files(room: Room, one: ListExport) -> list[tuple[Format, str]]:
    """Each format with its address; filters of the page go along."""
    query = room.request.GET.urlencode()
    kept = f"?{query}" if query and one.is_narrowed(room.asked) else ""
    return [(form, room.url("file", one.code, ending) + kept) for ending, form in FORMATS.items()]


@community_view(Role.MEMBER)
@get_or_post
def list_detail(request: CommunityRequest, list_code: str) -> HttpResponseBase:
    return _detail(_of_community(request), list_code)


@office_view
@get_or_post
def office_list_detail(request: OfficeRequest, list_code: str) -> HttpResponseBase:
    return _detail(_of_office(request), list_code)


def _detail(room: Room, list_code: str) -> HttpResponseBase:
    """What the columns mean, the files, and the links. A POST makes a link, or takes one back."""
    chosen = room.find(list_code)
    if room.request.method != "POST":
        return _page(room, chosen, DataLinkForm())
    if not (room.may_link and chosen.may_be_linked):
        raise PermissionDenied
    if "revoke" in room.request.POST:
        return _revoke(room, chosen)
    return _make(room.request, room=room, chosen=chosen)


@fresh_login
def _make(request: HttpRequest, *, room: Room, chosen: ListExport) -> HttpResponse:
    form = DataLinkForm(request.POST)
    if not form.is_valid():
        return _page(room, chosen, form, status=422)
    token = actions.make_data_link(
        place=room.place, list_code=chosen.code, by=room.by, **form.cleaned_data
    )  # fmt: skip
    addresses = [
        (FORMATS[ending].name, settings.SITE_URL + reverse("activity:data-file", args=[token, ending]))
        for ending in ("csv", "json")
    ]  # fmt: skip
    response = _page(room, chosen, DataLinkForm(), addresses=addresses)
    # The way back must not show the address again.
    response["Cache-Control"] = "no-store"
    return response


def _revoke(room: Room, chosen: ListExport) -> HttpResponse:
    number = row_number(room.request.POST["revoke"]) or 0
    link = get_object_or_404(_links(room).filter(list_code=chosen.code), pk=number)
    actions.revoke_data_link(link=link, by=room.by)
    messages.success(room.request, _("The link was taken back. It leads nowhere now."))
    return redirect(room.url("detail", chosen.code))


def _page(
    room: Room, chosen: ListExport, form: DataLinkForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "list": chosen,
        "columns": columns_of(chosen, room.asked),
        "kept_back": [str(one.label) for one in chosen.fields if not one.leaves],
        "count": chosen.count(room.asked),
        "narrowed": chosen.is_narrowed(room.asked),
        "files": _files(room, chosen),
        "index_url": room.url("index"),
        "here": room.url("detail", chosen.code),
        "may_link": room.may_link and chosen.may_be_linked,
        "links": list(_shown(room, chosen)) if room.may_link and chosen.may_be_linked else [],
        "form": form,
        **more,
    }
    return render(room.request, "activity/list_detail.html", context, status=status)


def _links(room: Room) -> Any:
    return links_of(room.place)._default_manager.select_related("created_by")


def _shown(room: Room, chosen: ListExport) -> Iterator[dict[str, Any]]:
    """Each that can be taken back, and then those that were lately; the newest first."""
    today, able = timezone.localdate(), set(makers(room.place).values_list("user_id", flat=True))
    ours = _links(room).filter(list_code=chosen.code).newest_first()
    gone = ours.exclude(revoked_at=None).order_by("-revoked_at", "-pk")[:LISTED]
    for link in chain(ours.filter(revoked_at=None), gone):
        why_not = _why_not(link, today, able)
        yield {"link": link, "works": not why_not, "lines": list(_lines(link, why_not))}


def _lines(link: AnyDataLink, why_not: str) -> Iterator[str]:
    yield _("Made by %(who)s, %(day)s") % {"who": link.created_by, "day": _day(link.created_at)}
    if why_not:
        yield why_not
    elif link.expires_on:
        yield _("Works until %(day)s") % {"day": _in_words(link.expires_on)}
    else:
        yield _("Works until somebody takes it back")
    if link.last_used_on:
        yield _("Last opened on %(day)s") % {"day": _in_words(link.last_used_on)}
    else:
        yield _("Not opened yet")


def _why_not(link: AnyDataLink, today: dt.date, able: set[int]) -> str:
    if link.revoked_at:
        return _("Taken back on %(day)s") % {"day": _day(link.revoked_at)}
    if link.expires_on is not None and link.expires_on < today:
        return _("Over since %(day)s") % {"day": _in_words(link.expires_on)}
    if link.created_by_id not in able:
        return _("Stopped when the person who made it left this role")
    return ""


def _day(moment: dt.datetime) -> str:
    return _in_words(timezone.localdate(moment))


def _in_words(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")


@community_view(Role.MEMBER)
@require_safe
@fresh_login
@bulk_export()
def list_file(request: CommunityRequest, list_code: str, file_format: str) -> FileResponse:
    return _file(_of_community(request), list_code, file_format)


@office_view
@require_safe
@fresh_login
@bulk_export()
def office_list_file(request: OfficeRequest, list_code: str, file_format: str) -> FileResponse:
    return _file(_of_office(request), list_code, file_format)


def _file(room: Room, list_code: str, file_format: str) -> FileResponse:
    chosen = room.find(list_code)
    if file_format not in FORMATS:
        raise Http404
    table = table_of(chosen, room.asked, definitions=definitions_url(room.place, chosen))
    written = write_table(table, FORMATS[file_format])
    name = f"{room.place.slug}-{chosen.code}-{room.asked.today:%Y-%m-%d}.{file_format}"
    return FileResponse(
        written.file,
        as_attachment=True,
        filename=name,
        content_type=FORMATS[file_format].media_type,
        headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
    )
