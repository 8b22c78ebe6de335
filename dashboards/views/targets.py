"""Target pages of an office and of a community: the list, one target with its plan and history, and setting, changing
and closing it. Both have the same pages and differ in the place.
"""

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
from dashboards.target_pages import build_detail, build_row, get_amounts
from evaluation.targets import follow_targets, visible
from reports.target_texts import get_target_title
from tfc import keyset
from tfc.disclosure import Reader
from tfc.periods import HalfYear
from tfc.query_params import row_number
from tfc.text.line_breaks import moment_words

A_PAGE = 50
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class TargetPlace:
    """The office or community whose targets are shown and perhaps set."""

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
        return HalfYear.from_day(timezone.localdate())

    @property
    def towns(self) -> CommunityQuerySet | None:
        """Return the communities that can be chosen; None in a community."""
        return None if self.community else Community.objects.filter(office=self.office)

    def url(self, page: str, *more: object) -> str:
        prefix = "" if self.community else "office-"
        return reverse(
            f"dashboards:{prefix}target-{page}", args=[(self.community or self.office).slug, *more]
        )

    def targets(self) -> TargetQuerySet:
        return Target.objects.filter(office=self.office).select_related("community", "by")

    def newest(self, thread: UUID) -> Target:
        """Return the newest version of the target; 404 if it is not visible here."""
        target = visible(self.targets(), self.reader).of_thread(thread).first()
        if target is None:
            raise Http404
        return target

    def own(self, thread: UUID) -> Target:
        """Return a target that this place owns; 404 for any other."""
        target = self.newest(thread)
        if target.owner != self.owner:
            raise Http404
        return target

    def may_change(self, target: Target) -> bool:
        return self.may_set and target.is_open


def _get_office_place(request: OfficeRequest) -> TargetPlace:
    return TargetPlace(request, request.user, request.office, None, not request.is_guest)


def _get_community_place(request: CommunityRequest) -> TargetPlace:
    town = request.community
    return TargetPlace(request, request.user, town.office, town, request.role >= Role.COORDINATOR)


@office_view
@require_safe
def office_target_list(request: OfficeRequest) -> HttpResponse:
    return _list(_get_office_place(request))


@community_view(Role.MEMBER)
@require_safe
def target_list(request: CommunityRequest) -> HttpResponse:
    return _list(_get_community_place(request))


def _list(place: TargetPlace) -> HttpResponse:
    """Show a page of targets: the reader's own first, then others, then closed ones."""
    stored = visible(place.targets().latest_versions(), place.reader)
    ours_first = "owner" if place.community else "-owner"
    page = keyset.read_page(
        stored.annotate(is_closed=Q(closed_on__isnull=False)),
        ("is_closed", ours_first, "due_on", "pk"),
        place.request.GET.dict(),
        A_PAGE,
    )
    rows = [
        build_row(followed, place.url("detail", followed.target.thread))
        for followed in follow_targets(page.rows, reader=place.reader)
    ]
    of_owner = [[row for row in rows if row.target.is_open and row.target.owner == owner] for owner in Owner]
    ours, theirs = of_owner if not place.community else of_owner[::-1]
    context = {
        "ours": ours,
        "theirs": theirs,
        "closed": [row for row in rows if not row.target.is_open],
        "is_part": page.has_previous or page.has_next,
        "add_url": place.url("add") if place.may_set else "",
        **keyset.addresses(page, "", {}),
    }
    return render(place.request, "dashboards/target_list.html", context)


@office_view
@require_safe
def office_target_detail(request: OfficeRequest, thread: UUID) -> HttpResponseBase:
    return _detail(_get_office_place(request), thread)


@community_view(Role.MEMBER)
@require_safe
def target_detail(request: CommunityRequest, thread: UUID) -> HttpResponseBase:
    return _detail(_get_community_place(request), thread)


def _detail(place: TargetPlace, thread: UUID) -> HttpResponseBase:
    target = place.newest(thread)
    [followed] = follow_targets([target], reader=place.reader)
    detail = build_detail(followed, place.office, place.community)
    if file := chart_file(place.request, [detail["chart"]] if detail["chart"] else []):
        return file
    may_change = target.owner == place.owner and place.may_change(target)
    context = {
        **detail,
        "history": [get_amounts(version) for version in place.targets().of_thread(thread)],
        "list_url": place.url("list"),
        "edit_url": place.url("edit", thread) if may_change else "",
        "close_url": place.url("close", thread) if may_change else "",
    }
    return render(place.request, "dashboards/target_detail.html", context)


@office_view
@get_or_post
def office_target_add(request: OfficeRequest) -> HttpResponse:
    return _add(_get_office_place(request))


@community_view(Role.COORDINATOR)
@get_or_post
def target_add(request: CommunityRequest) -> HttpResponse:
    return _add(_get_community_place(request))


