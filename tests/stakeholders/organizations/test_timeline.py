"""The history of an organization: order, years and pages, checked by hand."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakeholders.timeline import Cursor, Entry, Kind, build_page


def entry(day: str, kind: Kind = Kind.EVENT, number: int = 1) -> Entry:
    return Entry(dt.date.fromisoformat(day), kind, number, "calendar", "x")


def get_pages(entries: list[Entry], size: int = 25) -> list[tuple[int, list[int]]]:
    return [(year, [row.id for row in rows]) for year, rows in build_page(entries, size).years]


def test_it_lists_the_newest_first_by_year():
    entries = [entry("2025-12-31", number=1), entry("2026-01-01", number=2), entry("2026-06-01", number=3)]
    assert get_pages(entries) == [(2026, [3, 2]), (2025, [1])]
    assert build_page(entries, 25).older is None


def test_it_lists_endings_first_and_later_rows_first():
    day = "2026-03-03"
    entries = [
        entry(day, Kind.ADDED, 1),
        entry(day, Kind.EVENT, 2),
        entry(day, Kind.EVENT, 3),
        entry(day, Kind.FOCUS_ENDED, 4),
        entry(day, Kind.FOCUS_CHOSEN, 5),
    ]
    assert get_pages(entries) == [(2026, [4, 5, 3, 2, 1])]


def test_it_ends_a_page_and_says_where_the_next_one_begins():
    entries = [entry("2026-01-01", number=number) for number in range(1, 5)]
    page = build_page(entries, 3)
    assert [entry.id for entry in page.years[0][1]] == [4, 3, 2]
    assert str(page.older) == "2026-01-01-11-2"


def test_it_has_no_older_page_when_the_page_is_just_full():
    assert build_page([entry("2026-01-01", number=number) for number in range(3)], 3).older is None


def test_it_lists_nothing_without_records():
    assert build_page([], 25).years == []


@pytest.mark.parametrize(
    "text", ["", "x", "2026-13-01-11-1", "2026-01-01-11", "2026-01-01-11-1' OR", "²026-01-01-1-1"]
)
def test_it_takes_an_address_that_is_none_for_the_first_page(text: str):
    assert Cursor.parse(text) is None


ENTRIES = st.lists(
    st.builds(
        lambda days, kind, number: Entry(dt.date(2025, 12, 20) + dt.timedelta(days), kind, number, "", ""),
        st.integers(0, 20),
        st.sampled_from(Kind),
        st.integers(1, 9),
    ),
    unique_by=lambda build: build.place,
    max_size=30,
)


@given(entries=ENTRIES, size=st.integers(1, 7))
def test_its_pages_together_list_everything_once(entries: list[Entry], size: int):
    entries_read, cursor = [], None
    while True:
        rest = [entry for entry in entries if cursor is None or entry.place > cursor.place]
        page = build_page(rest, size)
        entries_read += [row for _, rows in page.years for row in rows]
        if page.older is None:
            break
        cursor = Cursor.parse(str(page.older))
        assert cursor == page.older
    assert entries_read == sorted(entries, key=lambda entry: entry.place)
