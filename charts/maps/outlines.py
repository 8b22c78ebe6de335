"""The outlines in data/ as SVG paths in a projection: land to fill, and borders on it."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from charts.maps.make_outlines import DATA, STEPS
from charts.maps.projection import WORLD, XY, Equirectangular, UnitedStates

# Maps higher than this, in degrees, would lose the details of the finer outlines.
NEAR = 40.0
# Degrees outside the drawing at which land is cut off, so that no coastline is drawn along its edge.
MARGIN = 2.0


@dataclass(frozen=True)
class Outlines:
    """Values of the ``d`` attribute of a path."""

    land: str
    borders: str


@lru_cache(maxsize=64)
def outlines_for(projection: Equirectangular | UnitedStates) -> Outlines:
    """Cached per region, because reading and drawing take 20 to 60 ms, and a page needs them each time."""
    if isinstance(projection, Equirectangular):
        near = projection != WORLD and projection.north - projection.south < NEAR
        outline = read_lines(DATA / ("near.json" if near else "world.json"))
        land = [clip_ring(ring, projection.wider(MARGIN)) for ring in outline["land"]]
        borders = [run for line in outline["borders"] for run in find_runs_in_box(line, projection)]
        place: Callable[[float, float], XY | None] = projection.at
    else:
        outline = read_lines(DATA / "usa.json")
        land, borders, place = outline["land"], outline["borders"], projection
    return Outlines(build_path(land, place, closed=True), build_path(borders, place, closed=False))


def read_lines(file: Path) -> dict[str, list[list[XY]]]:
    """Return the lines in degrees."""
    data = json.loads(file.read_text())
    return {name: [_decode_steps(line) for line in data[name]] for name in ("land", "borders")}


def _decode_steps(steps: Sequence[int]) -> list[XY]:
    x = y = 0
    line = []
    for step_x, step_y in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + step_x, y + step_y
        line.append((x / STEPS, y / STEPS))
    return line


def build_path(
    lines: Iterable[Sequence[XY]], place: Callable[[float, float], XY | None], *, closed: bool
) -> str:
    """Return the path with one decimal, finer than the line's width. Points outside the projection are left out."""
    drawn = []
    for line in lines:
        points = [
            f"{xy[0]:.1f} {xy[1]:.1f}".replace(".0", "") for xy in (place(*point) for point in line) if xy
        ]
        points = points[:1] + [point for before, point in pairwise(points) if point != before]
        if len(points) > 1:
            drawn.append(f"M{'L'.join(points)}{'Z' if closed else ''}")
    return "".join(drawn)


def clip_ring(ring: Sequence[XY], box: Equirectangular) -> list[XY]:
    """Return the part of a ring inside the box, edge by edge (Sutherland and Hodgman)."""
    points = list(ring)
    for axis, edge, keeps_above in (
        (0, box.west, True), (0, box.east, False), (1, box.south, True), (1, box.north, False),
    ):  # fmt: skip
        inside = [(point[axis] >= edge) == keeps_above or point[axis] == edge for point in points]
        inside_points: list[XY] = []
        for index, point in enumerate(points):
            if inside[index] != inside[index - 1]:
                inside_points.append(_crossing(points[index - 1], point, axis, edge))
            if inside[index]:
                inside_points.append(point)
        points = inside_points
    return points


def _crossing(start: XY, end: XY, axis: int, edge: float) -> XY:
    share = (edge - start[axis]) / (end[axis] - start[axis])
    x, y = (start[dimension] + share * (end[dimension] - start[dimension]) for dimension in (0, 1))
    return x, y


def find_runs_in_box(line: Sequence[XY], box: Equirectangular) -> list[list[XY]]:
    """Return the parts of a border in the box, each with the step into and out of it; the drawing cuts these off."""
    stretches: list[list[XY]] = []
    for start, end in pairwise(line):
        if box(*start) is None and box(*end) is None:
            continue
        if stretches and stretches[-1][-1] == start:
            stretches[-1].append(end)
        else:
            stretches.append([start, end])
    return stretches
