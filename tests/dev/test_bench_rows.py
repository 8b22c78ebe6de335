import json
from pathlib import Path

from tests.bench.result_rows import keep, ratio_row, table
from tests.bench.scale import earlier


def test_it_judges_by_the_median_of_ratios_that_were_taken_side_by_side():
    # The machine was half as fast during the second pair.
    row = ratio_row("event list", 2.0, [15.0, 30.0, 16.0], [10.0, 20.0, 10.0])
    assert (row.ratio, row.spread, row.verdict) == (1.5, (1.5, 1.6), "met")
    assert ratio_row("event list", 1.4, [15.0], [10.0]).verdict == "missed"


def test_it_takes_more_for_better_where_the_goal_is_a_least():
    assert ratio_row("requests", 0.45, [50.0], [100.0], at_least=True).verdict == "met"
    assert ratio_row("requests", 0.45, [40.0], [100.0], at_least=True).verdict == "missed"
    assert "≥ 0.45" in table([ratio_row("requests", 0.45, [40.0], [100.0], at_least=True)])


def test_it_keeps_the_rows_of_other_sizes(tmp_path: Path):
    place = tmp_path / "bench.json"
    row = ratio_row("event list", 2.0, [15.0], [10.0])
    keep([row], "full", "a machine", place)
    keep([row, row], "small", "a machine", place)
    keep([row], "small", "a machine", place)
    data = json.loads(place.read_text())
    assert [(row["size"], row["verdict"]) for row in data] == [("full", "met"), ("small", "met")]


def test_it_counts_half_years_back():
    assert [earlier("2024-H1", back) for back in (0, 1, 2, 15)] == [
        "2024-H1",
        "2023-H2",
        "2023-H1",
        "2016-H2",
    ]
