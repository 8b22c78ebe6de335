import re
from typing import Any

import pytest

from reports.charts import BARS, COLOURS, STRIP, WIDTH, area, draw_history, draw_strip, history_text, mark
from tests.charts.chart_examples import drawing, marks, texts


def point(half_year: str, value, text: str, *, state: str = "value", **more) -> Any:
    return {
        "half_year": half_year, "value": value, "value_text": text, "number_text": text, "state": state,
        "rating": "met", "coverage": "", "known_text": "", "low": None, "high": None, "open_above": False,
        "version": "", "method": "", **more,
    }  # fmt: skip


def test_a_point_is_at_its_percentage():
    points = [point("2025-H2", 50, "50%"), point("2026-H1", 100, "100%")]
    half, full = (
        float(mark.get("cy", ""))
        for mark in marks(draw_history(points, "percent", "A")["svg"], "tf-chart-point")
    )
    assert half - full == BARS.plot / 2


def test_a_sum_over_communities_says_for_how_many_it_is_known():
    points = [point("2026-H1", 5, "5", coverage="2/3", known_text="known for 2 of 3 communities")]
    svg = draw_history(points, "count", "Events")["svg"]
    assert "2/3" in texts(svg)
    assert history_text(points, title="Events") == "Events. 2026-H1: 5, known for 2 of 3 communities"
    assert history_text(points, title="Events") in svg


@pytest.mark.parametrize(("state", "sign"), [("unknown", "?"), ("hidden", "…")])
def test_what_has_no_number_has_a_sign_and_breaks_the_line(state: str, sign: str):
    points = [point(name, 5, "5") for name in ("2023-H1", "2023-H2", "2024-H1", "2024-H2")]
    points[2] = point("2024-H1", None, "None", state=state)
    svg = draw_history(points, "count", "Meets")["svg"]
    assert texts(svg, "tf-chart-sign") == [sign]
    assert [line.get("d", "").count("L") for line in marks(svg, "tf-chart-line")] == [1]


def test_a_declared_zero_is_hollow_and_says_so():
    svg = draw_history([point("2026-H1", 0, "0", state="declared_zero")], "count", "Events")["svg"]
    assert (len(marks(svg, "tf-chart-zero")), texts(svg, "tf-chart-value")) == (1, ["0, declared"])


def test_it_draws_bounds_and_breaks_where_the_snapshot_has_them():
    points = [
        point("2025-H2", 50, "50%", low=40, high=60, version="1"),
        point("2026-H1", 60, "60%", low=50, high=70, version="2"),
    ]
    svg = draw_history(points, "percent", "A")["svg"]
    assert (
        len(marks(svg, "tf-chart-reach")),
        len(marks(svg, "tf-chart-break")),
        len(marks(svg, "tf-chart-line")),
    ) == (2, 1, 0)


def test_a_strip_divides_its_width_by_counts():
    shares = [
        {"code": "met", "text": "Met", "count": 3},
        {"code": "unknown", "text": "Unknown", "count": 1},
    ]
    svg = draw_strip(shares, "Ratings")["svg"]
    [first], [second] = marks(svg, "tf-chart-met"), marks(svg, "tf-chart-unknown")
    assert float(second.get("x", "")) == WIDTH * 3 / 4
    assert float(first.get("width", "")) == WIDTH * 3 / 4 - 2
    assert drawing(svg).get("aria-label") == "Ratings: 3 Met, 1 Unknown"
    assert float(drawing(svg).get("viewBox", "").split()[-1]) == STRIP


def test_a_strip_of_nothing_is_an_empty_drawing():
    """typst refuses an empty image and with it the whole report."""
    assert texts(draw_strip([], "Ratings")["svg"]) == []


def test_texts_are_escaped_and_colours_are_of_paper():
    svg = draw_strip([{"code": "met", "text": '<b>"&', "count": 1}], "<i>")["svg"]
    assert ("<b>" in svg, "<i>" in svg, "var(" in svg) == (False, False, False)
    assert marks(svg, "tf-chart-met")[0].get("fill") == COLOURS["met"]


@pytest.mark.parametrize("code", COLOURS)
def test_each_rating_has_a_mark_and_an_area(code: str):
    assert drawing(mark(code)).get("viewBox") == drawing(area(code)).get("viewBox") == "0 0 16 16"


def test_the_marks_of_ratings_differ_in_shape_and_not_in_colour_alone():
    codes = ("met", "partly", "not_met", "inconclusive", "not_rated", "not_applicable", "unknown")
    assert len({re.sub(r"#[0-9a-f]{6}", "", mark(code)) for code in codes}) == len(codes)
