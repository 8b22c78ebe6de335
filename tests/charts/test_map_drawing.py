"""Positions on maps, compared with published ones and checked by hand."""

from hashlib import sha256
from itertools import combinations, pairwise
from math import hypot

import pytest

from charts.maps.drawing import APART, Entry, Mark, move_apart
from charts.maps.make_outlines import DATA, build_outline, encode_line, simplify_line, wrap_at_map_edges
from charts.maps.outlines import clip_ring, find_runs_in_box, outlines_for, read_lines
from charts.maps.projection import UNITED_STATES, WORLD, Equirectangular, fit_region
from charts.maps.signs import RATINGS, STAGES, rating_sign, stage_sign
from communities.models import Community, Stage
from evaluation.figure_visibility import SURVEY_RATINGS
from evaluation.measures import Rating

LONDON, EXETER, DENVER = (-0.1276, 51.5072), (-3.5339, 50.7184), (-104.9903, 39.7392)
AT_SEA = {"Gulf of Mexico": (-90.0, 26.0), "Atlantic": (-30.0, 40.0), "North Sea": (3.0, 56.0)}
# Two adjacent squares of one degree in steps of a tenth: their border is one arc.
SQUARES = {
    "transform": {"scale": [0.1, 0.1], "translate": [10, 50]},
    "arcs": [[[10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10], [10, 0]], [[10, 0], [10, 0], [0, 10], [-10, 0]]],
    "objects": {
        "land": {"type": "MultiPolygon", "arcs": [[[2, 1]]]},
        "parts": {
            "type": "GeometryCollection",
            "geometries": [{"type": "Polygon", "arcs": [[0, 1]]}, {"type": "Polygon", "arcs": [[2, -1]]}],
        },
    },
}  # fmt: skip


def on_land(place, name: str) -> bool:
    """Return True if a ray from the place crosses the coast an odd number of times."""
    x, y = place
    crossings = 0
    for ring in read_lines(DATA / f"{name}.json")["land"]:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                crossings += 1
    return crossings % 2 == 1


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        # From the tests of d3-geo (test/projection/albersUsa-test.js), at the same size.
        ((-122.4194, 37.7749), (107.4, 214.1)),  # San Francisco
        ((-74.0059, 40.7128), (794.6, 176.5)),  # New York
        ((-95.9928, 36.1540), (488.8, 298.0)),  # Tulsa
        ((-149.9003, 61.2181), (171.2, 446.9)),  # Anchorage
        ((-157.8583, 21.3069), (298.5, 451.0)),  # Honolulu
    ],
)
def test_it_draws_the_united_states_as_d3_does(place, expected):
    result = UNITED_STATES(*place)
    assert result is not None
    assert [round(coordinate, 1) for coordinate in result] == list(expected)


@pytest.mark.parametrize("place", [(-66.1, 18.4), (144.8, 13.4), LONDON, (0.0, 0.0)])
def test_it_has_no_position_for_places_outside_the_united_states(place):
    assert UNITED_STATES(*place) is None


def test_it_draws_degrees_as_a_globe_shows_them_in_the_middle():
    """At 60° a degree of longitude is half as long as one of latitude, so 10 by 5 degrees are a square."""
    square = Equirectangular(0, 57.5, 10, 62.5, 100)
    assert square.size == (100, 100)
    assert square(0, 62.5) == (0, 0)
    assert [round(coordinate) for coordinate in square(10, 57.5) or ()] == [100, 100]
    assert (square(-1, 60), square(5, 63)) == (None, None)
    assert WORLD(-180, 80) == (0, 0)


def test_it_shows_all_of_a_region_with_land_around_it():
    region = fit_region([LONDON, EXETER])
    inside = [region(*place) for place in (LONDON, EXETER, (-6.26, 53.35), (2.35, 48.86))]
    width, height = region.size
    assert all(position and 0 < position[0] < width and 0 < position[1] < height for position in inside)
    assert (region(*DENVER), width) == (None, 960)
    assert region.wider(2)(region.west - 1, region.north + 1) is not None
    assert abs(height / width - 0.62) < 0.02
    # Over an ocean the frame is lower and closer to the marks.
    width, height = fit_region([LONDON, DENVER]).size
    assert abs(height / width - 0.42) < 0.02
    alone = fit_region([(179.9, -89.0)])
    assert (alone.east, alone.south) == (180, -85)


@pytest.mark.parametrize("name", ["usa", "world", "near"])
def test_its_land_is_where_the_communities_are(name: str):
    towns = [DENVER, (-118.14, 34.15), (-81.38, 28.54), (-147.72, 64.84)]
    towns += [] if name == "usa" else [LONDON, EXETER, (-1.14, 52.64), (77.2, 28.6), (151.0, -33.8)]
    assert [place for place in towns if not on_land(place, name)] == []
    assert [place for place, at in AT_SEA.items() if on_land(at, name)] == []


