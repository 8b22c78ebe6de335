"""Calendar files, read back by another program."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from icalendar import Calendar

from events.actions import cancel_event, change_series, plan_series, update_event
from events.ical import build_calendar, build_uid
from events.models import Event, EventStatus
from tests.base import World, within
from tests.events.base import EVENING, days_ago, details, plan

ZONES = ("America/Los_Angeles", "Europe/London")
# Four weeks from each of these include the clock change of America and that of Europe.
AROUND = [dt.date(2027, 3, 7), dt.date(2026, 10, 18)]


def written(events: list[Event]) -> Any:
    return Calendar.from_ical(build_calendar(events, name="Hill", language="en"))


def weekly(zone: str, first: dt.date) -> list[Event]:
    """Return four evenings a week apart, each at seven local time, as the database stores them."""
    results = []
    for number in range(4):
        day = first + dt.timedelta(weeks=number)
        start = dt.datetime.combine(day, EVENING, ZoneInfo(zone)).astimezone(dt.UTC)
        results.append(
            Event(
                pk=number + 1,
                kind="team_meeting",
                starts_at=start,
                ends_at=start + dt.timedelta(hours=2),
                time_zone=zone,
                created_at=start,
                updated_at=start,
                status=EventStatus.PLANNED,
            )
        )
    return results


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("first", AROUND, ids=str)
def test_it_keeps_local_time_over_a_clock_change(zone: str, first: dt.date):
    events = weekly(zone, first)
    calendar = written(events)
    result: Any = recurring_ical_events.of(calendar).between(first, first + dt.timedelta(weeks=5))
    starts = sorted(entry["DTSTART"].dt for entry in result)
    assert [moment.astimezone(ZoneInfo(zone)).time() for moment in starts] == [EVENING] * 4
    assert [moment.astimezone(dt.UTC) for moment in starts] == [event.starts_at for event in events]
    assert {entry["DTEND"].dt - entry["DTSTART"].dt for entry in result} == {dt.timedelta(hours=2)}
    assert len({moment.utcoffset() for moment in starts}) == 2


@pytest.mark.parametrize("zone", ZONES)
def test_it_explains_its_time_zone_for_programs_that_know_none(zone: str):
    """The reader knows only the file's VTIMEZONE, and not this machine's time zones."""
    events = weekly(zone, AROUND[0]) + weekly(zone, AROUND[1])
    unknown = zone.replace("/", "-Unknown-")
    text = build_calendar(events, name="Hill", language="en").decode().replace(zone, unknown)
    calendar: Any = Calendar.from_ical(text)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == [unknown]
    starts = [entry["DTSTART"].dt.astimezone(dt.UTC) for entry in calendar.walk("VEVENT")]
    assert starts == [event.starts_at for event in events]


@pytest.mark.parametrize(("zone", "hour"), [("America/Los_Angeles", 2), ("Europe/London", 1)])
def test_it_says_when_summer_time_begins_on_the_clocks_before_it(zone: str, hour: int):
    """As RFC 5545 (3.6.5) requires; the library gives it in the time after the change."""
    [explained] = written(weekly(zone, AROUND[0])).walk("VTIMEZONE")
    summer = explained.walk("DAYLIGHT")[-1]
    assert summer["DTSTART"].dt.hour == hour


def test_it_contains_title_time_and_place_and_nothing_else(world: World):
    private = {"title": "Tea, talk; more", "place": "Library", "note": "Call Rosa", "ends": dt.time(21)}
    with within(world.hill):
        event = Event.objects.get(pk=plan(world, days_ago(world.hill, -3), **private).pk)
    [entry] = written([event]).walk("VEVENT")
    assert (entry["SUMMARY"], entry["LOCATION"], entry["STATUS"]) == (
        "Tea, talk; more",
        "Library",
        "CONFIRMED",
    )
    assert sorted(entry) == [
        "DTEND", "DTSTAMP", "DTSTART", "LAST-MODIFIED", "LOCATION", "SEQUENCE", "STATUS", "SUMMARY", "UID",
    ]  # fmt: skip
    assert entry["UID"] == build_uid(event)


def test_it_gives_no_end_where_nobody_said_one(world: World):
    with within(world.hill):
        event = Event.objects.get(pk=plan(world, days_ago(world.hill, -3)).pk)
    [entry] = written([event]).walk("VEVENT")
    assert "DTEND" not in entry
    assert entry["SUMMARY"] == "Team meeting"


def test_it_keeps_the_name_of_an_event_and_counts_its_changes_up(world: World):
    with within(world.hill):
        event = Event.objects.get(pk=plan(world, days_ago(world.hill, -3)).pk)
        [before] = written([event]).walk("VEVENT")
        later = details(world.hill, days_ago(world.hill, -4), place="Town hall")
        event = update_event(event=event, details=later, revision=event.revision, by=world["hill-leader"])
        [moved] = written([event]).walk("VEVENT")
        cancel_event(event=event, reason="Rain", revision=event.revision, by=world["hill-leader"])
        [cancelled] = written([Event.objects.get(pk=event.pk)]).walk("VEVENT")
    assert before["UID"] == moved["UID"] == cancelled["UID"]
    assert before["SEQUENCE"] < moved["SEQUENCE"] < cancelled["SEQUENCE"]
    assert (cancelled["STATUS"], cancelled["SUMMARY"]) == ("CANCELLED", "Canceled: Team meeting")


def test_moved_and_canceled_meetings_of_a_series_are_separate(world: World):
    day, leader = days_ago(world.hill, -7), world["hill-leader"]
    with within(world.hill):
        first = plan_series(
            details=details(world.hill, day), repeat="week", until=day + dt.timedelta(weeks=3), by=leader
        )
        events = list(Event.objects.filter(series=first.series).soonest_first())
        moved = details(world.hill, day + dt.timedelta(days=8))
        update_event(event=events[1], details=moved, revision=None, by=leader)
        cancel_event(event=events[2], reason="Rain", revision=None, by=leader)
        after = list(Event.objects.filter(series=first.series).order_by("pk"))
        change_series(event=events[3], details=details(world.hill, day + dt.timedelta(weeks=3), dt.time(18)),
                      revision=None, by=leader)  # fmt: skip
        last = Event.objects.get(pk=events[3].pk)
    result: Any = recurring_ical_events.of(written([*after[:3], last])).between(
        day, day + dt.timedelta(weeks=5)
    )
    shown_items = {(entry["DTSTART"].dt.date() - day).days: entry["STATUS"] for entry in result}
    assert shown_items == {0: "CONFIRMED", 8: "CONFIRMED", 14: "CANCELLED", 21: "CONFIRMED"}
    assert len({entry["UID"] for entry in result}) == 4


def test_it_writes_lengths_of_time_as_the_standard_has_them_and_sends_no_method(world: World):
    """METHOD is for messages between calendars (RFC 5546); some programs refuse a feed with it."""
    content = build_calendar([], name="Hill", language="en").decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in content
    assert "X-PUBLISHED-TTL:PT4H\r\n" in content
    assert "METHOD" not in content
