"""Make the files in data/ from the npm packages us-atlas and world-atlas; see data/README.md.

Usage:
    python -m charts.maps.make_outlines PACKAGES

PACKAGES is a folder with both packages, unpacked to us-atlas/ and world-atlas/. Borders are simplified arc by arc, so
that shared borders stay shared.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Line = list[Point]

DATA = Path(__file__).parent / "data"
# Name, file, object of the land, object of the countries or states, tolerance and minimum extent in degrees. Smaller
# islands are left out.
OUTLINES = (
    ("usa", "us-atlas/states-10m.json", "nation", "states", 0.04, 0.12),
    ("world", "world-atlas/countries-110m.json", "land", "countries", 0.2, 0.9),
    ("near", "world-atlas/countries-50m.json", "land", "countries", 0.03, 0.2),
)
# Coordinates are stored as whole hundredths of a degree, about a kilometer.
STEPS = 100
ANTARCTIC = -60.0


def main(packages: Path) -> None:
    for name, source, land, parts, tolerance, least in OUTLINES:
        topology = json.loads((packages / source).read_text())
        outline = build_outline(topology, land, parts, tolerance, least)
        (DATA / f"{name}.json").write_text(json.dumps(outline, separators=(",", ":")) + "\n")


def build_outline(
    topology: dict[str, Any], land: str, parts: str, tolerance: float, least: float
) -> dict[str, list[list[int]]]:
    """Return the rings of the land, and the borders between two parts of it, encoded as steps from point to point."""
    arcs = [simplify_line(line, tolerance) for line in decode_arcs(topology)]
    rings = [
        copy
        for ring in iterate_rings(topology["objects"][land])
        for copy in wrap_at_map_edges(join_arcs(ring, arcs))
    ]
    uses = Counter(_get_arc_index(arc) for ring in iterate_rings(topology["objects"][parts]) for arc in ring)
    inner = [arcs[arc] for arc, times in sorted(uses.items()) if times > 1]
    large = [ring for ring in rings if max(_extent(ring)) >= least and len(ring) > 3]
    return {"land": [encode_line(ring) for ring in large], "borders": [encode_line(line) for line in inner]}


def decode_arcs(topology: dict[str, Any]) -> Iterator[Line]:
    """Yield the arcs in degrees; TopoJSON stores each point as a step from the previous one."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * kx + dx, y * ky + dy))
        yield line


def iterate_rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    if geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from iterate_rings(part)
    elif geometry["type"] == "Polygon":
        yield from geometry["arcs"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["arcs"]:
            yield from polygon


def join_arcs(ring: Iterable[int], arcs: Sequence[Line]) -> Line:
    """Join several arcs into one line; ~n is arc n reversed. Common end points are included once."""
    line: Line = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        line += arc[1:] if line else arc
    return line


def wrap_at_map_edges(ring: Line) -> Iterator[Line]:
    """Yield the ring, and a second copy at the other edge if it crosses the 180th meridian.

    Antarctica is left out, because its ring goes around a pole.
    """
    if max(y for _x, y in ring) < ANTARCTIC:
        return
    unwrapped_ring = unwrap_line(ring)
    yield unwrapped_ring
    if max(x for x, _y in unwrapped_ring) > 180:
        yield [(x - 360, y) for x, y in unwrapped_ring]
    if min(x for x, _y in unwrapped_ring) < -180:
        yield [(x + 360, y) for x, y in unwrapped_ring]


def unwrap_line(line: Line) -> Line:
    """Return the line without jumps at the map's edge: beyond 180 it continues with 181, 182."""
    turns, points = 0, line[:1]
    for (before, _), (x, y) in pairwise(line):
        turns += (before - x > 180) - (x - before > 180)
        points.append((x + 360 * turns, y))
    return points


def simplify_line(line: Line, tolerance: float) -> Line:
    """Return the line without points nearer than ``tolerance`` to the simplified line (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    distances = [_distance(point, line[0], line[-1]) for point in line[1:-1]]
    farthest = max(range(len(distances)), key=distances.__getitem__)
    if distances[farthest] <= tolerance:
        return [line[0], line[-1]]
    middle = farthest + 1
    return simplify_line(line[: middle + 1], tolerance)[:-1] + simplify_line(line[middle:], tolerance)


def encode_line(line: Line) -> list[int]:
    """Return x, y, then the steps in whole hundredths of a degree, without zero steps."""
    points = [(round(x * STEPS), round(y * STEPS)) for x, y in line]
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(points)]
    return [*points[0], *(number for step in steps if step != (0, 0) for number in step)]


def _get_arc_index(arc: int) -> int:
    return arc if arc >= 0 else ~arc


def _extent(line: Line) -> Point:
    xs, ys = zip(*line, strict=True)
    return max(xs) - min(xs), max(ys) - min(ys)


def _distance(point: Point, start: Point, end: Point) -> float:
    """Return the distance to the line through both points, or to the start if they are equal, as in an island."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = float(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5)
    if length == 0:
        return float(((x - x1) ** 2 + (y - y1) ** 2) ** 0.5)
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length


if __name__ == "__main__":
    main(Path(sys.argv[1]))