def test_an_outline_is_made_of_the_land_and_of_what_two_parts_share():
    outline = build_outline(SQUARES, "land", "parts", tolerance=0.01, least=0.5)
    assert outline == {
        "land": [[1100, 5000, 100, 0, 0, 100, -100, 0, -100, 0, 0, -100, 100, 0]],
        "borders": [[1100, 5000, 0, 100]],
    }
    assert build_outline(SQUARES, "land", "parts", tolerance=0.01, least=5)["land"] == []


def test_land_across_the_180th_meridian_is_drawn_at_both_edges():
    ring = [(178.0, 65.0), (-178.0, 65.0), (-178.0, 66.0), (178.0, 66.0), (178.0, 65.0)]
    outline = [(178.0, 65.0), (182.0, 65.0), (182.0, 66.0), (178.0, 66.0), (178.0, 65.0)]
    assert list(wrap_at_map_edges(ring)) == [outline, [(x - 360, y) for x, y in outline]]
    assert list(wrap_at_map_edges([(x, -80.0) for x, _y in ring])) == []
    for name in ("world", "near"):
        for line in read_lines(DATA / f"{name}.json")["land"]:
            assert max(abs(point[0] - other[0]) for point, other in pairwise(line)) < 180


def test_a_line_becomes_simpler_and_keeps_its_ends():
    assert simplify_line([(0, 0), (1, 0.01), (2, 0), (3, 1), (4, 0)], 0.1) == [(0, 0), (2, 0), (3, 1), (4, 0)]
    # An island starts and ends at one point.
    assert simplify_line([(0, 0), (0, 2), (2, 2), (0, 0)], 0.1) == [(0, 0), (0, 2), (2, 2), (0, 0)]
    assert encode_line([(0, 0), (0.001, 0), (1, -1)]) == [0, 0, 100, -100]


def test_it_cuts_off_what_is_outside():
    box = Equirectangular(0, 0, 10, 10, 100)
    assert clip_ring([(-5, 5), (5, 5), (5, 15), (-5, 15)], box) == [(0, 10), (0, 5), (5, 5), (5, 10)]
    assert clip_ring([(20, 20), (30, 20), (30, 30)], box) == []
    line = [(-20, 1), (-10, 1), (5, 1), (6, 1), (20, 1), (30, 1), (9, 9)]
    assert find_runs_in_box(line, box) == [[(-10, 1), (5, 1), (6, 1), (20, 1)], [(30, 1), (9, 9)]]


def test_its_outlines_are_those_that_the_program_made():
    result = dict(reversed(line.split()) for line in (DATA / "sha256.txt").read_text().splitlines())
    results = {file.name: sha256(file.read_bytes()).hexdigest() for file in DATA.glob("*.json")}
    assert results == result


def test_it_draws_a_path_that_says_no_more_than_the_drawing_can_show():
    result = outlines_for(UNITED_STATES)
    assert result.land.startswith("M")
    assert set(result.land + result.borders) <= set("MLZ0123456789. -")
    assert len(result.land + result.borders) < 60_000


def test_no_mark_covers_another_and_a_mark_alone_stays_where_it_is():
    towns = [(100.0, 100.0)] * 15 + [(104.0, 97.0), (300.0, 50.0)]
    spots = move_apart(towns, APART)
    assert all(hypot(a[0] - b[0], a[1] - b[1]) >= APART for a, b in combinations(spots, 2))
    assert spots[-1] == (300.0, 50.0)
    assert max(hypot(x - 100, y - 100) for x, y in spots[:-1]) < 4 * APART
    assert move_apart(towns, APART) == spots
    # A community with space around it stays in place, though the crowd is placed first.
    assert move_apart([*towns, (125.0, 100.0)], APART)[-1] == (125.0, 100.0)


def test_only_a_marker_moved_far_has_a_line_to_its_community():
    entry = Entry(Community(name="Hill"), stage_sign("acting"), "", "/c/hill/")
    near = [Mark(entry, 100.0, 50.0, (100.0, 50.0)), Mark(entry, 104.0, 50.0, (100.0, 50.0))]
    assert [mark.line for mark in near] == ["", ""]
    assert Mark(entry, 120.0, 50.5, (100.04, 50.0)).line == "M100.0 50.0L120.0 50.5"


def test_each_stage_and_each_rating_of_a_part_has_a_sign_of_its_own():
    assert set(STAGES) == set(Stage)
    assert set(RATINGS) == set(Rating) - {Rating.NOT_ENOUGH_DATA}
    assert set(RATINGS) >= SURVEY_RATINGS
    stages = [stage_sign(stage) for stage in Stage]
    ratings = [rating_sign(rating, declared_zero=zero) for rating in RATINGS for zero in (False, True)]
    for signs in (stages, ratings):
        # A hollow or dashed circle differs from a filled one.
        shapes = [
            (sign.shape, "tf-map__marker--open" in sign.css, "tf-map__marker--declared-zero" in sign.css)
            for sign in signs
        ]
        assert len(set(shapes)) == len(signs)
