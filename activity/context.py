"""Template context of every page: current place, navigation, and display settings."""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from activity.current_place import get_current_place
from activity.navigation import is_here, navigation, tabs
from communities.models import Community, Office, Role
from communities.notices import own_zone, unread_here
from communities.offline_queue import get_queue_state, version
from communities.places import get_place_url, get_places
from communities.views.pages import THEMES
from tfc.lazy_value import LazyValue

Keys = tuple[tuple[str, str], ...]


class PageContext(NamedTuple):
    """The place that a page is about and its reader, for the page's header.

    ``kind``: "community", "office", "international", "guest" of an office, or "" on a person's own pages. ``role``: in
    a community, as text. ``user``: empty if not signed in. ``is_sample``: of a sample community. ``keys``: this
    person's single-key shortcuts, as (name, address); none if they are switched off. ``leads_in``: the page itself
    leads to signing in.
    """

    kind: str
    slug: str
    name: str
    role: str
    user: str
    is_sample: bool = False
    keys: tuple[tuple[str, str], ...] = ()
    leads_in: bool = False


class PlaceLink(NamedTuple):
    """A place in the place switcher."""

    name: str
    kind: str
    url: str
    icon: str
    current: bool

    @property
    def search_url(self) -> str:
        """Return the search address of a community, an office, or all offices."""
        return f"{self.url}search/"


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the context. No query runs until a template needs it: a fragment or an anonymous page runs none."""
    theme = request.COOKIES.get(settings.THEME_COOKIE_NAME, "auto")
    return {
        "demo": settings.DEMO,
        "theme": theme if theme in THEMES else "auto",
        "community": getattr(request, "community", None),
        "office": getattr(request, "office", None),
        "role": getattr(request, "role", None),
        "is_guest": getattr(request, "is_guest", False),
        # Functions that templates call: a lazy object would keep the request alive with its cached values.
        "whereabouts": LazyValue(lambda: _get_page_context(request)),
        "nav": LazyValue(lambda: navigation(request)),
        "tabs": LazyValue(lambda: tabs(request)),
        "unread_notices": LazyValue(lambda: unread_here(request)),
        # For pages without an access decorator, which activate no place's time zone.
        "own_zone": lambda: own_zone(request.user),
        "places": LazyValue(lambda: _places(request)),
        "offline_queue": LazyValue(lambda: get_queue_state(request)),
        "release": version,
    }


def _get_page_context(request: HttpRequest) -> PageContext:
    user = getattr(request, "user", None)
    place, role = get_current_place(request)
    reader = str(user) if user is not None and user.is_authenticated else ""
    if isinstance(place, Community):
        role_label = str(role.label) if role else ""
        keys = get_shortcuts(place, role) if _uses_keys(user) else ()
        return PageContext(
            "community", place.slug, place.name, role_label, reader, place.office.is_sample, keys
        )
    if isinstance(place, Office):
        if getattr(request, "is_guest", False):
            kind = "guest"
        else:
            kind = "international" if place.is_international else "office"
        keys = get_shortcuts(place) if _uses_keys(user) else ()
        return PageContext(kind, place.slug, place.name, "", reader, keys=keys)
    leads_in = request.path in (reverse("communities:start"), reverse("account_login"))
    return PageContext(
        "", "", "", "", reader, keys=get_shortcuts() if _uses_keys(user) else (), leads_in=leads_in
    )


def _uses_keys(user: Any) -> bool:
    return bool(user is not None and user.is_authenticated and user.uses_keys)


def _places(request: HttpRequest) -> tuple[PlaceLink, ...]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ()
    return tuple(
        PlaceLink(place.name, place.kind, place.url, place.icon, is_here(request, place))
        for place in get_places(user)
    )


def get_shortcuts(place: Community | Office | None = None, role: Role | None = None) -> Keys:
    """Return shortcuts by the script's names, with addresses that the access decorators would admit."""
    help_url = ("help", reverse("activity:shortcuts"))
    if isinstance(place, Community):
        keys = [
            ("search", reverse("activity:search", args=[place.slug])),
            ("home", get_place_url(place)),
            ("events", reverse("events:event-list", args=[place.slug])),
        ]
        if role and role >= Role.LEADER:
            keys.append(("log", reverse("events:meeting-log", args=[place.slug])))
        return (*keys, help_url)
    if place is None:
        return (("home", reverse("communities:start")), help_url)
    if place.is_international:
        search = reverse("activity:international-search")
    else:
        search = reverse("activity:office-search", args=[place.slug])
    return (("search", search), ("home", get_place_url(place)), help_url)