def _add(place: TargetPlace) -> HttpResponse:
    if not place.may_set:
        return redirect(place.url("list"))
    form = NewTargetForm(_get_post_data(place), now=place.now, towns=place.towns)
    if form.is_bound and form.is_valid():
        measure, code = form.cleaned_data["subject"]
        community = place.community or form.cleaned_data.get("community")
        about = Target(community=community, measure=measure, code=code)
        values = form.values(about, place.reader)
        if values and (made := _try_action(form, lambda: actions.set_target(
            office=place.office, owner=place.owner, community=community, measure=measure, code=code,
            values=values, by=place.by, thread=form.cleaned_data["thread"],
        ))):  # fmt: skip
            messages.success(place.request, _("Saved."))
            return redirect(place.url("detail", made.thread))
    return _form_page(place, form, {"back_url": place.url("list")})


@office_view
@get_or_post
def office_target_edit(request: OfficeRequest, thread: UUID) -> HttpResponse:
    return _edit(_get_office_place(request), thread)


@community_view(Role.COORDINATOR)
@get_or_post
def target_edit(request: CommunityRequest, thread: UUID) -> HttpResponse:
    return _edit(_get_community_place(request), thread)


def _edit(place: TargetPlace, thread: UUID) -> HttpResponse:
    target, back_url = place.own(thread), place.url("detail", thread)
    if not place.may_change(target):
        return redirect(back_url)
    form = TargetForm(_get_post_data(place), now=place.now, target=_get_form_target(place, target))
    is_overtaken = False
    if form.is_bound and form.is_valid():
        is_overtaken = _is_overtaken(place.request, target)
        if (
            not is_overtaken
            and (values := form.values(target, place.reader))
            and _try_action(form, lambda: actions.change_target(target=target, values=values, by=place.by))
        ):
            messages.success(place.request, _("Saved."))
            return redirect(back_url)
    more = _describe(target, back_url) | {"stored": target if is_overtaken else None}
    return _form_page(place, form, more, 409 if is_overtaken else 422)


def _describe(target: Target, back_url: str) -> dict[str, Any]:
    return {"target": target, "target_title": get_target_title(target), "back_url": back_url}


def _get_form_target(place: TargetPlace, target: Target) -> Target:
    """Return the target that fills the form: the newest, or the version in ``?version=``. Each version is a row."""
    number = row_number(place.request.GET.get("version", ""))
    if number is None or place.request.method == "POST":
        return target
    earlier = place.targets().of_thread(target.thread).filter(version=number, closed_on=None)
    earlier_version: Target | None = earlier.exclude(pk=target.pk).first()
    if earlier_version is None:
        return target
    at = moment_words(timezone.localtime(earlier_version.at))
    messages.info(place.request, RESTORING % {"moment": at})
    return earlier_version


def _is_overtaken(request: HttpRequest, target: Target) -> bool:
    """Return whether the target was changed since the form was opened; the page shows it once and then accepts the
    input.
    """
    return request.POST.get("version") != str(target.version)


@office_view
@get_or_post
def office_target_close(request: OfficeRequest, thread: UUID) -> HttpResponse:
    return _close(_get_office_place(request), thread)


@community_view(Role.COORDINATOR)
@get_or_post
def target_close(request: CommunityRequest, thread: UUID) -> HttpResponse:
    return _close(_get_community_place(request), thread)


def _close(place: TargetPlace, thread: UUID) -> HttpResponse:
    target, back_url = place.own(thread), place.url("detail", thread)
    if not place.may_change(target):
        return redirect(back_url)
    form = CloseTargetForm(_get_post_data(place))
    if form.is_bound and form.is_valid():
        reason, today = form.cleaned_data["reason"], timezone.localdate()
        if _try_action(
            form, lambda: actions.close_target(target=target, reason=reason, on=today, by=place.by)
        ):
            messages.success(place.request, _("Saved."))
            return redirect(back_url)
    return _form_page(place, form, _describe(target, back_url), template="target_close")


def _try_action(form: Form, act: Any) -> Any:
    """Return the action's result; None with its errors in the form."""
    try:
        return act()
    except ValidationError as error:
        fields = getattr(error, "error_dict", None)
        is_in_form = fields is None or set(fields) <= set(form.fields)
        if fields is not None and "due_on" in fields:
            error = ValidationError({"ends": fields["due_on"]})
            is_in_form = True
        form.add_error(None, error if is_in_form else ValidationError(error.messages))
        return None


def _get_post_data(place: TargetPlace) -> Any:
    return place.request.POST if place.request.method == "POST" else None


def _form_page(
    place: TargetPlace, form: Form, more: dict[str, Any], status: int = 422, template: str = "target_form"
) -> HttpResponse:
    context = {"form": form, **more}
    return render(
        place.request, f"dashboards/{template}.html", context, status=status if form.is_bound else 200
    )
