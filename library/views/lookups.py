"""Lookups and context shared by the views of the library."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from communities.place_views import PlaceRequest, place_view
from library.discussion import get_remarks
from library.forms.discussion import CommentForm
from library.item_search import BEST_FIRST, NEWEST_FIRST
from library.models import LibraryItem, Material, Story
from tfc import keyset

PAGE_SIZE = 30
# For members with at least a role and office staff; what guests of an office see, each page decides.
library_view = partial(place_view, "library:", guests_read=True)


def find_item(material_id: int | None = None, story_id: int | None = None) -> LibraryItem:
    """Return a material or story that the scope may read and that is not in the trash; raise Http404."""
    model: type[LibraryItem] = Story if material_id is None else Material
    items = model._default_manager.filter(deleted_at=None).select_related("community", "office", "created_by")
    return get_object_or_404(items, pk=story_id if material_id is None else material_id)


def find_own(
    request: PlaceRequest,
    material_id: int | None = None,
    story_id: int | None = None,
    *,
    deleted: bool = False,
) -> LibraryItem:
    """Return an item of this place; raise PermissionDenied for a shared one.

    ``deleted``: also from the trash.
    """
    if deleted:
        model: type[LibraryItem] = Story if material_id is None else Material
        item = get_object_or_404(model._default_manager, pk=story_id if material_id is None else material_id)
        if item.deleted_at and not request.desk.owns(item):
            raise Http404
    else:
        item = find_item(material_id, story_id)
    if not request.desk.owns(item):
        raise PermissionDenied
    return item


def filter_items(items: Any, wanted: dict[str, Any], exact: Sequence[str]) -> tuple[Any, Sequence[str]]:
    """Return the items that match the filters, and their order; ``exact``: filters that name a field."""
    items = items.filter(**{name: wanted[name] for name in exact if name in wanted})
    if "sector" in wanted:
        items = items.for_sector(wanted["sector"])
    if "text" in wanted:
        return items.matching(wanted["text"]), BEST_FIRST
    return items, NEWEST_FIRST


def get_item_context(request: PlaceRequest, item: LibraryItem) -> dict[str, Any]:
    """Return what the pages of a material and of a story have in common."""
    desk = request.desk
    return {
        "desk": desk,
        "item": item,
        "remarks": get_remarks(item, desk, request.user),
        "comment_form": CommentForm(community=desk.community) if desk.may_discuss else None,
        "may_edit": desk.may_edit(item),
        "may_share": desk.may_share and desk.owns(item),
    }


def get_page_context(
    request: HttpRequest, queryset: "QuerySet[Any]", wanted: dict[str, Any], order: Sequence[str]
) -> dict[str, Any]:
    """Return a page of the list and the URLs next to it; ``order``: see `tfc.keyset.read_page`."""
    page = keyset.read_page(queryset, order, request.GET, PAGE_SIZE)
    return {"items": page.rows, **keyset.addresses(page, request.path, wanted)}
