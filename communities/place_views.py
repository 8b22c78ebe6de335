"""Views that communities and offices have: the same pages behind two access decorators."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, NamedTuple

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from communities.access import CommunityRequest, OfficeRequest, SignedIn, View, community_view, office_view
from communities.models import Community, Office, Role


def get_place_url(place: Community | Office, name: str, *args: Any) -> str:
    """Return the URL of a page that both have; ``name`` as for communities: "events:campaign-list"."""
    app, _colon, page = name.partition(":")
    prefix = "" if isinstance(place, Community) else "office-"
    return reverse(f"{app}:{prefix}{page}", args=[place.slug, *args])


@dataclass(frozen=True)
class SectionAccess:
    """The community or the office whose records a page shows. ``section``: how the names of its pages begin, such as
    "events:campaign". ``role``: the reader's role, None at an office. ``may_record``: whether the reader may change
    the records.
    """

    section: str
    place: Community | Office
    role: Role | None
    may_record: bool

    @property
    def community(self) -> Community | None:
        return self.place if isinstance(self.place, Community) else None

    @property
    def office(self) -> Office:
        return self.place.office if isinstance(self.place, Community) else self.place

    def url(self, name: str, *args: Any) -> str:
        """Return the URL of a page of the section; ``name``: "list" or "detail"."""
        return get_place_url(self.place, f"{self.section}-{name}", *args)


class SectionRequest(SignedIn):
    desk: SectionAccess


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
            may_record = request.role >= Role.LEADER
            request.desk = SectionAccess(section, request.community, request.role, may_record)  # type: ignore[attr-defined]
            return view(request, **kwargs)

        @office_view
        @wraps(view)
        def at_office(request: OfficeRequest, **kwargs: Any) -> HttpResponseBase:
            desk = SectionAccess(section, request.office, None, may_record=not request.is_guest)
            request.desk = desk  # type: ignore[attr-defined]
            if role > Role.MEMBER and request.is_guest and not guests_read:
                return redirect(desk.url("list"))
            return view(request, **kwargs)

        return PlaceViews(in_community, at_office)

    return decorator
