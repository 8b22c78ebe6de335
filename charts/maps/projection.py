"""Projections from longitude and latitude to drawing units, the same for outlines and marks.

A projection returns None for a place that it does not show.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from math import cos, radians, sin, sqrt
from typing import Self

Place = tuple[float, float]
XY = tuple[float, float]


@dataclass(frozen=True)
class Albers:
    """Albers equal-area conic, as in d3-geo: ``center`` is relative to the ``meridian``."""

    parallels: tuple[float, float]
    meridian: float
    center: Place
    scale: float
    move: XY

    @cached_property
    def _cone(self) -> tuple[float, float]:
        first, second = (sin(radians(parallel)) for parallel in self.parallels)
        slope = (first + second) / 2
        return slope, 1 + first * (2 * slope - first)

    def __call__(self, longitude: float, latitude: float) -> XY:
        turned = (longitude - self.meridian + 180) % 360 - 180
        x, y = self._raw(turned, latitude)
        middle_x, middle_y = self._raw(*self.center)
        return self.move[0] + self.scale * (x - middle_x), self.move[1] - self.scale * (y - middle_y)

    def _raw(self, longitude: float, latitude: float) -> XY:
        slope, height = self._cone
        radius = sqrt(height - 2 * slope * sin(radians(latitude))) / slope
        angle = slope * radians(longitude)
        return radius * sin(angle), sqrt(height) / slope - radius * cos(angle)


class UnitedStates:
    """The usual map of the United States, with Alaska (smaller) and Hawaii below California: d3's geoAlbersUsa."""

    size = (960, 500)
    lower = Albers((29.5, 45.5), -96, (-0.6, 38.7), 1070, (480, 250))
    alaska = Albers((55, 65), -154, (-2, 58.5), 0.35 * 1070, (480 - 0.307 * 1070, 250 + 0.201 * 1070))
    hawaii = Albers((8, 18), -157, (-3, 19.9), 1070, (480 - 0.205 * 1070, 250 + 0.212 * 1070))

    def __call__(self, longitude: float, latitude: float) -> XY | None:
        if 24 <= latitude <= 50 and -125.5 <= longitude <= -66:
            return self.lower(longitude, latitude)
        # The Aleutian islands beyond 172° west would lie outside the drawing.
        if 50 < latitude <= 72 and -172 <= longitude <= -129:
            return self.alaska(longitude, latitude)
        if 18 <= latitude <= 23 and -161 <= longitude <= -154:
            return self.hawaii(longitude, latitude)
        return None


@dataclass(frozen=True)
class Equirectangular:
    """Plain degrees, with longitude scaled by the cosine of the middle latitude."""

    west: float
    south: float
    east: float
    north: float
    width: int

    @property
    def _per_degree(self) -> XY:
        across = self.width / (self.east - self.west)
        return across, across / cos(radians((self.south + self.north) / 2))

    @property
    def size(self) -> tuple[int, int]:
        return self.width, round((self.north - self.south) * self._per_degree[1])

    def __call__(self, longitude: float, latitude: float) -> XY | None:
        if not (self.west <= longitude <= self.east and self.south <= latitude <= self.north):
            return None
        return self.at(longitude, latitude)

    def at(self, longitude: float, latitude: float) -> XY:
        across, up = self._per_degree
        return (longitude - self.west) * across, (self.north - latitude) * up

    def wider(self, degrees: float) -> Self:
        """Return the same projection with a margin, to cut outlines by."""
        return replace(
            self,
            west=self.west - degrees,
            south=self.south - degrees,
            east=self.east + degrees,
            north=self.north + degrees,
        )


WIDTH = 960
# Width of a map of a region, which a phone shows in full.
NEAR_WIDTH = 640
# Without Antarctica; at this width inhabited areas have about their real proportions.
WORLD = Equirectangular(-180, -56, 180, 80, WIDTH)
# Minimum height of a region in degrees: a coast or border must be visible to recognize it.
LEAST_HIGH = 12.0
HEIGHT_TO_WIDTH = 0.62
# For distant places, where surrounding land is visible anyway: lower, and closer to the marks.
FAR, LOW, MARGIN = 60.0, 0.42, 1.15


def fit_region(places: Iterable[Place], width: int = WIDTH) -> Equirectangular:
    """Return the region of all places with some land around them; ``places`` must not be empty."""
    longitudes, latitudes = zip(*places, strict=True)
    middle_y = (min(latitudes) + max(latitudes)) / 2
    narrow = cos(radians(middle_y))
    wide = (max(longitudes) - min(longitudes)) * narrow
    ratio, margin = (LOW, MARGIN) if wide > FAR else (HEIGHT_TO_WIDTH, 1.4)
    high = max(1.4 * (max(latitudes) - min(latitudes)), margin * wide * ratio, LEAST_HIGH)
    south, north = max(middle_y - high / 2, -85.0), min(middle_y + high / 2, 85.0)
    half = high / ratio / narrow / 2
    middle_x = (min(longitudes) + max(longitudes)) / 2
    return Equirectangular(max(middle_x - half, -180.0), south, min(middle_x + half, 180.0), north, width)


Projection = Equirectangular | UnitedStates
UNITED_STATES = UnitedStates()
