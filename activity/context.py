"""Template context of every page: current place, navigation, and display settings."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from activity.navigation import get_navigation, get_tabs, is_here
from communities.models import Community, Office, Role, User
from communities.notices import get_own_zone, unread_here
from communities.offline_queue import get_queue_state, version
from communities.places import get_place_url, get_places
from communities.views.pages import THEMES
from dashboards.setup import Step, get_next_setup_step

Keys = tuple[tuple[str, str], ...]
# Pages without a place of their own, read in between.
IN_BETWEEN = frozenset(
    {
        "activity:shortcuts",
        "help:glossary",
        "help:guide",
        "help:guide-detail",
        "help:tour",
        "help:tour-step",
        "help:translation",
        "help:whats-new",
    }
)


class LazyValue:
    """A function that templates call, and whose result is cached for the page.

    functools.cache would also do, but copies the name and docstring of each function, a dozen times per page.
    """

    __slots__ = ("_answer", "_ask")

    def __init__(self, ask: Callable[[], Any]) -> None:
        self._ask: Callable[[], Any] | None = ask

    def __call__(self) -> Any:
        if self._ask is not None:
            self._answer, self._ask = self._ask(), None
        return self._answer


class PageContext(NamedTuple):
    """The place that a page is about and its reader, for the page's header.

    ``kind``: "community", "office", "international", "guest" of an office, or "" on a person's own pages. ``role``: in
    a community, as text. ``user``, ``user_number``: the reader's name and ID, empty if not signed in. ``is_sample``: of
    a sample community. ``keys``: this person's single-key shortcuts, as (name, address); none if they are switched off.
    ``leads_in``: the page itself leads to signing in.
    """

    kind: str
    slug: str
    name: str
    role: str
    user: str
    is_sample: bool = False
    keys: tuple[tuple[str, str], ...] = ()
    leads_in: bool = False
    user_number: int | None = None


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
        "navigation": LazyValue(lambda: get_navigation(request, *get_current_place(request))),
        "tabs": LazyValue(lambda: get_tabs(request)),
        "next_setup_step": LazyValue(lambda: _get_setup_step_after_saving(request)),
        "unread_notices": LazyValue(lambda: unread_here(request)),
        # For pages without an access decorator, which activate no place's time zone.
        "own_zone": lambda: get_own_zone(request.user),
        "places": LazyValue(lambda: _places(request)),
        "offline_queue": LazyValue(lambda: get_queue_state(request)),
        "release": version,
    }


def _get_page_context(request: HttpRequest) -> PageContext:
    user = getattr(request, "user", None)
    place, role = get_current_place(request)
    reader, number = (str(user), user.pk) if user is not None and user.is_authenticated else ("", None)
    if isinstance(place, Community):
        role_label = str(role.label) if role else ""
        keys = get_shortcuts(place, role) if _uses_keys(user) else ()
        return PageContext(
            "community",
            place.slug,
            place.name,
            role_label,
            reader,
            place.office.is_sample,
            keys,
            user_number=number,
        )
    if isinstance(place, Office):
        if getattr(request, "is_guest", False):
            kind = "guest"
        else:
            kind = "international" if place.is_international else "office"
        keys = get_shortcuts(place) if _uses_keys(user) else ()
        return PageContext(kind, place.slug, place.name, "", reader, keys=keys, user_number=number)
    leads_in = request.path in (reverse("communities:start"), reverse("account_login"))
    keys = get_shortcuts() if _uses_keys(user) else ()
    return PageContext("", "", "", "", reader, keys=keys, leads_in=leads_in, user_number=number)


# The apps and the page with records of the set-up: other pages have a next step of their own.
SETUP_PAGES = frozenset({"communities", "events", "stakeholders", "support:public-edit"})


def _get_setup_step_after_saving(request: HttpRequest) -> Step | None:
    """Return the next step of the community's set-up on pages that people see after they saved one."""
    community, match = getattr(request, "community", None), request.resolver_match
    if community is None or match is None or SETUP_PAGES.isdisjoint((match.namespace, match.view_name)):
        return None
    return get_next_setup_step(community, request.role)  # type: ignore[attr-defined]


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
            ("network", reverse("stakeholders:organization-list", args=[place.slug])),
            ("research", reverse("stakeholders:research", args=[place.slug])),
            ("evaluation", reverse("evaluation:survey", args=[place.slug])),
            ("services", reverse("support:service-list", args=[place.slug])),
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
    keys = [("search", search), ("home", get_place_url(place))]
    if not place.is_international:
        keys += [
            ("communities", reverse("communities:office-communities", args=[place.slug])),
            ("evaluation", reverse("evaluation:submission-list", args=[place.slug])),
        ]
    return (*keys, help_url)


class CurrentPlace(NamedTuple):
    """``role``: in a community, if the reader has one."""

    place: Community | Office | None = None
    role: Role | None = None


def get_current_place(request: HttpRequest) -> CurrentPlace:
    """Return the current place; runs no queries beyond those of the place switcher."""
    if place := getattr(request, "community", None) or getattr(request, "office", None):
        return CurrentPlace(place, getattr(request, "role", None))
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return CurrentPlace()
    kind, _slash, rest = request.path.lstrip("/").partition("/")
    slug = rest.partition("/")[0]
    match = request.resolver_match
    if kind == "c":
        return next((option for option in _towns(user) if _slug(option) == slug), CurrentPlace())
    if kind == "office":
        return next((option for option in _offices(user) if _slug(option) == slug), CurrentPlace())
    if match is not None and match.view_name in IN_BETWEEN:
        return _choose_place(user, request.GET.get("from", ""))
    return CurrentPlace()


def _choose_place(user: User, wanted: str) -> CurrentPlace:
    """Return the named place, or else the one that a guide's links use: where the reader has the most rights."""
    towns, offices = list(_towns(user)), list(_offices(user))
    if named := next((option for option in (*towns, *offices) if _slug(option) == wanted), None):
        return named
    real = [
        option
        for option in towns
        if isinstance(option.place, Community) and not option.place.office.is_sample
    ]
    first = max(real, key=lambda option: option.role or 0, default=None)
    return first or next(iter((*offices, *towns)), CurrentPlace())


def _towns(user: User) -> Iterable[CurrentPlace]:
    return (
        CurrentPlace(membership.community, Role(membership.role)) for membership in user.roles.memberships
    )


def _offices(user: User) -> Iterable[CurrentPlace]:
    return (CurrentPlace(membership.office) for membership in user.roles.staff)


def _slug(option: CurrentPlace) -> str:
    return option.place.slug if option.place else ""
