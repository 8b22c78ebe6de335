"""Views that communities and offices have: the same pages behind two access decorators."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, NamedTuple

from django.db.models import Model
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse

from communities.access import CommunityRequest, OfficeRequest, SignedIn, View, community_view, office_view
from communities.models import Community, Office, Role
from tfc.sharing import SharedModel


def get_place_url(place: Community | Office, name: str, *args: Any) -> str:
    """Return the URL of a page that both have; ``name`` as for communities: "events:campaign-list"."""
    app, _colon, page = name.partition(":")
    prefix = "" if isinstance(place, Community) else "office-"
    return reverse(f"{app}:{prefix}{page}", args=[place.slug, *args])


@dataclass(frozen=True)
class PlaceAccess:
    """The community or the office of a page, and what its reader may do there. ``section``: how the names of its pages
    begin, such as "events:campaign-" or "library:". ``role``: the reader's role, None at an office.
    """

    section: str
    place: Community | Office
    role: Role | None
    is_guest: bool = False

    @classmethod
    def for_community(cls, section: str, request: CommunityRequest) -> "PlaceAccess":
        return cls(section, request.community, request.role)

    @classmethod
    def for_office(cls, section: str, request: OfficeRequest) -> "PlaceAccess":
        return cls(section, request.office, None, request.is_guest)

    @property
    def community(self) -> Community | None:
        return self.place if isinstance(self.place, Community) else None

    @property
    def office(self) -> Office:
        return self.place.office if isinstance(self.place, Community) else self.place

    def has_role(self, role: Role) -> bool:
        """Return whether the reader may do what members with this role may. Guests at an office only read."""
        return not self.is_guest if self.role is None else self.role >= role

    @property
    def may_discuss(self) -> bool:
        return self.has_role(Role.MEMBER)

    @property
    def may_record(self) -> bool:
        return self.has_role(Role.LEADER)

    @property
    def may_share(self) -> bool:
        return self.has_role(Role.COORDINATOR)

    def owns(self, row: SharedModel) -> bool:
        here = self.community.pk if self.community else None
        return row.community_id == here and row.office_id == self.office.pk

    def may_edit(self, row: SharedModel) -> bool:
        return self.may_record and self.owns(row)

    def may_moderate(self, row: SharedModel) -> bool:
        """Return True for an office: it moderates what its communities and itself publish."""
        return self.community is None and self.may_record and row.office_id == self.office.pk

    def url(self, name: str, *args: Any) -> str:
        """Return the URL of a page of the section; ``name``: "list" or "detail"."""
        return get_place_url(self.place, f"{self.section}{name}", *args)

    def item_url(self, item: Model, action: str = "detail") -> str:
        """Return the URL of a record whose pages begin with the name of its model."""
        return self.url(f"{item._meta.model_name}-{action}", item.pk)


class PlaceRequest(SignedIn):
    desk: PlaceAccess


class PlaceViews(NamedTuple):
    """One view behind the access decorator of communities and that of offices."""

    community: View
    office: View


def place_view(section: str, role: Role, *, guests_read: bool = False) -> Callable[[View], PlaceViews]:
    """Admit members with at least ``role`` and office staff. ``request.desk`` has the place; international staff who
    visit an office only read what members of a community may read, or with ``guests_read``.
    """

    def decorator(view: View) -> PlaceViews:
        @community_view(role)
        @wraps(view)
        def in_community(request: CommunityRequest, **kwargs: Any) -> HttpResponseBase:
            request.desk = PlaceAccess.for_community(section, request)  # type: ignore[attr-defined]
            return view(request, **kwargs)

        @office_view
        @wraps(view)
        def at_office(request: OfficeRequest, **kwargs: Any) -> HttpResponseBase:
            desk = PlaceAccess.for_office(section, request)
            request.desk = desk  # type: ignore[attr-defined]
            if role > Role.MEMBER and request.is_guest and not guests_read:
                return redirect(desk.url("list"))
            return view(request, **kwargs)

        return PlaceViews(in_community, at_office)

    return decorator


def build_place_urls(
    routes: Iterable[tuple[str, PlaceViews, str]],
) -> tuple[list[URLPattern | URLResolver], list[URLPattern | URLResolver]]:
    """Return the URLs of a community, and those of an office, whose names begin with "office-". ``routes``: route,
    views and name.
    """
    rows = list(routes)
    return (
        [path(route, views.community, name=name) for route, views, name in rows],
        [path(route, views.office, name=f"office-{name}") for route, views, name in rows],
    )
