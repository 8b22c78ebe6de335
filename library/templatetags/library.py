"""URLs of the library's pages, for the community or office of the current page."""

from typing import Any

from django import template

from library.models import LibraryItem
from library.place_views import PlaceAccess

register = template.Library()


@register.simple_tag(takes_context=True)
def library_url(context: template.Context, name: str, *args: Any) -> str:
    """``{% library_url "material-detail" material.pk %}``"""
    desk: PlaceAccess = context["desk"]
    return desk.url(name, *args)


@register.simple_tag(takes_context=True)
def library_item_url(context: template.Context, item: LibraryItem) -> str:
    """Return the URL of a material or story."""
    desk: PlaceAccess = context["desk"]
    return desk.item_url(item)
