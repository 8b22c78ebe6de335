"""Draw a map of communities as SVG: outlines, and a mark for each community with a location."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from math import cos, hypot, pi, sin

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from charts.maps.outlines import outlines_for
from charts.maps.projection import NEAR_WIDTH, UNITED_STATES, WIDTH, WORLD, XY, Place, Projection, fit_region
from charts.maps.signs import RADIUS, Sign
from communities.models import Community
from tfc.charts import Chart, Datum, Key
from tfc.text.punctuation import clauses, join_bracketed, join_title, phrases

# A tenth of a degree is about ten kilometers: it shows the town, and not the street where a team meets.
TOWN = Decimal("0.1")
# Distance between the centers of two marks, so that they do not overlap.
APART = 2 * RADIUS + 2.0
# The golden angle, which distributes points evenly on a spiral.
TURN = pi * (3 - 5**0.5)


@dataclass(frozen=True)
class Entry:
    """One community on the map and in the table. ``figure`` in words and its ``state`` are empty on a map of stages;
    ``receipt`` is the URL of the figure's receipt.
    """

    community: Community
    sign: Sign
    figure: str
    url: str
    state: str = ""
    receipt: str = ""

    @property
    def title(self) -> str:
        """Return "Hill: Acting", "Hill: 75% (3 of 4), Partly met", or "Hill: Not known"."""
        text = phrases(dict.fromkeys((self.figure, self.sign.label)))
        return join_title(self.community.name, text)

    @property
    def place(self) -> Place | None:
        """Return longitude and latitude of the town; None if not known."""
        longitude, latitude = self.community.longitude, self.community.latitude
        if longitude is None or latitude is None:
            return None
        return float(longitude.quantize(TOWN)), float(latitude.quantize(TOWN))


@dataclass(frozen=True)
class Mark:
    """``town``: the position without moving marks apart."""

    entry: Entry
    x: float
    y: float
    town: XY

    @property
    def line(self) -> str:
        """Return the path from the town to a moved mark that does not cover it; "" for other marks."""
        x, y = (round(coordinate, 1) for coordinate in self.town)
        return f"M{x} {y}L{self.x} {self.y}" if hypot(self.x - x, self.y - y) > RADIUS else ""


@dataclass(frozen=True)
class MapDrawing:
    """``svg`` is "" if no community has a place on this map; ``unplaced`` communities are only in the table."""

    svg: SafeString | str
    marks: Sequence[Mark]
    unplaced: Sequence[Entry]


def projection_for(country: str, places: Sequence[Place]) -> Projection:
    """Return the United States for its office, for others the region of their communities, or without a country of
    all.
    """
    if country == "US":
        return UNITED_STATES
    return fit_region(places, NEAR_WIDTH if country else WIDTH) if places else WORLD


def draw(title: str, entries: Iterable[Entry], projection: Projection, *, scale: float = 1.0) -> MapDrawing:
    """Draw the map; ``scale`` < 1 makes the marks smaller, for many marks on a large area."""
    placed: list[tuple[Entry, XY]] = []
    unplaced: list[Entry] = []
    for entry in entries:
        xy = projection(*entry.place) if entry.place else None
        if xy:
            placed.append((entry, xy))
        else:
            unplaced.append(entry)
    spots = move_apart([xy for _entry, xy in placed], APART * scale)
    marks = [Mark(entry, *spot, town) for (entry, town), spot in zip(placed, spots, strict=True)]
    if not marks:
        return MapDrawing("", [], unplaced)
    width, height = projection.size
    context = {
        "title": title,
        "description": clauses(mark.entry.title for mark in marks),
        "marks": marks,
        "scale": scale,
        "outlines": outlines_for(projection),
        "width": width,
        "height": height,
    }
    return MapDrawing(render_to_string("charts/map.svg", context), marks, unplaced)


def map_chart(
    title: str, drawn: MapDrawing, entries: Sequence[Entry], signs: Sequence[tuple[Sign, int]], source: str
) -> Chart:
    """Return the map as a downloadable chart; its data has names, not coordinates."""
    return Chart(
        code="map",
        title=title,
        text_alternative=clauses(entry.title for entry in entries),
        svg=SafeString(drawn.svg),
        note=_("Overlapping marks are moved apart. A line leads to the town."),
        headers=[_("Community"), _("Shown"), _("Figure")],
        rows=[[entry.community.name, entry.sign.label, entry.figure] for entry in entries],
        data=[
            Datum("community", "#loc+name", [entry.community.name for entry in entries]),
            Datum("city", "#adm2+name", [entry.community.city for entry in entries]),
            Datum("region", "#adm1+name", [entry.community.region for entry in entries]),
            Datum("shown", "#status+name", [entry.sign.label for entry in entries]),
            Datum("figure", "#description+value", [entry.figure for entry in entries]),
        ],
        legend=[Key(join_bracketed(sign.label, number), sign.drawn) for sign, number in signs],
        source=source,
        made_on=timezone.localdate(),
        scrolls=True,
    )


def legend(entries: Iterable[Entry], order: Sequence[Sign]) -> list[tuple[Sign, int]]:
    """Return each sign in use with its number of communities, including those without a location; ``order`` sorts
    them.
    """
    counted = Counter(entry.sign for entry in entries)
    positions = {sign: index for index, sign in enumerate(order)}
    return sorted(
        counted.items(),
        key=lambda counted_sign: (positions.get(counted_sign[0], len(positions)), counted_sign[0].label),
    )


def move_apart(points: Sequence[XY], least: float) -> list[XY]:
    """Return each point, or if it is taken the first free spot on a spiral around it, ``least`` away from all others.

    Isolated points come first and stay; crowded ones are moved.
    """
    spots: dict[int, XY] = {}
    for index in sorted(range(len(points)), key=lambda position: -_nearest(points, position)):
        spots[index] = _free(points[index], list(spots.values()), least)
    return [spots[index] for index in range(len(points))]


def _nearest(points: Sequence[XY], index: int) -> float:
    x, y = points[index]
    others = (hypot(x - other[0], y - other[1]) for at, other in enumerate(points) if at != index)
    return min(others, default=0.0)


def _free(point: XY, taken: Sequence[XY], least: float) -> XY:
    for step in count():
        reach = least / 2 * step**0.5
        spot = (
            round(point[0] + reach * cos(step * TURN), 1),
            round(point[1] + reach * sin(step * TURN), 1),
        )
        if all(hypot(spot[0] - other[0], spot[1] - other[1]) >= least for other in taken):
            return spot
    raise AssertionError("A spiral without end has room.")
