from xml.etree import ElementTree

import pytest

from evaluation.reports.charts import COLOURS, FLOOR, TOP, WIDTH, bars, mark, strip


def point(half_year: str, value, text: str, *, state: str = "value", rating: str = "met") -> dict:
    return {
        "half_year": half_year, "value": value, "value_text": text, "number_text": text, "state": state,
        "rating": rating,
        "coverage": "",
        "known_text": "",
    }  # fmt: skip


def drawn(svg: str, kind: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(svg)  # noqa: S314 (our own)
    return [each for each in root.iter() if kind in each.get("class", "")]


def test_a_bar_is_as_high_as_its_percentage():
    points = [point("2025-H2", 50, "50%"), point("2026-H1", 100, "100%")]
    half, full = drawn(bars(points, unit="percent", title="Meets"), "rp-r-met")
    assert float(full.get("height")) == FLOOR - TOP
    assert float(half.get("height")) == (FLOOR - TOP) / 2


def test_a_sum_over_communities_says_for_how_many_it_is_known():
    points = [point("2026-H1", 5, "5") | {"coverage": "2/3", "known_text": "known for 2 of 3 communities"}]
    svg = bars(points, unit="count", title="Events")
    assert ">2/3</text>" in svg
    assert 'aria-label="Events. 2026-H1: 5, known for 2 of 3 communities"' in svg


def test_an_unknown_half_year_has_a_dashed_place_and_no_bar():
    svg = bars(
        [point("2026-H1", None, "Not known", state="unknown", rating="unknown")], unit="count", title="Meets"
    )
    assert len(drawn(svg, "rp-open")) == 1
    assert drawn(svg, "rp-r-") == []
    assert 'aria-label="Meets. 2026-H1: Not known"' in svg


def test_a_zero_has_a_bar_that_can_be_seen():
    [bar] = drawn(
        bars([point("2026-H1", 0, "0", rating="not_rated")], unit="count", title="Events"), "rp-r-plain"
    )
    assert float(bar.get("height")) == 1


def test_a_strip_divides_its_width_by_counts():
    shares = [
        {"code": "met", "text": "Met", "count": 3},
        {"code": "unknown", "text": "Not known", "count": 1},
    ]
    svg = strip(shares, title="Ratings")
    first, second = drawn(svg, "rp-r-")
    assert float(second.get("x")) == WIDTH * 3 / 4
    assert float(first.get("width")) == WIDTH * 3 / 4 - 2
    assert 'aria-label="Ratings: 3 Met, 1 Not known"' in svg


def test_a_strip_of_nothing_is_empty():
    assert drawn(strip([], title="Ratings"), "rp-r-") == []


def test_texts_are_escaped():
    svg = strip([{"code": "met", "text": '<b>"&', "count": 1}], title="<i>")
    assert "<b>" not in svg
    assert "<i>" not in svg
    ElementTree.fromstring(svg)  # noqa: S314 (our own)


@pytest.mark.parametrize("code", COLOURS)
def test_each_rating_has_a_mark(code: str):
    ElementTree.fromstring(mark(code))  # noqa: S314 (our own)


def test_the_marks_of_ratings_differ_in_shape_and_not_in_colour_alone():
    codes = ("met", "partly", "not_met", "inconclusive", "not_rated", "not_applicable", "unknown")
    shapes = set()
    for code in codes:
        svg = mark(code)
        for colour in COLOURS.values():
            svg = svg.replace(colour, "")
        shapes.add(svg)
    assert len(shapes) == len(codes)
