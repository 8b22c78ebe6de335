from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfc.periods import HalfYear

H1 = HalfYear(2026, 1)
H2 = HalfYear(2026, 2)
HALF_YEARS = st.builds(HalfYear, st.integers(1900, 2200), st.sampled_from([1, 2]))


def test_it_reads_and_writes_the_same_text():
    assert HalfYear.parse("2026-H1") == H1
    assert str(H2) == "2026-H2"
    assert H1.dhis2 == "2026S1"


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-H3", "2026H1", "26-H1", "2026-h1", " 2026-H1", "2026-H1\n", "٢٠٢٦-H1"]
)
def test_it_refuses_other_texts_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"is not a half-year\. Write it as 2026-H1"):
        HalfYear.parse(text)
    assert HalfYear.named(text) is None


def test_an_address_names_one_or_none():
    assert HalfYear.named("2026-H1") == H1
    assert HalfYear.named("0000-H1") is None


def test_it_refuses_a_third_half_and_the_year_zero():
    with pytest.raises(ValueError, match="not half 3"):
        HalfYear(2026, 3)
    with pytest.raises(ValueError, match="year 0 is not between"):
        HalfYear.parse("0000-H1")


def test_it_knows_its_days():
    assert (H1.first_day, H1.last_day) == (date(2026, 1, 1), date(2026, 6, 30))
    assert (H2.first_day, H2.last_day) == (date(2026, 7, 1), date(2026, 12, 31))
    assert H1.contains(date(2026, 6, 30))
    assert not H1.contains(date(2026, 7, 1))
    assert not H1.contains(date(2025, 12, 31))


def test_it_lists_the_latest_ones_newest_first():
    assert HalfYear(2026, 1).list_latest(3) == [HalfYear(2026, 1), HalfYear(2025, 2), HalfYear(2025, 1)]


def test_it_sorts_by_time():
    assert sorted([H2, HalfYear(2027, 1), H1]) == [H1, H2, HalfYear(2027, 1)]


def test_it_is_measured_as_of_its_end_or_today():
    assert H1.get_reference_day(date(2026, 3, 5)) == date(2026, 3, 5)
    assert H1.get_reference_day(date(2027, 3, 5)) == date(2026, 6, 30)


def test_it_refuses_moments_without_a_zone():
    with pytest.raises(ValueError, match="no time zone"):
        HalfYear.of_instant(datetime(2026, 1, 1), UTC)  # noqa: DTZ001 - the case itself
    with pytest.raises(ValueError, match="without a time zone"):
        HalfYear.from_day(datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("zone", "start_in_utc"),
    [
        ("America/Los_Angeles", datetime(2026, 7, 1, 7, tzinfo=UTC)),
        ("America/Phoenix", datetime(2026, 7, 1, 7, tzinfo=UTC)),
        ("Pacific/Honolulu", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        ("Asia/Kolkata", datetime(2026, 6, 30, 18, 30, tzinfo=UTC)),
        ("Pacific/Apia", datetime(2026, 6, 30, 11, tzinfo=UTC)),
    ],
)
def test_it_changes_at_the_local_midnight(zone, start_in_utc):
    tz = ZoneInfo(zone)
    assert H1.bounds(tz)[1] == H2.bounds(tz)[0] == start_in_utc
    assert HalfYear.of_instant(start_in_utc - timedelta(seconds=1), tz) == H1
    assert HalfYear.of_instant(start_in_utc, tz) == H2


@given(HALF_YEARS)
def test_it_has_adjacent_half_years(half_year):
    assert half_year.next().previous() == half_year
    assert half_year.last_day + timedelta(days=1) == half_year.next().first_day
    assert half_year < half_year.next()


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_it_contains_each_day_exactly_once(day):
    half_year = HalfYear.from_day(day)
    assert half_year.first_day <= day <= half_year.last_day
    assert HalfYear.parse(str(half_year)) == half_year
