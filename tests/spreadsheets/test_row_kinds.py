"""Distinguishing total rows from texts with counts."""

import pytest

from tfc.spreadsheets.grids import RawRow
from tfc.spreadsheets.row_kinds import sort_rows
from tfc.spreadsheets.tables import Cell

HEADINGS = {1: "Name", 2: "What", 3: "People"}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({1: "TOTAL", 2: "6 events", 3: 111}, "total"),
        ({1: "Total", 2: "6 eventos en 2026", 3: 111}, None),
        ({1: "Total general:", 3: 111}, "total"),
        ({1: "合计", 2: "6场活动", 3: 111}, "total"),
        ({1: "Total", 2: "Training", 3: 111}, None),
        ({1: "Total Wine", 2: "6 events", 3: 111}, None),
        ({1: "Total", 2: "6 events"}, None),
    ],
)
def test_it_takes_no_total_that_says_what_it_counts(cells: dict[int, Cell], code: str | None):
    rows = [
        RawRow(2, {1: "Walk", 2: "Outreach", 3: 40}),
        RawRow(3, {1: "Talk", 2: "Outreach", 3: 9}),
        RawRow(4, cells),
    ]
    results = [why.code if why else None for _row, why in sort_rows(rows, HEADINGS)]
    assert results == [None, None, code]
