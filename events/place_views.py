"""Views of campaigns, which communities and offices have: the same pages behind two access decorators."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, NamedTuple

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from communities.access import CommunityRequest, OfficeRequest, SignedIn, View, community_view, office_view
from communities.models import Community, Office, Role


@dataclass(frozen=True)
class CampaignPlace:
    """The community or the office whose campaigns a page shows. ``may_record``: whether the reader may change them."""

    place: Community | Office
    may_record: bool

    @property
    def community(self) -> Community | None:
        return self.place if isinstance(self.place, Community) else None

    @property
    def office(self) -> Office:
        return self.place.office if isinstance(self.place, Community) else self.place

    def url(self, name: str, *args: Any) -> str:
        """Return the URL; ``name``: "list" or "detail"."""
        prefix = "" if self.community else "office-"
        return reverse(f"events:{prefix}campaign-{name}", args=[self.place.slug, *args])


class CampaignRequest(SignedIn):
    desk: CampaignPlace


class PlaceViews(NamedTuple):
    """One view behind the access decorator of communities and that of offices."""

    community: View
    office: View


def campaign_view(role: Role) -> Callable[[View], PlaceViews]:
    """Admit members with at least ``role`` and office staff. ``request.desk`` has the place; international staff who
    visit an office only read.
    """

    def decorator(view: View) -> PlaceViews:
        @community_view(role)
        @wraps(view)
        def in_community(request: CommunityRequest, **kwargs: Any) -> HttpResponseBase:
            desk = CampaignPlace(request.community, may_record=request.role >= Role.LEADER)
            request.desk = desk  # type: ignore[attr-defined]
            return view(request, **kwargs)

        @office_view
        @wraps(view)
        def at_office(request: OfficeRequest, **kwargs: Any) -> HttpResponseBase:
            desk = CampaignPlace(request.office, may_record=not request.is_guest)
            request.desk = desk  # type: ignore[attr-defined]
            if role > Role.MEMBER and request.is_guest:
                return redirect(desk.url("list"))
            return view(request, **kwargs)

        return PlaceViews(in_community, at_office)

    return decorator
