"""Common views of materials and stories: share, delete, restore from the trash."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.models import Role
from communities.place_views import PlaceRequest
from communities.places import back_to
from communities.trash import (
    TRASH_PAGE_SIZE,
    DeletedRecord,
    TrashTexts,
    add_deleted_message,
    render_trash_page,
)
from library.actions import items as actions
from library.forms.materials import ShareForm
from library.models import LibraryItem, Material, SharingStep, Story
from library.views.lookups import find_own, library_view
from tfc.sharing import Audience


@library_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def item_share(request: PlaceRequest, **which: int) -> HttpResponse:
    item = find_own(request, **which, deleted=False)
    form = ShareForm(
        request.POST if request.method == "POST" else None,
        initial={"audience": item.audience},
        office=request.desk.office,
    )
    if form.is_bound and form.is_valid():
        try:
            actions.share_item(item=item, audience=form.cleaned_data["audience"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(request.desk.item_url(item))
    steps = SharingStep.objects.filter(**{str(item._meta.model_name): item}).select_related("by")
    context = {
        "form": form,
        "desk": request.desk,
        "item": item,
        "steps": steps.order_by("-id")[:20],
        "back_url": request.desk.item_url(item),
    }
    return render(request, "library/item_share.html", context, status=422 if form.is_bound else 200)


@library_view(Role.LEADER)
@require_POST
def item_delete(request: PlaceRequest, **which: int) -> HttpResponse:
    item = find_own(request, **which, deleted=True)
    actions.delete_item(item=item, by=request.user)
    undo = request.desk.item_url(item, "restore")
    add_deleted_message(request, _("“%(title)s” was deleted.") % {"title": item.title}, undo)
    return redirect(request.desk.url(f"{item._meta.model_name}-list"))


@library_view(Role.LEADER)
@require_POST
def item_restore(request: PlaceRequest, **which: int) -> HttpResponse:
    item = find_own(request, **which, deleted=True)
    actions.restore_item(item=item, by=request.user)
    messages.success(request, _get_restored_message(item))
    return back_to(request, request.desk.item_url(item))


def _get_restored_message(item: LibraryItem) -> str:
    """Return the message; ``item``: as it was before it was restored."""
    if item.audience == Audience.OWN:
        return _("“%(title)s” was restored.") % {"title": item.title}
    return _("“%(title)s” was restored for your team only. Share it again if others may read it.") % {
        "title": item.title
    }


@library_view(Role.LEADER)
@require_safe
def item_trash(request: PlaceRequest) -> HttpResponse:
    """List deleted materials and stories of this place, the last deleted first."""
    desk = request.desk
    items = [
        item
        for model in (Material, Story)
        for item in _get_deleted(desk.office.pk, desk.community.pk if desk.community else None, model)
    ]
    items.sort(key=lambda item: item.deleted_at, reverse=True)
    rows = [
        DeletedRecord(
            title=item.title,
            language=item.language,
            record=item,
            restore_url=desk.item_url(item, "restore"),
        )
        for item in items[:TRASH_PAGE_SIZE]
    ]
    texts = TrashTexts(
        heading=_("Trash"),
        none=_("Deleted materials and stories appear here."),
    )
    return render_trash_page(request, rows, texts, desk=desk)


def _get_deleted(office_id: int, community_id: int | None, model: type[LibraryItem]) -> Any:
    items: Any = model._default_manager
    deleted = items.of_place(office_id, community_id).in_trash()
    return deleted.order_by("-deleted_at", "-id")[:TRASH_PAGE_SIZE]
