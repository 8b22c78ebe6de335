"""Lists to export, in a community and in an office: the overview, column definitions, files, and data links."""

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
from communities.bulk_exports import bulk_export, list_recent_exports
from communities.data_links import get_data_link_model, makers
from communities.data_lists import get_list_groups, get_lists
from communities.models import AnyDataLink, Community, Office, Role, User
from tfc.disclosure import Reader
from tfc.lists import FORMATS, Format, ListExport, ListRequest, build_table, count_rows, write_table
from tfc.lists.table import build_columns
from tfc.query_params import row_number

# Number of revoked links that are shown, for later questions about one.
LISTED = 20
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class ListPage:
    """The page of lists and data links of a community or an office."""

    request: HttpRequest
    place: Community | Office
    by: User
    role: int
    may_link: bool

    @cached_property
    def list_request(self) -> ListRequest:
        at_home = isinstance(self.place, Community)
        reader = Reader.COMMUNITY if at_home else Reader.NETWORK
        return ListRequest(self.place, reader, timezone.localdate(), self.role, self.request.GET.dict())

    def find(self, list_code: str) -> ListExport:
        chosen = get_lists(self.place).get(list_code)
        if chosen is None:
            raise Http404
        if self.role < chosen.least:
            raise PermissionDenied
        return chosen

    def url(self, page: str, *more: object) -> str:
        return get_list_url(self.place, page, *more)


def get_list_url(place: Community | Office, page: str, *more: object) -> str:
    prefix = "" if isinstance(place, Community) else "office-"
    return reverse(f"activity:{prefix}export-{page}", args=[place.slug, *more])


def get_definitions_url(place: Community | Office, chosen: ListExport) -> str:
    """Return the page where a signed-in person reads what the columns of a file mean."""
    return settings.SITE_URL + get_list_url(place, "detail", chosen.code)


def _build_community_page(request: CommunityRequest) -> ListPage:
    may_link = request.role >= Role.COORDINATOR
    return ListPage(request, request.community, request.user, request.role, may_link)


def _build_office_page(request: OfficeRequest) -> ListPage:
    return ListPage(request, request.office, request.user, Role.COORDINATOR, not request.is_guest)


@community_view(Role.MEMBER)
@require_safe
def list_index(request: CommunityRequest) -> HttpResponse:
    return _index(_build_community_page(request))


@office_view
@require_safe
def office_list_index(request: OfficeRequest) -> HttpResponse:
    return _index(_build_office_page(request))


def _index(list_page: ListPage) -> HttpResponse:
    links: dict[str, int] = {}
    for link in _links(list_page).working(timezone.localdate()) if list_page.may_link else ():
        links[link.list_code] = links.get(link.list_code, 0) + 1
    shown = [
        (group.title, [list_export for list_export in group.lists if list_export.least <= list_page.role])
        for group in get_list_groups(list_page.place)
    ]
    counts = count_rows(
        [list_export for _title, lists in shown for list_export in lists], list_page.list_request
    )
    groups = [
        {"title": title, "rows": [_row(list_page, list_export, counts, links) for list_export in lists]}
        for title, lists in shown
        if lists
    ]
    taken = list_recent_exports(list_page.place) if list_page.may_link else []
    return render(list_page.request, "activity/list_index.html", {"groups": groups, "taken": taken})


def _row(
    list_page: ListPage, list_export: ListExport, counts: Mapping[str, int], links: Mapping[str, int]
) -> dict[str, Any]:
    return {
        "list": list_export,
        "url": list_page.url("detail", list_export.code),
        "count": counts.get(list_export.code),
        "links": links.get(list_export.code, 0),
        "files": _files(list_page, list_export),
    }


def _files(list_page: ListPage, list_export: ListExport) -> list[tuple[Format, str]]:
    """Return each format with its address, including the page's filters."""
    query = list_page.request.GET.urlencode()
    query_suffix = f"?{query}" if query and list_export.is_narrowed(list_page.list_request) else ""
    return [
        (form, list_page.url("file", list_export.code, ending) + query_suffix)
        for ending, form in FORMATS.items()
    ]


@community_view(Role.MEMBER)
@get_or_post
def list_detail(request: CommunityRequest, list_code: str) -> HttpResponseBase:
    return _detail(_build_community_page(request), list_code)


@office_view
@get_or_post
def office_list_detail(request: OfficeRequest, list_code: str) -> HttpResponseBase:
    return _detail(_build_office_page(request), list_code)


def _detail(list_page: ListPage, list_code: str) -> HttpResponseBase:
    """Show the column definitions, the files, and the links. A POST creates or revokes a link."""
    chosen = list_page.find(list_code)
    if list_page.request.method != "POST":
        return _page(list_page, chosen, DataLinkForm())
    if not (list_page.may_link and chosen.may_be_linked):
        raise PermissionDenied
    if "revoke" in list_page.request.POST:
        return _revoke(list_page, chosen)
    return _make(list_page.request, list_page=list_page, chosen=chosen)


