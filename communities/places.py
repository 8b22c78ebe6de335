"""Where a person may go: the places that they may enter, the page to return to after a form, and the section of the
navigation that a page belongs to.
"""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Office, Role, User
from tfc.registry import reverse_page


class Place(NamedTuple):
    """A community, an office, or all offices together, as an entry of the switcher."""

    name: str
    kind: str
    url: str
    icon: str
    role: Role | None = None
    slug: str = ""
    is_sample: bool = False


def get_places(user: User) -> list[Place]:
    """Return the places that this person may enter, communities first; two queries at most, and none that the access
    decorator ran before.
    """
    places = [
        Place(
            name=membership.community.name,
            kind=str(Role(membership.role).label),
            url=get_place_url(membership.community),
            icon="community",
            role=Role(membership.role),
            slug=membership.community.slug,
            is_sample=membership.community.office.is_sample,
        )
        for membership in user.roles.memberships
    ]
    for membership in user.roles.staff:
        international = membership.office.is_international
        places.append(
            Place(
                name=membership.office.name,
                kind=str(_("International office") if international else _("Office")),
                url=get_place_url(membership.office),
                icon="globe" if international else "office",
                slug=membership.office.slug,
            )
        )
    return places


def list_countries(user: User) -> list[str]:
    """Return the countries (ISO 3166) of the places that this person may enter."""
    offices = [membership.community.office for membership in user.roles.memberships]
    offices += [membership.office for membership in user.roles.staff]
    return list(dict.fromkeys(office.country for office in offices))


def get_place_url(place: Community | Office) -> str:
    """Return the address of the first page of a community or an office."""
    if isinstance(place, Community):
        return reverse_page("home", place.slug)
    if place.is_international:
        return reverse_page("international-home")
    return reverse_page("office-home", place.slug)


def back_to(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Redirect to the page that the form names, if it is a page of this site."""
    page = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return redirect(page if is_ours else otherwise)


def stand_at(request: HttpRequest, url: str) -> None:
    """Assign a page to the section of another page, whose record it shows."""
    request.stands_at = url  # type: ignore[attr-defined]
