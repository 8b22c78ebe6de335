import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from events.event_time import EventTime, check_when, moment, years_after
from events.models import Event
from tests.base import World, make_community, within
from tests.line_breaks import keep_together
from tfc.periods import HalfYear

LA = ZoneInfo("America/Los_Angeles")
NOW = dt.datetime(2026, 11, 25, 20, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)

BOUNDARIES = [
    ("America/Los_Angeles", dt.datetime(2026, 7, 1, 7, tzinfo=dt.UTC)),
    ("America/Phoenix", dt.datetime(2026, 7, 1, 7, tzinfo=dt.UTC)),
    ("Pacific/Honolulu", dt.datetime(2026, 7, 1, 10, tzinfo=dt.UTC)),
    ("Asia/Kolkata", dt.datetime(2026, 6, 30, 18, 30, tzinfo=dt.UTC)),
    ("Pacific/Apia", dt.datetime(2026, 6, 30, 11, tzinfo=dt.UTC)),
    ("America/Los_Angeles", dt.datetime(2026, 1, 1, 8, tzinfo=dt.UTC)),
    ("Asia/Kolkata", dt.datetime(2025, 12, 31, 18, 30, tzinfo=dt.UTC)),
    # Samoa had summer time until 2021: the same midnight was an hour earlier in UTC.
    ("Pacific/Apia", dt.datetime(2019, 12, 31, 10, tzinfo=dt.UTC)),
]


@pytest.mark.parametrize(("zone", "midnight"), BOUNDARIES)
def test_it_counts_an_event_at_the_edge_in_the_local_half_year_alone(
    world: World, zone: str, midnight: dt.datetime
):
    town = make_community(world.usa, "edge", zone)
    after = HalfYear.of_instant(midnight, ZoneInfo(zone))
    with within(town):
        last, first = (
            Event.objects.create(kind="awareness", starts_at=at, ends_at=at, time_zone=zone)
            for at in (midnight - SECOND, midnight + SECOND)
        )
        results = {
            str(half_year): list(Event.objects.in_period(half_year).values_list("pk", flat=True))
            for half_year in (after.previous().previous(), after.previous(), after, after.next())
        }
        assert results == {
            str(after.previous().previous()): [],
            str(after.previous()): [last.pk],
            str(after): [first.pk],
            str(after.next()): [],
        }
        assert (last.local_day, first.local_day) == (after.previous().last_day, after.first_day)
        assert (last.local_start.date(), first.local_start.date()) == (last.local_day, first.local_day)


def errors(when: EventTime, *, is_held: bool = False) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        check_when(when, NOW, held=is_held)
    return caught.value.message_dict


def wall(day: dt.date, starts: dt.time, **more: Any) -> EventTime:
    return EventTime(day=day, starts=starts, zone=LA, **more)


def test_it_explains_a_time_that_the_clocks_jump_over():
    assert errors(wall(dt.date(2026, 3, 8), dt.time(2, 30))) == {
        "starts": [keep_together("The clocks skip 2:30 a.m. on March 8, 2026. Choose another time.")]
    }
    assert errors(wall(dt.date(2026, 3, 8), dt.time(1), ends=dt.time(2, 30))) == {
        "ends": [keep_together("The clocks skip 2:30 a.m. on March 8, 2026. Choose another time.")]
    }


def test_it_knows_a_day_that_never_was():
    with pytest.raises(ValidationError):
        moment(dt.date(2011, 12, 30), dt.time(12), ZoneInfo("Pacific/Apia"), field="starts")


def test_it_takes_the_first_of_two_equal_times():
    start, _end = check_when(wall(dt.date(2026, 11, 1), dt.time(1, 30)), NOW, held=False)
    assert start.astimezone(dt.UTC) == dt.datetime(2026, 11, 1, 8, 30, tzinfo=dt.UTC)


def test_it_lets_an_evening_end_after_midnight():
    start, end = wall(dt.date(2026, 5, 1), dt.time(21), ends=dt.time(0, 30)).span()
    assert (end - start, end.date()) == (dt.timedelta(hours=3, minutes=30), dt.date(2026, 5, 2))


def test_it_lasts_one_hour_less_on_the_spring_night():
    start, end = wall(dt.date(2026, 3, 7), dt.time(22), ends=dt.time(4)).span()
    assert end.astimezone(dt.UTC) - start.astimezone(dt.UTC) == dt.timedelta(hours=5)


def test_it_has_no_length_when_nobody_said_when_it_ended():
    start, end = wall(dt.date(2026, 5, 1), dt.time(21)).span()
    assert start == end


def test_it_lasts_for_days_when_the_last_day_is_given():
    _start, end = wall(dt.date(2026, 5, 1), dt.time(9), ends=dt.time(8), ends_day=dt.date(2026, 5, 3)).span()
    assert end == dt.datetime(2026, 5, 3, 8, tzinfo=LA)


@pytest.mark.parametrize(
    ("when", "field"),
    [
        (wall(dt.date(1999, 12, 31), dt.time(9)), "day"),
        (wall(dt.date(2031, 11, 26), dt.time(9)), "day"),
        (wall(dt.date(2026, 5, 1), dt.time(19), ends=dt.time(18)), "ends"),
        (wall(dt.date(2026, 5, 1), dt.time(19), ends=dt.time(18), ends_day=dt.date(2026, 5, 1)), "ends"),
        (wall(dt.date(2026, 5, 2), dt.time(19), ends=dt.time(20), ends_day=dt.date(2026, 5, 1)), "ends_day"),
        (wall(dt.date(2026, 5, 1), dt.time(19), ends=dt.time(20), ends_day=dt.date(2027, 5, 3)), "ends_day"),
        (wall(dt.date(2026, 5, 1), dt.time(19), ends=dt.time(20), ends_day=dt.date(2226, 5, 1)), "ends_day"),
        (wall(dt.date(2026, 5, 1), dt.time(19), ends_day=dt.date(2026, 5, 2)), "ends"),
    ],
)
def test_it_refuses_what_can_only_be_a_slip(when: EventTime, field: str):
    assert list(errors(when)) == [field]


def test_it_takes_the_last_day_of_the_fifth_year():
    assert check_when(wall(dt.date(2031, 11, 25), dt.time(9)), NOW, held=False)
    assert years_after(dt.date(2024, 2, 29), 5) == dt.date(2029, 2, 28)


def test_it_records_nothing_as_held_that_is_still_to_come():
    assert list(errors(wall(dt.date(2026, 11, 25), dt.time(12, 1)), is_held=True)) == ["starts"]
    assert check_when(wall(dt.date(2026, 11, 25), dt.time(12, 0)), NOW, held=True)