@fresh_login
def _make(request: HttpRequest, *, list_page: ListPage, chosen: ListExport) -> HttpResponse:
    form = DataLinkForm(request.POST)
    if not form.is_valid():
        return _page(list_page, chosen, form, status=422)
    token = actions.make_data_link(
        place=list_page.place, list_code=chosen.code, by=list_page.by, **form.cleaned_data
    )  # fmt: skip
    addresses = [
        (FORMATS[ending].name, settings.SITE_URL + reverse("activity:data-file", args=[token, ending]))
        for ending in ("csv", "json")
    ]  # fmt: skip
    response = _page(list_page, chosen, DataLinkForm(), addresses=addresses)
    # The browser's back button must not show the address again.
    response["Cache-Control"] = "no-store"
    return response


def _revoke(list_page: ListPage, chosen: ListExport) -> HttpResponse:
    number = row_number(list_page.request.POST["revoke"]) or 0
    link = get_object_or_404(_links(list_page).filter(list_code=chosen.code), pk=number)
    actions.revoke_data_link(link=link, by=list_page.by)
    messages.success(list_page.request, _("Saved."))
    return redirect(list_page.url("detail", chosen.code))


def _page(
    list_page: ListPage, chosen: ListExport, form: DataLinkForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "list": chosen,
        "columns": build_columns(chosen, list_page.list_request),
        "kept_back": [str(field.label) for field in chosen.fields if not field.leaves],
        "count": chosen.count(list_page.list_request),
        "narrowed": chosen.is_narrowed(list_page.list_request),
        "files": _files(list_page, chosen),
        "index_url": list_page.url("list"),
        "here": list_page.url("detail", chosen.code),
        "may_link": list_page.may_link and chosen.may_be_linked,
        "links": list(_list_links(list_page, chosen)) if list_page.may_link and chosen.may_be_linked else [],
        "form": form,
        **more,
    }
    return render(list_page.request, "activity/list_detail.html", context, status=status)


def _links(list_page: ListPage) -> Any:
    return get_data_link_model(list_page.place)._default_manager.select_related("created_by")


def _list_links(list_page: ListPage, chosen: ListExport) -> Iterator[dict[str, Any]]:
    """Yield active links, then recently revoked ones; the newest first."""
    today, able = timezone.localdate(), set(makers(list_page.place).values_list("user_id", flat=True))
    ours = _links(list_page).filter(list_code=chosen.code).newest_first()
    gone = ours.exclude(revoked_at=None).order_by("-revoked_at", "-pk")[:LISTED]
    for link in chain(ours.filter(revoked_at=None), gone):
        why_not = _explain_unavailability(link, today, able)
        yield {"link": link, "works": not why_not, "lines": list(_lines(link, why_not))}


def _lines(link: AnyDataLink, why_not: str) -> Iterator[str]:
    yield _("%(day)s, by %(who)s") % {"who": link.created_by, "day": _day(link.created_at)}
    if why_not:
        yield why_not
    elif link.expires_on:
        yield _("Works until %(day)s") % {"day": _format_date(link.expires_on)}
    else:
        yield _("Works until revoked")
    if link.last_used_on:
        yield _("Last opened on %(day)s") % {"day": _format_date(link.last_used_on)}
    else:
        yield _("Not opened yet")


def _explain_unavailability(link: AnyDataLink, today: dt.date, able: set[int]) -> str:
    if link.revoked_at:
        return _("Revoked on %(day)s") % {"day": _day(link.revoked_at)}
    if link.expires_on is not None and link.expires_on < today:
        return _("Expired on %(day)s") % {"day": _format_date(link.expires_on)}
    if link.created_by_id not in able:
        return _("Stopped when the person who made it left this role")
    return ""


def _day(moment: dt.datetime) -> str:
    return _format_date(timezone.localdate(moment))


def _format_date(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")


@community_view(Role.MEMBER)
@require_safe
@fresh_login
@bulk_export()
def list_file(request: CommunityRequest, list_code: str, file_format: str) -> FileResponse:
    return _file(_build_community_page(request), list_code, file_format)


@office_view
@require_safe
@fresh_login
@bulk_export()
def office_list_file(request: OfficeRequest, list_code: str, file_format: str) -> FileResponse:
    return _file(_build_office_page(request), list_code, file_format)


def _file(list_page: ListPage, list_code: str, file_format: str) -> FileResponse:
    chosen = list_page.find(list_code)
    if file_format not in FORMATS:
        raise Http404
    table = build_table(
        chosen, list_page.list_request, definitions=get_definitions_url(list_page.place, chosen)
    )
    written = write_table(table, FORMATS[file_format])
    name = f"{list_page.place.slug}-{chosen.code}-{list_page.list_request.today:%Y-%m-%d}.{file_format}"
    return FileResponse(
        written.file,
        as_attachment=True,
        filename=name,
        content_type=FORMATS[file_format].media_type,
    )
