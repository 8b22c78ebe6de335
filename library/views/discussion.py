"""Comments on materials and stories: write, edit, delete, report; and moderation by the office."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, OfficeRequest, community_view, office_view
from communities.models import Role
from communities.place_views import PlaceAccess, PlaceRequest
from library.actions import discussion as actions
from library.discussion import get_open_reports
from library.forms.discussion import CommentForm, HideForm, ReportForm
from library.models import Comment, Material
from library.views.lookups import find_item, library_view
from library.views.materials import material_page
from library.views.stories import story_page

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _find(comment_id: int) -> Comment:
    """Return a comment that is not deleted, on an item that can still be read; raise Http404."""
    comment = get_object_or_404(Comment.objects.not_deleted(), pk=comment_id)
    find_item(comment.material_id, comment.story_id)
    return comment


def _back(desk: PlaceAccess, comment: Comment) -> str:
    return desk.item_url(comment.item) + f"#comment-{comment.pk}"


@library_view(Role.MEMBER)
@require_POST
def comment_add(request: PlaceRequest, **which: int) -> HttpResponse:
    item = find_item(**which)
    form = CommentForm(request.POST, community=request.desk.community)
    if form.is_valid():
        comment = actions.add_comment(item=item, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(_back(request.desk, comment))
    page = material_page if isinstance(item, Material) else story_page
    return page(request, item, status=422, comment_form=form, form=form)


@library_view(Role.MEMBER)
@get_or_post
def comment_edit(request: PlaceRequest, comment_id: int) -> HttpResponse:
    comment = _find(comment_id)
    if not _wrote(request, comment):
        return _leave(request, request.desk, comment, _("Only the author can edit this."))
    form = CommentForm(
        request.POST if request.method == "POST" else None, instance=comment, community=request.desk.community
    )
    if form.is_bound and form.is_valid():
        actions.edit_comment(comment=comment, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(_back(request.desk, comment))
    title, save = _("Edit your message"), _("Save")
    return _page(request, request.desk, form, comment, title=title, lead="", save=save, is_own=True)


@library_view(Role.MEMBER)
@require_POST
def comment_delete(request: PlaceRequest, comment_id: int) -> HttpResponse:
    comment = _find(comment_id)
    if not _wrote(request, comment):
        raise PermissionDenied
    actions.delete_comment(comment=comment, by=request.user)
    messages.success(request, _("Deleted."))
    return redirect(request.desk.item_url(comment.item) + "#discussion")


def _wrote(request: PlaceRequest, comment: Comment) -> bool:
    return comment.by_id == request.user.pk and request.desk.owns(comment)


def _leave(request: Any, desk: PlaceAccess, comment: Comment, why: str) -> HttpResponse:
    """Redirect a GET request with a message; refuse a POST."""
    if request.method == "POST":
        raise PermissionDenied
    messages.info(request, why)
    return redirect(_back(desk, comment))


@community_view(Role.MEMBER)
@get_or_post
def comment_report(request: CommunityRequest, comment_id: int) -> HttpResponse:
    comment, desk = _find(comment_id), PlaceAccess.for_community("library:", request)
    if desk.owns(comment):
        return _leave(request, desk, comment, _("A member of your team wrote this. Talk with them directly."))
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.report_comment(
            comment=comment, community=request.community, by=request.user, **form.cleaned_data
        )
        messages.success(request, _("It was reported to the author's office."))
        return redirect(_back(desk, comment))
    title, save = _("Report to the office"), _("Report it")
    lead = _("The author's office reads your reason and decides. Until then the comment stays.")
    return _page(request, desk, form, comment, title=title, lead=lead, save=save)


@office_view
@get_or_post
def comment_hide(request: OfficeRequest, comment_id: int) -> HttpResponse:
    comment, desk = _find(comment_id), PlaceAccess.for_office("library:", request)
    if comment.office_id != request.office.pk:
        raise PermissionDenied
    form = HideForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.hide_comment(comment=comment, reason=form.cleaned_data["hidden_reason"], by=request.user)
        messages.success(request, _("The comment is hidden. Its author sees your reason."))
        return redirect(_back(desk, comment))
    title, save = _("Hide this comment"), _("Hide")
    lead = _("Readers no longer see it. Its author sees your reason. You can show it again.")
    return _page(request, desk, form, comment, title=title, lead=lead, save=save)


@office_view
@require_POST
def comment_show(request: OfficeRequest, comment_id: int) -> HttpResponse:
    comment, desk = _find(comment_id), PlaceAccess.for_office("library:", request)
    if comment.office_id != request.office.pk:
        raise PermissionDenied
    actions.show_comment(comment=comment, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(_back(desk, comment))


@office_view
@require_safe
def report_list(request: OfficeRequest) -> HttpResponse:
    context = {"desk": PlaceAccess.for_office("library:", request), "reports": get_open_reports()}
    return render(request, "library/report_list.html", context)


@office_view
@require_POST
def report_settle(request: OfficeRequest, comment_id: int) -> HttpResponse:
    """Settle the reports; the comment stays unchanged."""
    comment, desk = _find(comment_id), PlaceAccess.for_office("library:", request)
    if comment.office_id != request.office.pk:
        raise PermissionDenied
    actions.settle_reports(comment=comment, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(desk.url("report-list"))


def _page(request: Any, desk: PlaceAccess, form: Any, comment: Comment, **more: Any) -> HttpResponse:
    context = {"form": form, "desk": desk, "comment": comment, "back_url": _back(desk, comment), **more}
    return render(request, "library/comment_form.html", context, status=422 if form.is_bound else 200)
