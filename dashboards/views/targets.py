"""Targets of an office and of a community: the list, one of them with its plan and its history, setting, changing and
closing it. Both have the same pages; what differs is the room that somebody is in."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities import actions
from communities.access import CommunityRequest, OfficeRequest, community_view, office_view
from communities.audit.versions import RESTORING
from communities.chart_files import chart_file
from communities.models import Community, Office, Owner, Role, Target, User
from communities.models.communities import CommunityQuerySet
from communities.models.targets import TargetQuerySet
from dashboards.forms.targets import CloseTargetForm, NewTargetForm, TargetForm
from dashboards.target_pages import amounts_of, detail_of, row_of
from evaluation.rollups.stored_sums import with_kept
from evaluation.target_words import title_of
from evaluation.targets import follow, visible
from tfc import keyset
from tfc.disclosure import Reader
from tfc.periods import HalfYear
from tfc.query_params import row_number
from tfc.text.line_breaks import moment_words

A_PAGE = 50
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Room:
    """Where somebody reads targets and perhaps sets them: an office, or one community."""

    request: HttpRequest
    by: User
    office: Office
    community: Community | None
    may_set: bool

    @property
    def owner(self) -> Owner:
        return Owner.COMMUNITY if self.community else Owner.OFFICE

    @property
    def reader(self) -> Reader:
        return Reader.COMMUNITY if self.community else Reader.NETWORK

    @cached_property
    def now(self) -> HalfYear:
        return HalfYear.of(timezone.localdate())

    @property
    def towns(self) -> CommunityQuerySet | None:
        """To set one for; None in a community."""
        return None if self.community else Community.objects.filter(office=self.office)

    def url(self, page: str, *more: object) -> str:
        prefix = "" if self.community else "office-"
        return reverse(
            f"dashboards:{prefix}target-{page}", args=[(self.community or self.office).slug, *more]
        )

    def targets(self) -> TargetQuerySet:
        return with_kept(Target.objects.filter(office=self.office).select_related("community", "by"))

    def newest(self, thread: UUID) -> Target:
        """The target as it stands; 404 for what is not seen from here."""
        found = visible(self.targets(), self.reader).of_thread(thread).first()
        if found is None:
            raise Http404
        return found

    def own(self, thread: UUID) -> Target:
        """One that may be changed here, as far as somebody may."""
        target = self.newest(thread)
        if target.owner != self.owner:
            raise Http404
        return target


def _of_office(request: OfficeRequest) -> Room:
    return Room(request, request.user, request.office, None, not request.is_guest)


def _of_community(request: CommunityRequest) -> Room:
    town = request.community
    return Room(request, request.user, town.office, town, request.role >= Role.COORDINATOR)


@office_view
@require_safe
def office_target_list(request: OfficeRequest) -> HttpResponse:
    return _list(_of_office(request))


@community_view(Role.MEMBER)
@require_safe
def target_list(request: CommunityRequest) -> HttpResponse:
    return _list(_of_community(request))


def _list(room: Room) -> HttpResponse:
    """A page of them: those of whoever reads first, then the others', then what is closed."""
    stored = visible(room.targets().latest_versions(), room.reader)
    ours_first = "owner" if room.community else "-owner"
    found = keyset.beside(
        stored.annotate(is_closed=Q(closed_on__isnull=False)),
        ("is_closed", ours_first, "due_on", "pk"),
        room.request.GET.dict(),
        A_PAGE,
    )
    rows = [
        row_of(one, room.url("detail", one.target.thread)) for one in follow(found.rows, reader=room.reader)
    ]
    of_owner = [[row for row in rows if row.target.is_open and row.target.owner == one] for one in Owner]
    ours, theirs = of_owner if not room.community else of_owner[::-1]
    context = {
        "ours": ours,
        "theirs": theirs,
        "closed": [row for row in rows if not row.target.is_open],
        "is_part": found.has_previous or found.has_next,
        "add_url": room.url("add") if room.may_set else "",
        **keyset.addresses(found, "", {}),
    }
    return render(room.request, "dashboards/target_list.html", context)


@office_view
@require_safe
def office_target_detail(request: OfficeRequest, thread: UUID) -> HttpResponseBase:
    return _detail(_of_office(request), thread)


@community_view(Role.MEMBER)
@require_safe
def target_detail(request: CommunityRequest, thread: UUID) -> HttpResponseBase:
    return _detail(_of_community(request), thread)


def _detail(room: Room, thread: UUID) -> HttpResponseBase:
    target = room.newest(thread)
    [followed] = follow([target], reader=room.reader)
    detail = detail_of(followed, room.office, room.community)
    if file := chart_file(room.request, [detail["chart"]] if detail["chart"] else []):
        return file
    may_change = room.may_set and target.owner == room.owner and target.is_open
    context = {
        **detail,
        "history": [amounts_of(one) for one in room.targets().of_thread(thread)],
        "list_url": room.url("list"),
        "edit_url": room.url("edit", thread) if may_change else "",
        "close_url": room.url("close", thread) if may_change else "",
    }
    return render(room.request, "dashboards/target_detail.html", context)


