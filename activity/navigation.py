"""Navigation: the sections of the current place, the pages of the current section, and the way back."""

from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import get_language, pgettext

from activity.menus import COMMUNITY, INTERNATIONAL, OFFICE, Entry, Menus, Section
from communities.models import Community, Office, Role
from communities.places import Place


class Item(NamedTuple):
    """A section or a page as rendered; ``current``: the open page is it, or belongs to it."""

    label: str
    url: str
    icon: str
    current: bool = False


class SectionLinks(NamedTuple):
    """A section in one place, for one role. ``below``: its pages have addresses that begin so."""

    item: Item
    pages: tuple[Item, ...]
    second_level: tuple[Item, ...]
    below: tuple[str, ...]
    is_home: bool


class PlaceLinks(NamedTuple):
    """The menus of one place, for one role."""

    main: tuple[SectionLinks, ...] = ()
    place: tuple[SectionLinks, ...] = ()


class Navigation(NamedTuple):
    """``main``: the sections. ``place``: the menu of the place's name. ``log_url``: where to log a meeting, or ""."""

    main: tuple[Item, ...] = ()
    place: tuple[Item, ...] = ()
    log_url: str = ""

    @property
    def tab_bar(self) -> tuple[Item, ...]:
        """Return the phone's bar, which has room for four items and "More"."""
        if not self.log_url:
            return self.main[:4]
        log = Item(pgettext("button", "Log"), self.log_url, "plus")
        return (*self.main[:2], log, *self.main[2:3])

    @property
    def behind_more(self) -> tuple[Item, ...]:
        return self.main[3:] if self.log_url else self.main[4:]

    @property
    def is_behind_more(self) -> bool:
        return any(item.current for item in (*self.behind_more, *self.place))


def is_here(request: HttpRequest, place: Place) -> bool:
    """Return True if the page belongs to this place."""
    if place.icon == "community":
        return request.path.startswith(f"/c/{place.slug}/")
    return request.path.startswith((place.url, f"/office/{place.slug}/"))


def get_navigation(request: HttpRequest, place: Community | Office | None, role: Role | None) -> Navigation:
    """Return the sections that the access decorators admit this person to; no query of its own."""
    links = get_place_links(place, role)
    here = _find_section(links, _get_path(request))
    main, named = (
        tuple(section.item._replace(current=section is here) for section in menu) for menu in links
    )
    may_log = isinstance(place, Community) and role is not None and role >= Role.LEADER
    return Navigation(main, named, reverse("events:meeting-log", args=[place.slug]) if may_log else "")  # type: ignore[union-attr]


def get_tabs(request: HttpRequest) -> tuple[Item, ...]:
    """Return the pages of the section if one of them is open; empty on forms and details, which have breadcrumbs."""
    place = getattr(request, "community", None) or getattr(request, "office", None)
    links = get_place_links(place, getattr(request, "role", None))
    for section in (*links.main, *links.place):
        pages = tuple(page._replace(current=page.url == request.path) for page in section.pages)
        if len(pages) > 1 and any(page.current for page in pages):
            return pages
    return ()


def get_trail(
    request: HttpRequest, place: Community | Office | None, role: Role | None, back_url: str
) -> tuple[Item, ...]:
    """Return the section and its page above this one, without what ``back_url`` leads to."""
    path = _get_path(request)
    section = _find_section(get_place_links(place, role), path)
    if section is None:
        return ()
    pages = [page for page in section.pages if path.startswith(page.url)]
    above = [section.item, *sorted(pages, key=lambda page: len(page.url))[-1:]]
    by_url = {item.url: item for item in above if item.url not in (back_url.partition("?")[0], path)}
    return tuple(by_url.values())


def _get_path(request: HttpRequest) -> str:
    """Return the path of the page, or of the page that it belongs to (communities.places.stand_at)."""
    return getattr(request, "stands_at", request.path)


def _find_section(links: PlaceLinks, path: str) -> SectionLinks | None:
    """Return the section with the most specific address that this path begins with."""
    best: tuple[int, SectionLinks | None] = (0, None)
    for section in (*links.main, *links.place):
        if section.is_home and path == section.item.url:
            return section
        length = max((len(below) for below in section.below if path.startswith(below)), default=0)
        if length > best[0]:
            best = (length, section)
    return best[1]


def get_menus(place: Community | Office) -> Menus:
    if isinstance(place, Community):
        return COMMUNITY
    return INTERNATIONAL if place.is_international else OFFICE


def get_place_links(place: Community | Office | None, role: Role | None) -> PlaceLinks:
    if place is None:
        return PlaceLinks()
    return build_place_links(str(get_language()), get_menus(place), place.slug, role)


@lru_cache(maxsize=2000)
def build_place_links(_language: str, menus: Menus, slug: str, role: Role | None) -> PlaceLinks:
    """Return the menus of a place; built once per place and role, not on each of its pages."""
    return PlaceLinks(
        *(
            tuple(links for section in menu if (links := _build_section(section, slug, role)))
            for menu in (menus.main, menus.place)
        )
    )


def _build_section(section: Section, slug: str, role: Role | None) -> SectionLinks | None:
    """Return the section with the pages that the role admits, or None if it admits none."""
    urls = tuple(reverse_in_place(entry.name, slug) for entry in (*section.pages, *section.second_level))
    pages = get_admitted(section.pages, slug, role)
    if not pages:
        return None
    # "/c/hill" of "/c/hill/events/".
    root = "/".join(urls[0].split("/")[:3])
    below = () if section.is_home else (*urls, *(f"{root}/{more}" for more in section.more))
    # A section whose own page is closed to the role bears the name of the page that it opens.
    is_open = pages[0].url == urls[0]
    item = Item(str(section.label), urls[0], section.icon) if is_open else pages[0]
    return SectionLinks(item, pages, get_admitted(section.second_level, slug, role), below, section.is_home)


def get_admitted(entries: Iterable[Entry], slug: str, role: Role | None) -> tuple[Item, ...]:
    """Return the pages that the access decorators would admit this role to; ``role``: None in an office."""
    items = (Item(str(entry.label), reverse_in_place(entry.name, slug), entry.icon) for entry in entries)
    return tuple(item for item in items if role is None or role >= _get_least_role(item.url))


def reverse_in_place(name: str, slug: str) -> str:
    """Return the address of a page of a community, of an office, or of all offices."""
    for kwargs in ({"community": slug}, {"office": slug}):
        with suppress(NoReverseMatch):
            return reverse(name, kwargs=kwargs)
    return reverse(name)


def _get_least_role(url: str) -> int:
    view: Any = resolve(url).func
    return view.admits[1] or 0
