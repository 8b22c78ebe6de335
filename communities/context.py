"""What every page needs to know: where one is, where one may go, and how it is shown."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from communities.navigation import is_here, navigation, places_of, tabs
from communities.notices import unread_here

THEMES = ("auto", "light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    """Nothing is asked of the database until a template needs it: a fragment or an anonymous page asks nothing."""
    theme = request.COOKIES.get("theme", "auto")
    return {
        "demo": settings.DEMO,
        "theme": theme if theme in THEMES else "auto",
        "community": getattr(request, "community", None),
        "office": getattr(request, "office", None),
        "role": getattr(request, "role", None),
        "is_guest": getattr(request, "is_guest", False),
        "nav": SimpleLazyObject(lambda: navigation(request)),
        "tabs": SimpleLazyObject(lambda: tabs(request)),
        # In a call, since nothing that is lazy can turn out to be None.
        "unread_notices": lambda: unread_here(request),
        "places": SimpleLazyObject(lambda: _places(request)),
    }


def _places(request: HttpRequest) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return [
        {
            "name": place.name,
            "kind": place.kind,
            "url": place.url,
            "icon": place.icon,
            "current": is_here(request, place),
        }
        for place in places_of(user)
    ]
