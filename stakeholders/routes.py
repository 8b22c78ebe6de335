"""Known routes: reading their places, and how far a town is from them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# A line needs two places; more than this nobody reads on a small map.
FEWEST, MOST = 2, 40
MILES_PER_DEGREE = 69.09
_NUMBER = re.compile(r"[-+−]?[0-9]{1,3}(?:[.,][0-9]{1,8})?")


@dataclass(frozen=True)
class RoutePlace:
    name: str
    latitude: float
    longitude: float


def parse_places(text: str) -> list[RoutePlace]:
    """Return the places of a route; ValidationError that names the line which is not understood."""
    places = [
        _parse_line(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()
    ]
    if not FEWEST <= len(places) <= MOST:
        values = {"fewest": FEWEST, "most": MOST}
        raise ValidationError(_("Enter %(fewest)s to %(most)s places, one on each line.") % values)
    return places


def read_places(text: str) -> list[RoutePlace]:
    """Return the places of a stored route; none of one whose text is no longer understood."""
    try:
        return parse_places(text)
    except ValidationError:
        return []


def _parse_line(number: int, line: str) -> RoutePlace:
    # Where a comma is the decimal sign, semicolons separate.
    separator = r"[;；\t]" if re.search(r"[;；\t]", line) else r"[,，]"
    name, *numbers = (part.strip() for part in re.split(separator, line))
    if name and len(numbers) == 2 and all(map(_NUMBER.fullmatch, numbers)):
        latitude, longitude = (float(text.replace(",", ".").replace("−", "-")) for text in numbers)
        if abs(latitude) <= 90 and abs(longitude) <= 180:
            return RoutePlace(name, latitude, longitude)
    text = _("Line %(number)s: enter a place, its latitude and its longitude, such as “%(example)s”.")
    raise ValidationError(text % {"number": number, "example": "Blythe, 33.61, -114.60"})


def get_distance(latitude: float, longitude: float, places: Sequence[RoutePlace]) -> float:
    """Return the miles from a town to the nearest point of the lines between the places, good to a mile or two."""
    narrow = cos(radians(latitude))
    points = [
        (
            (place.longitude - longitude) * narrow * MILES_PER_DEGREE,
            (place.latitude - latitude) * MILES_PER_DEGREE,
        )
        for place in places
    ]
    return min(_get_distance_from_origin(*start, *end) for start, end in pairwise(points))


def _get_distance_from_origin(x: float, y: float, end_x: float, end_y: float) -> float:
    across, up = end_x - x, end_y - y
    length = across**2 + up**2
    share = min(max(-(x * across + y * up) / length, 0.0), 1.0) if length else 0.0
    return hypot(x + share * across, y + share * up)
