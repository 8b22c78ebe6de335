"""Checked by hand. Pasadena: summer time begins on 8 March 2026 at 02:00 and ends on 1 November at 02:00."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from support.opening import (
    Span,
    format_closing,
    format_opening,
    format_week,
    get_closing_time,
    get_next_opening,
    is_open_at,
)
from tests.line_breaks import keep_together

PASADENA = ZoneInfo("America/Los_Angeles")
LONDON = ZoneInfo("Europe/London")
SATURDAY, SUNDAY = 5, 6


def span(weekday: int, opens: str, closes: str) -> Span:
    return Span(weekday, dt.time.fromisoformat(opens), dt.time.fromisoformat(closes))


def at(text: str) -> dt.datetime:
    """Return the moment in UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("opens", "text"),
    [
        ("2026-01-07T09:00", keep_together("opens today at 9 a.m.")),
        ("2026-01-08T09:00", keep_together("opens tomorrow at 9 a.m.")),
        ("2026-01-13T09:30", keep_together("opens on Tuesday at 9:30 a.m.")),
        ("2026-01-14T09:00", keep_together("opens next Wednesday at 9 a.m.")),
    ],
)
def test_it_says_when_it_opens_as_people_do(opens: str, text: str):
    """It is Wednesday, seven in the morning, in Pasadena."""
    now = dt.datetime(2026, 1, 7, 7, tzinfo=PASADENA)
    moment = dt.datetime.fromisoformat(opens).replace(tzinfo=PASADENA)
    assert format_opening(moment, now) == text


def test_it_says_until_when_it_is_open_and_the_day_only_if_it_is_another():
    now = dt.datetime(2026, 1, 7, 19, tzinfo=PASADENA)
    assert format_closing(now.replace(hour=21), now) == keep_together("until 9 p.m.")
    assert format_closing(now.replace(day=8, hour=6), now) == keep_together("until Thursday, 6 a.m.")


OFFICE = [span(day, "09:00", "17:00") for day in range(5)]
# 31 October is a Saturday.
NIGHT = [span(SATURDAY, "22:00", "06:00")]


class TestOpenNow:
    @pytest.mark.parametrize(
        ("moment", "expected"),
        [
            ("2026-01-05T16:59", False),  # Monday 08:59
            ("2026-01-05T17:00", True),  # 09:00
            ("2026-01-06T00:59", True),  # Monday 16:59, Tuesday in London
            ("2026-01-06T01:00", False),  # 17:00
            ("2026-01-10T18:00", False),  # Saturday
            ("2026-07-06T16:00", True),  # Monday 09:00 in summer
            ("2026-07-06T15:59", False),
        ],
    )
    def test_it_uses_local_time(self, moment: str, expected: bool):
        assert is_open_at(OFFICE, at(moment), PASADENA) is expected

    def test_it_does_not_know_without_hours(self):
        assert is_open_at([], at("2026-01-05T17:00"), PASADENA) is None

    def test_it_is_open_day_and_night(self):
        assert is_open_at([], at("2026-01-05T11:00"), PASADENA, always=True) is True

    @pytest.mark.parametrize(
        ("moment", "expected"),
        [
            ("2026-01-11T05:59", False),  # Saturday 21:59
            ("2026-01-11T06:00", True),  # Saturday 22:00
            ("2026-01-11T13:59", True),  # Sunday 05:59
            ("2026-01-11T14:00", False),  # Sunday 06:00
            ("2026-01-11T09:00", True),  # Sunday 01:00
            ("2026-01-10T09:00", False),  # Saturday 01:00: Friday has no night
        ],
    )
    def test_it_stays_open_over_midnight(self, moment: str, expected: bool):
        assert is_open_at(NIGHT, at(moment), PASADENA) is expected

    def test_it_lasts_from_sunday_night_into_monday(self):
        hours = [span(SUNDAY, "20:00", "02:00")]
        assert is_open_at(hours, at("2026-01-12T09:59"), PASADENA) is True  # Monday 01:59
        assert is_open_at(hours, at("2026-01-12T10:00"), PASADENA) is False

    def test_it_is_open_for_a_whole_day_from_one_hour_to_the_same(self):
        hours = [span(SATURDAY, "08:00", "08:00")]
        assert is_open_at(hours, at("2026-01-11T15:59"), PASADENA) is True  # Sunday 07:59
        assert is_open_at(hours, at("2026-01-11T16:00"), PASADENA) is False


