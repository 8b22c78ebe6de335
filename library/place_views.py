"""Views shared by communities and offices: the same pages behind two access decorators."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse

from communities.access import CommunityRequest, OfficeRequest, SignedIn, View, community_view, office_view
from communities.models import Community, Office, Role
from communities.place_views import PlaceViews
from library.models import Comment, LibraryItem
from tfc.sharing import SharedModel


@dataclass(frozen=True)
class PlaceAccess:
    """Permissions of the user and URLs of the place. ``community`` is None for an office."""

    office: Office
    community: Community | None
    may_discuss: bool
    may_record: bool
    may_share: bool

    @classmethod
    def for_community(cls, request: CommunityRequest) -> "PlaceAccess":
        return cls(
            office=request.community.office,
            community=request.community,
            may_discuss=True,
            may_record=request.role >= Role.LEADER,
            may_share=request.role >= Role.COORDINATOR,
        )

    @classmethod
    def for_office(cls, request: OfficeRequest) -> "PlaceAccess":
        staff = not request.is_guest
        return cls(request.office, None, may_discuss=staff, may_record=staff, may_share=staff)

    def owns(self, row: SharedModel) -> bool:
        here = self.community.pk if self.community else None
        return row.community_id == here and row.office_id == self.office.pk

    def may_edit(self, item: LibraryItem) -> bool:
        return self.may_record and self.owns(item)

    def may_moderate(self, comment: Comment) -> bool:
        """Return True for an office: it moderates what its communities and itself publish."""
        return self.community is None and self.may_record and comment.office_id == self.office.pk

    def url(self, name: str, *args: Any) -> str:
        """Return the URL; ``name`` without the app and the place: "material-list"."""
        if self.community:
            return reverse(f"library:{name}", args=[self.community.slug, *args])
        return reverse(f"library:office-{name}", args=[self.office.slug, *args])

    def item_url(self, item: LibraryItem, action: str = "detail") -> str:
        return self.url(f"{item._meta.model_name}-{action}", item.pk)


class PlaceRequest(SignedIn):
    desk: PlaceAccess


def library_view(role: Role) -> Callable[[View], PlaceViews]:
    """Admit members with at least ``role`` and office staff.

    ``request.desk`` has the place and the permissions.
    """

    def decorator(view: View) -> PlaceViews:
        @community_view(role)
        @wraps(view)
        def in_community(request: CommunityRequest, **kwargs: Any) -> HttpResponseBase:
            return _call_view(PlaceAccess.for_community(request), view, request, kwargs)

        @office_view
        @wraps(view)
        def at_office(request: OfficeRequest, **kwargs: Any) -> HttpResponseBase:
            return _call_view(PlaceAccess.for_office(request), view, request, kwargs)

        return PlaceViews(in_community, at_office)

    return decorator


def _call_view(
    desk: PlaceAccess, view: View, request: HttpRequest, kwargs: dict[str, Any]
) -> HttpResponseBase:
    request.desk = desk  # type: ignore[attr-defined]
    return view(request, **kwargs)


def paths(route: str, place_views: PlaceViews, name: str) -> list[URLPattern]:
    """Return both URLs of a view, below /c/<community>/library/ and /office/<office>/library/."""
    return [
        path(f"c/<slug:community>/library/{route}", place_views.community, name=name),
        path(f"office/<slug:office>/library/{route}", place_views.office, name=f"office-{name}"),
    ]
