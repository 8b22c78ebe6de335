"""Announcements: list, write, edit, delete with undo, dismiss."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.audit.versions import get_requested_version, get_saved_message
from communities.models import Role
from communities.place_views import PlaceRequest
from communities.places import back_to
from library.actions import announcements as actions
from library.announcements import get_announcements, get_audience, get_listed_announcements, may_change
from library.forms.boards import AnnouncementForm, OfficeAnnouncementForm
from library.models import Announcement, DismissedAnnouncement
from library.views.lookups import get_page_context, library_view
from stakeholders.actions.saving import SavedMeanwhileError

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@library_view(Role.MEMBER)
@require_safe
def announcement_list(request: PlaceRequest) -> HttpResponse:
    desk, today = request.desk, timezone.localdate()
    context = get_page_context(
        request, get_listed_announcements(desk, request.user, day=today), {}, ["-stays_up", "-pk"]
    )
    aside = set(
        DismissedAnnouncement.objects.filter(by=request.user).values_list("announcement_id", flat=True)
    )
    rows = [
        {
            "announcement": announcement,
            "is_shown": announcement.is_shown_on(today),
            "is_to_come": announcement.from_on > today,
            "is_aside": announcement.pk in aside,
            "may_change": may_change(desk, announcement, request.user),
        }
        for announcement in context.pop("items")
    ]
    return render(
        request,
        "library/announcement_list.html",
        context | {"desk": desk, "rows": rows, "may_announce": desk.may_record},
    )


@library_view(Role.LEADER)
@get_or_post
def announcement_add(request: PlaceRequest) -> HttpResponse:
    desk = request.desk
    if not desk.may_record:
        return redirect(desk.url("announcement-list"))
    form = _get_form_class(request)(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.announce(by=request.user, audience=get_audience(desk), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(desk.url("announcement-list"))
    return _form_page(request, form, None)


@library_view(Role.LEADER)
@get_or_post
def announcement_edit(request: PlaceRequest, announcement_id: int) -> HttpResponse:
    announcement = _find(request, announcement_id)
    if not may_change(request.desk, announcement, request.user):
        return _leave(request)
    form: Any = _get_form_class(request)(
        request.POST if request.method == "POST" else None,
        instance=get_requested_version(request, announcement),
    )
    if form.is_bound and form.is_valid():
        try:
            actions.edit_announcement(announcement=announcement, by=request.user, **form.cleaned_data)
        except SavedMeanwhileError:
            stored = _find(request, announcement_id)
            form = form.overwriting(stored.revision)
            return _form_page(request, form, announcement, status=409, stored=stored)
        messages.success(request, get_saved_message(request, announcement))
        return redirect(request.desk.url("announcement-list") + f"#announcement-{announcement.pk}")
    return _form_page(request, form, announcement)


@library_view(Role.LEADER)
@require_POST
def announcement_delete(request: PlaceRequest, announcement_id: int) -> HttpResponse:
    announcement = _find_own(request, announcement_id)
    actions.delete_announcement(announcement=announcement, by=request.user)
    undo = request.desk.url("announcement-restore", announcement.pk)
    messages.success(request, _("“%(title)s” was deleted.") % {"title": announcement.title}, extra_tags=undo)
    return redirect(request.desk.url("announcement-list"))


@library_view(Role.LEADER)
@require_POST
def announcement_restore(request: PlaceRequest, announcement_id: int) -> HttpResponse:
    announcement = _find_own(request, announcement_id)
    actions.restore_announcement(announcement=announcement, by=request.user)
    messages.success(request, _("“%(title)s” was restored.") % {"title": announcement.title})
    return back_to(request, request.desk.url("announcement-list"))


@library_view(Role.MEMBER)
@require_POST
def announcement_put_aside(request: PlaceRequest, announcement_id: int) -> HttpResponse:
    announcement = _find(request, announcement_id)
    actions.dismiss_announcement(announcement=announcement, by=request.user)
    undo = request.desk.url("announcement-show-again", announcement.pk)
    text = _("“%(title)s” is off your home page.")
    messages.success(request, text % {"title": announcement.title}, extra_tags=undo)
    return back_to(request, request.desk.url("announcement-list"))


@library_view(Role.MEMBER)
@require_POST
def announcement_show_again(request: PlaceRequest, announcement_id: int) -> HttpResponse:
    announcement = _find(request, announcement_id)
    actions.show_again(announcement=announcement, by=request.user)
    messages.success(request, _("“%(title)s” is on your home page again.") % {"title": announcement.title})
    return back_to(request, request.desk.url("announcement-list"))


def _find(request: PlaceRequest, announcement_id: int) -> Announcement:
    """Return an announcement of or for this place that is not deleted; raise Http404."""
    desk = request.desk
    announcements = Announcement.objects.not_deleted().of_place(
        desk.office.pk, desk.community.pk if desk.community else None
    )
    return get_object_or_404(
        announcements | get_announcements(desk.community or desk.office), pk=announcement_id
    )


def _find_own(request: PlaceRequest, announcement_id: int) -> Announcement:
    """Return an announcement, deleted or not, that this person may change.

    Raises PermissionDenied if it is read-only, or Http404.
    """
    announcement = get_object_or_404(Announcement, pk=announcement_id)
    if may_change(request.desk, announcement, request.user):
        return announcement
    if announcement.deleted_at:
        raise Http404
    raise PermissionDenied


def _leave(request: PlaceRequest) -> HttpResponse:
    """Redirect a GET request with a message; refuse a POST."""
    if request.method == "POST":
        raise PermissionDenied
    messages.info(request, _("Only its author and coordinators can edit this announcement."))
    return redirect(request.desk.url("announcement-list"))


def _get_form_class(request: PlaceRequest) -> type[AnnouncementForm]:
    return AnnouncementForm if request.desk.community else OfficeAnnouncementForm


def _form_page(
    request: PlaceRequest, form: Any, announcement: Announcement | None, *, status: int = 0, **more: Any
) -> HttpResponse:
    back = request.desk.url("announcement-list")
    context = {"form": form, "desk": request.desk, "announcement": announcement, "back_url": back, **more}
    status = status or (422 if form.is_bound else 200)
    return render(request, "library/announcement_form.html", context, status=status)
