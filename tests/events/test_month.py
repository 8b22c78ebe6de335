import datetime as dt
from dataclasses import dataclass

import pytest
from django.utils import translation

from events.month import Month, group_by_day


@dataclass
class One:
    starts_at: dt.datetime
    ends_at: dt.datetime
    time_zone: str = "America/Los_Angeles"


def moment(day: int, hour: int) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, tzinfo=dt.UTC)


@pytest.mark.parametrize("text", ["2026-11", "2000-01", "2100-12"])
def test_it_reads_a_month(text: str):
    assert str(Month.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-13", "2026-00", "2026-+1", "10000-1", "1999-12", "2101-01", "２０２６-11", "a\0-b"],
)
def test_it_refuses_what_is_no_month(text: str):
    with pytest.raises(ValueError, match=r".*"):
        Month.parse(text)


def test_it_continues_over_the_new_year():
    assert str(Month(2026, 12).next()) == "2027-01"
    assert str(Month(2027, 1).previous()) == "2026-12"
    assert Month(2026, 2).last_day == dt.date(2026, 2, 28)


@pytest.mark.parametrize(("language", "first"), [("en", dt.date(2026, 11, 1)), ("es", dt.date(2026, 10, 26))])
def test_it_begins_the_week_as_the_readers_language_does(language: str, first: dt.date):
    with translation.override(language):
        weeks = Month(2026, 11).weeks()
    assert weeks[0][0] == first
    assert {len(week) for week in weeks} == {7}


def test_it_puts_an_event_on_its_local_day():
    late_event = One(moment(4, 3), moment(4, 4))
    assert list(group_by_day([late_event], dt.date(2026, 11, 1), dt.date(2026, 11, 30))) == [
        dt.date(2026, 11, 3)
    ]


def test_it_shows_a_night_on_its_first_day_and_what_lasts_on_all():
    night = One(moment(4, 5), moment(4, 10))
    fair = One(moment(28, 16), dt.datetime(2026, 12, 2, 8, tzinfo=dt.UTC))
    result = group_by_day([night, fair], dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    assert {day.day: len(ones) for day, ones in result.items()} == {3: 1, 28: 1, 29: 1, 30: 1}