class TestSummerTime:
    @pytest.mark.parametrize(
        ("moment", "expected"),
        [
            ("2026-03-08T09:59", False),  # 01:59 winter time
            ("2026-03-08T10:00", True),  # the clock jumps to 03:00, past half past two
            ("2026-03-08T10:59", True),
            ("2026-03-08T11:00", False),  # 04:00
        ],
    )
    def test_it_opens_at_the_jump_when_its_hour_is_skipped(self, moment: str, expected: bool):
        assert is_open_at([span(SUNDAY, "02:30", "04:00")], at(moment), PASADENA) is expected

    def test_it_closes_at_the_jump_when_its_hour_is_skipped(self):
        hours = [span(SATURDAY, "22:00", "02:30")]
        assert is_open_at(hours, at("2026-03-08T09:59"), PASADENA) is True
        assert is_open_at(hours, at("2026-03-08T10:00"), PASADENA) is False

    def test_it_closes_once_when_its_hour_is_repeated(self):
        hours = [span(SATURDAY, "22:00", "01:30")]
        assert is_open_at(hours, at("2026-11-01T08:29"), PASADENA) is True  # 01:29 summer time
        assert is_open_at(hours, at("2026-11-01T08:30"), PASADENA) is False  # 01:30, the first
        assert is_open_at(hours, at("2026-11-01T09:10"), PASADENA) is False  # 01:10, the second

    def test_it_opens_once_when_its_hour_is_repeated(self):
        hours = [span(SUNDAY, "01:30", "05:00")]
        assert is_open_at(hours, at("2026-11-01T08:29"), PASADENA) is False
        assert is_open_at(hours, at("2026-11-01T08:30"), PASADENA) is True  # the first 01:30
        assert is_open_at(hours, at("2026-11-01T09:10"), PASADENA) is True  # 01:10, the second

    def test_it_has_one_hour_more_in_the_night_when_summer_time_ends(self):
        opened, closed = at("2026-11-01T05:00"), at("2026-11-01T14:00")  # 22:00 to 06:00: nine hours
        assert is_open_at(NIGHT, opened, PASADENA) is True
        assert get_closing_time(NIGHT, opened, PASADENA) == closed

    def test_it_knows_the_other_clock_of_london(self):
        hours = [span(SUNDAY, "09:00", "12:00")]
        assert (
            is_open_at(hours, at("2026-03-29T08:00"), LONDON) is True
        )  # British summer time since 01:00 UTC
        assert is_open_at(hours, at("2026-03-22T08:30"), LONDON) is False


class TestNextOpening:
    def test_it_finds_monday_from_friday_evening(self):
        next_opening = get_next_opening(OFFICE, at("2026-01-10T02:00"), PASADENA)
        assert next_opening is not None
        assert next_opening.isoformat() == "2026-01-12T09:00:00-08:00"

    def test_it_finds_the_same_weekday_of_next_week(self):
        next_opening = get_next_opening(NIGHT, at("2026-01-11T06:00"), PASADENA)  # just opened
        assert next_opening is not None
        assert next_opening.isoformat() == "2026-01-17T22:00:00-08:00"

    def test_it_keeps_local_time_over_a_clock_change(self):
        next_opening = get_next_opening(OFFICE, at("2026-03-07T20:00"), PASADENA)
        assert next_opening is not None
        assert next_opening.isoformat() == "2026-03-09T09:00:00-07:00"

    def test_it_is_none_without_hours(self):
        assert get_next_opening([], at("2026-01-10T02:00"), PASADENA) is None


class TestOpenUntil:
    def test_it_is_the_end_of_the_span(self):
        closing_time = get_closing_time(OFFICE, at("2026-01-05T18:00"), PASADENA)
        assert closing_time is not None
        assert closing_time.isoformat() == "2026-01-05T17:00:00-08:00"

    def test_it_continues_into_the_next_span(self):
        hours = [span(0, "18:00", "00:00"), span(1, "00:00", "08:00")]
        closing_time = get_closing_time(hours, at("2026-01-06T05:00"), PASADENA)  # Monday 21:00
        assert closing_time is not None
        assert closing_time.isoformat() == "2026-01-06T08:00:00-08:00"

    def test_it_is_none_when_closed_and_when_it_never_closes(self):
        assert get_closing_time(OFFICE, at("2026-01-10T18:00"), PASADENA) is None
        whole_week = [span(day, "00:00", "00:00") for day in range(7)]
        assert get_closing_time(whole_week, at("2026-01-10T18:00"), PASADENA) is None


class TestInWords:
    def test_it_joins_days_with_the_same_hours(self):
        hours = [*OFFICE, span(SATURDAY, "09:00", "12:00"), span(SATURDAY, "14:00", "16:00")]
        with translation.override("en"):
            assert format_week(hours) == [
                keep_together("Monday to Friday: 9 a.m.–5 p.m."),
                keep_together("Saturday: 9 a.m.–noon, 2 p.m.–4 p.m."),
            ]

    def test_it_does_not_join_days_that_are_apart(self):
        hours = [span(0, "09:00", "17:00"), span(2, "09:00", "17:00"), span(3, "09:00", "17:00")]
        with translation.override("en"):
            assert format_week(hours) == [
                keep_together("Monday: 9 a.m.–5 p.m."),
                keep_together("Wednesday and Thursday: 9 a.m.–5 p.m."),
            ]

    def test_it_says_day_and_night_and_nothing_when_it_does_not_know(self):
        with translation.override("en"):
            assert format_week(OFFICE, always=True) == ["Open 24 hours"]
        assert format_week([]) == []
