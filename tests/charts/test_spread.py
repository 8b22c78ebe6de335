"""The distribution of thousands of communities, as a sentence and a table."""

from itertools import pairwise

import pytest

from charts.spread import bands, spread
from evaluation.instrument import Unit


@pytest.mark.parametrize(
    ("values", "unit", "ends"),
    [
        ([0.0, 9.99, 10.0, 99.0, 100.0], Unit.PERCENT, [(0, 10, 2), (10, 20, 1), (90, 100, 2)]),
        ([0.0, 1.0, 1.0, 3.0], Unit.COUNT, [(0, 1, 1), (1, 2, 2), (3, 4, 1)]),
        ([0.5, 40.0], Unit.COUNT, [(0, 5, 1), (40, 45, 1)]),
    ],
)
def test_it_counts_each_community_in_one_band(
    values: list[float], unit: Unit, ends: list[tuple[float, float, int]]
):
    result = bands(values, unit)
    assert [mark for mark in result if mark[2]] == ends
    assert sum(number for _low, _high, number in result) == len(values)
    assert len(result) <= 10
    assert all(before[1] == after[0] for before, after in pairwise(result))


def test_it_says_where_the_middle_half_is():
    chart = spread(
        "communities", "Meetings", [float(number) for number in range(101)], Unit.COUNT, total=1200
    )
    assert not chart.is_drawn
    assert chart.sentence == ("Known for 101 of 1,200 communities. Median 50, middle 50% from 25 to 75.")
    assert chart.rows[0] == ["0–10", "11"]
    assert sum(int(row[1]) for row in chart.rows) == 101


def test_it_says_nothing_of_the_middle_of_a_few():
    chart = spread("communities", "Meetings", [1.0, 2.0], Unit.COUNT, total=60)
    assert chart.sentence == "Known for 2 of 60 communities: too few for a median."
    chart = spread("communities", "Meetings", [], Unit.COUNT, total=1)
    assert chart.sentence == "Known for 0 of 1 community: too few for a median."
    assert spread("communities", "Meetings", [], Unit.COUNT, total=60).rows == []
