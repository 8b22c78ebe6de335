"""The URL of a material or story, for the community or office of the current page."""

from django import template

from communities.place_views import PlaceAccess
from library.models import LibraryItem

register = template.Library()


@register.simple_tag(takes_context=True)
def library_item_url(context: template.Context, item: LibraryItem) -> str:
    """Return the URL of a material or story."""
    desk: PlaceAccess = context["desk"]
    return desk.item_url(item)