@office_view
@get_or_post
def office_target_add(request: OfficeRequest) -> HttpResponse:
    return _add(_of_office(request))


@community_view(Role.COORDINATOR)
@get_or_post
def target_add(request: CommunityRequest) -> HttpResponse:
    return _add(_of_community(request))


def _add(room: Room) -> HttpResponse:
    if not room.may_set:
        return redirect(room.url("list"))
    form = NewTargetForm(_sent(room), now=room.now, towns=room.towns)
    if form.is_bound and form.is_valid():
        measure, code = form.cleaned_data["subject"]
        community = room.community or form.cleaned_data.get("community")
        about = Target(community=community, measure=measure, code=code)
        values = form.values(about, room.reader)
        if values and (made := _tried(form, lambda: actions.set_target(
            office=room.office, owner=room.owner, community=community, measure=measure, code=code,
            values=values, by=room.by, thread=form.cleaned_data["thread"],
        ))):  # fmt: skip
            messages.success(room.request, _("The target is set."))
            return redirect(room.url("detail", made.thread))
    return _form_page(room, form, {"back_url": room.url("list")})


@office_view
@get_or_post
def office_target_edit(request: OfficeRequest, thread: UUID) -> HttpResponse:
    return _edit(_of_office(request), thread)


@community_view(Role.COORDINATOR)
@get_or_post
def target_edit(request: CommunityRequest, thread: UUID) -> HttpResponse:
    return _edit(_of_community(request), thread)


def _edit(room: Room, thread: UUID) -> HttpResponse:
    target = room.own(thread)
    back_url = room.url("detail", thread)
    if not room.may_set or not target.is_open:
        return redirect(back_url)
    form = TargetForm(_sent(room), now=room.now, target=_as_asked(room, target))
    status = 422
    if form.is_bound and form.is_valid():
        if _overtaken(room.request, target):
            status = 409
        elif (values := form.values(target, room.reader)) and _tried(
            form, lambda: actions.change_target(target=target, values=values, by=room.by)
        ):
            messages.success(room.request, _("The target is changed; what it was before stays below."))
            return redirect(back_url)
    more = {
        "target": target,
        "target_title": title_of(target),
        "back_url": back_url,
        "overtaken": status == 409,
    }
    return _form_page(room, form, more, status)


def _as_asked(room: Room, target: Target) -> Target:
    """What the form is filled with: the target, or the version of it that ``?version=`` names. Each is a row."""
    number = row_number(room.request.GET.get("version", ""))
    if number is None or room.request.method == "POST":
        return target
    earlier = room.targets().of_thread(target.thread).filter(version=number, closed_on=None)
    found: Target | None = earlier.exclude(pk=target.pk).first()
    if found is None:
        return target
    at = moment_words(timezone.localtime(found.at))
    messages.info(room.request, RESTORING % {"moment": at})
    return found


def _overtaken(request: HttpRequest, target: Target) -> bool:
    """Somebody else saved since the form was opened; the page shows it once and then takes what was typed."""
    return request.POST.get("version") != str(target.version)


@office_view
@get_or_post
def office_target_close(request: OfficeRequest, thread: UUID) -> HttpResponse:
    return _close(_of_office(request), thread)


@community_view(Role.COORDINATOR)
@get_or_post
def target_close(request: CommunityRequest, thread: UUID) -> HttpResponse:
    return _close(_of_community(request), thread)


def _close(room: Room, thread: UUID) -> HttpResponse:
    target = room.own(thread)
    back_url = room.url("detail", thread)
    if not room.may_set or not target.is_open:
        return redirect(back_url)
    form = CloseTargetForm(_sent(room))
    if form.is_bound and form.is_valid():
        reason, today = form.cleaned_data["reason"], timezone.localdate()
        if _tried(form, lambda: actions.close_target(target=target, reason=reason, on=today, by=room.by)):
            messages.success(room.request, _("The target is closed."))
            return redirect(back_url)
    more = {"target": target, "target_title": title_of(target), "back_url": back_url}
    return _form_page(room, form, more, template="target_close")


def _tried(form: Form, act: Any) -> Any:
    """What the action made; None with its reason in the form."""
    try:
        return act()
    except ValidationError as error:
        fields = getattr(error, "error_dict", None)
        known = fields is None or set(fields) <= set(form.fields)
        if fields is not None and "due_on" in fields:
            error = ValidationError({"ends": fields["due_on"]})
            known = True
        form.add_error(None, error if known else ValidationError(error.messages))
        return None


def _sent(room: Room) -> Any:
    return room.request.POST if room.request.method == "POST" else None


def _form_page(
    room: Room, form: Form, more: dict[str, Any], status: int = 422, template: str = "target_form"
) -> HttpResponse:
    context = {"form": form, **more}
    return render(
        room.request, f"dashboards/{template}.html", context, status=status if form.is_bound else 200
    )
