import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from events.recurrence import Repeat, get_repeat, move_recurrence, recurrence
from tests.line_breaks import keep_together

TODAY = dt.date(2026, 1, 1)


def days(repeat: Repeat, first: str, until: str) -> list[str]:
    result = recurrence(repeat, dt.date.fromisoformat(first), dt.date.fromisoformat(until), today=TODAY)
    return [day.isoformat() for day in result.days]


@pytest.mark.parametrize(
    ("repeat", "first", "until", "expected"),
    [
        (Repeat.WEEK, "2026-03-03", "2026-03-17", ["2026-03-03", "2026-03-10", "2026-03-17"]),
        (Repeat.FORTNIGHT, "2026-03-03", "2026-03-30", ["2026-03-03", "2026-03-17"]),
        # The second Tuesday.
        (Repeat.MONTH_WEEKDAY, "2026-03-10", "2026-05-31", ["2026-03-10", "2026-04-14", "2026-05-12"]),
        # A fifth Tuesday means the last one of each month.
        (Repeat.MONTH_WEEKDAY, "2026-03-31", "2026-05-31", ["2026-03-31", "2026-04-28", "2026-05-26"]),
        (Repeat.MONTH_DAY, "2026-01-15", "2026-03-15", ["2026-01-15", "2026-02-15", "2026-03-15"]),
        # The 31st means the last day of shorter months.
        (
            Repeat.MONTH_DAY,
            "2026-01-31",
            "2026-04-30",
            ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"],
        ),
        (Repeat.MONTH_DAY, "2026-01-30", "2026-03-31", ["2026-01-30", "2026-02-28", "2026-03-30"]),
    ],
)
def test_it_finds_the_days_of_a_rule(repeat: Repeat, first: str, until: str, expected: list[str]):
    assert days(repeat, first, until) == expected


def test_it_writes_an_icalendar_rule():
    result = recurrence(Repeat.MONTH_WEEKDAY, dt.date(2026, 3, 10), dt.date(2026, 6, 1), today=TODAY)
    assert result.rule == "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20260601"


def test_it_makes_104_events_at_most():
    first = dt.date(2026, 1, 6)
    most = first + dt.timedelta(weeks=103)
    assert len(recurrence(Repeat.WEEK, first, most, today=TODAY).days) == 104
    with pytest.raises(ValidationError) as caught:
        recurrence(Repeat.WEEK, first, most + dt.timedelta(weeks=1), today=TODAY)
    assert caught.value.message_dict == {
        "until": [keep_together("That makes more than 104 events. Choose a day up to Dec. 28, 2027.")]
    }


@pytest.mark.parametrize("until", ["2026-01-06", "2026-01-01", "2026-01-12", "2031-01-02", "9999-12-31"])
def test_it_refuses_a_last_day_that_makes_no_series(until: str):
    with pytest.raises(ValidationError) as caught:
        days(Repeat.WEEK, "2026-01-06", until)
    assert list(caught.value.message_dict) == ["until"]


@given(
    repeat=st.sampled_from(Repeat),
    first=st.dates(dt.date(2020, 1, 1), dt.date(2029, 12, 31)),
    number=st.integers(1, 30),
)
def test_it_keeps_the_rhythm_when_it_moves(repeat: Repeat, first: dt.date, number: int):
    rule = move_recurrence(
        recurrence(repeat, first, first + dt.timedelta(days=400), today=first).rule, first, number
    )
    assert get_repeat(rule.rule) == repeat
    assert len(rule.days) == number
    assert rule.days[0] == first
    assert list(rule.days) == sorted(set(rule.days))
