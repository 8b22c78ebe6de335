"""A candidate on a map with the routes that its office knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charts.maps.routes import draw_routes
from communities.models import Candidate
from stakeholders.models import KnownRoute
from stakeholders.routes import get_distance, read_places
from tfc.text.punctuation import clauses, join_title

# Miles within which a route counts as near.
NEAR = 25


@dataclass(frozen=True)
class NearRoute:
    """``miles``: from the town to the line between its places, None if the town's position is not known."""

    route: KnownRoute
    miles: int | None

    @property
    def is_near(self) -> bool:
        return self.miles is not None and self.miles <= NEAR

    @property
    def distance(self) -> str:
        if self.miles is None:
            return ""
        if self.miles < 1:
            return _("through the town or less than a mile away")
        return ngettext("about %(miles)d mile away", "about %(miles)d miles away", self.miles) % {
            "miles": self.miles
        }


def get_candidate_routes(candidate: Candidate) -> dict[str, Any]:
    """Return the office's routes, nearest first, and the map if the position of the town is known; one query."""
    routes = list(KnownRoute.objects.filter(office=candidate.office_id).not_deleted().by_name())
    places = [read_places(route.places) for route in routes]
    town = None
    if candidate.latitude is not None and candidate.longitude is not None:
        town = float(candidate.latitude), float(candidate.longitude)
    near = [
        NearRoute(route, round(get_distance(*town, own)) if town and own else None)
        for route, own in zip(routes, places, strict=True)
    ]
    near.sort(key=lambda row: (row.miles is None, row.miles or 0))
    svg: SafeString | str = ""
    if town and any(places):
        title = _("%(place)s and the known routes") % {"place": candidate.name}
        lines = [[(place.longitude, place.latitude) for place in own] for own in places if own]
        svg = draw_routes(title, describe_routes(near), (town[1], town[0]), lines)
    return {"routes": near, "svg": svg, "is_placed": town is not None, "sentence": get_sentence(near)}


def describe_routes(near: Sequence[NearRoute]) -> str:
    return clauses(join_title(row.route.name, row.distance) for row in near)


def get_sentence(near: Sequence[NearRoute]) -> str:
    """Return how many routes pass within `NEAR` miles; "" if the position of the town is not known."""
    if not near or near[0].miles is None:
        return ""
    number = sum(row.is_near for row in near)
    if not number:
        return _("No known route passes within %(miles)d miles.") % {"miles": NEAR}
    text = ngettext(
        "%(number)d known route passes within %(miles)d miles.",
        "%(number)d known routes pass within %(miles)d miles.",
        number,
    )
    return text % {"number": number, "miles": NEAR}
