"""The error page for unknown public addresses: people who need help may have mistyped the URL."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views import defaults

from communities.access import PublicRequest, plain_address, public_view
from communities.links import link_page
from communities.models import Office
from communities.views.errors import PUBLIC, calmly
from support.models import PublicProfile
from support.public_pages import (
    get_emergency_contact,
    get_hotlines,
    get_language_links,
    render_public_page,
    require_published,
)
from tfc import logins
from tfc.locales import locale_of_reader

TOWN = re.compile(rf"{PUBLIC}([-\w]+)/")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Render the error page in the frame of the community in the URL if its pages are published.

    An unpublished community looks the same as one that does not exist.
    """
    if request.path.startswith(PUBLIC) and (elsewhere := plain_address(request)):
        return elsewhere
    if town := TOWN.match(request.path):
        try:
            return _in_town(request, community=town[1])
        except Http404:
            pass
    return _anywhere(request, exception)


@public_view()
@require_published
def _in_town(request: PublicRequest, profile: PublicProfile) -> HttpResponse:
    return render_public_page(request, "public/not_found.html", {}, status=404, has_pages=True)


def _general() -> HttpResponse:
    """Show whom to call in each country that has an office; the language links contain no address."""
    with logins.served_by(logins.PUBLIC):
        offices = list(Office.objects.real().exclude(hotline="").order_by("country", "id"))
    names = locale_of_reader().territories
    countries: dict[str, dict[str, Any]] = {}
    for office in offices:
        country = countries.setdefault(
            office.country,
            {
                "name": names.get(office.country, office.country),
                "hotlines": [],
                "emergency": get_emergency_contact(office),
            },
        )
        country["hotlines"] += [
            hotline for hotline in get_hotlines(office) if hotline not in country["hotlines"]
        ]
    context = {
        "languages": get_language_links(""),
        "countries": sorted(countries.values(), key=lambda country: country["name"]),
    }
    return link_page("public/not_found.html", context, 404)


_anywhere = calmly(_general)(defaults.page_not_found)
