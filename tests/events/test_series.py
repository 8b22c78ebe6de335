import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from events.actions import (
    Attendance,
    Details,
    EventTime,
    change_series,
    hold_event,
    plan_series,
    update_event,
)
from events.models import Event, EventSeries
from tests.base import World, within
from tests.events.base import days_ago, details, log, url

LA = ZoneInfo("America/Los_Angeles")


def series(world: World, *, number: int = 6, first: int = -3) -> list[Event]:
    """Create ``number`` weekly events of Hill, the first in three days."""
    day = days_ago(world.hill, first)
    plan_series(
        details=details(world.hill, day, kind="awareness", title="Outreach", ends=dt.time(20)),
        repeat="week",
        until=day + dt.timedelta(weeks=number - 1),
        by=world["hill-leader"],
    )
    return list(Event.objects.soonest_first())


def form(event: Event, **changes: Any) -> dict[str, Any]:
    return {
        "revision": event.revision,
        "kind": event.kind,
        "title": event.title,
        "day": str(event.local_start.date()),
        "starts": "19:00",
        "ends": "20:00",
        "hosting": "hosted",
        "how_many": "later",
    } | changes


def get_all(world: World) -> list[Event]:
    with within(world.hill):
        return list(Event.objects.order_by("pk"))


def test_it_keeps_local_time_when_the_clocks_change(world: World):
    with within(world.hill):
        plan_series(
            details=Details(kind="awareness", when=EventTime(dt.date(2026, 10, 27), dt.time(19), LA)),
            repeat="week",
            until=dt.date(2026, 11, 10),
            by=world["hill-leader"],
        )
        events = list(Event.objects.soonest_first())
    assert [event.local_start.time() for event in events] == [dt.time(19)] * 3
    assert [event.starts_at.astimezone(dt.UTC).hour for event in events] == [2, 3, 3]


def test_it_changes_one_and_remembers_that_it_was_moved(world: World, signed_in):
    with within(world.hill):
        events = series(world)
    signed_in("hill-leader").post(
        url(f"{events[1].pk}/edit/"), form(events[1], how_many="one", starts="18:00", title="Early")
    )
    result = get_all(world)
    assert [event.title for event in result] == ["Outreach", "Early", *["Outreach"] * 4]
    assert [event.moved for event in result] == [False, True, False, False, False, False]


def test_it_changes_this_and_all_later_ones_that_were_not_moved(world: World, signed_in):
    with within(world.hill):
        events = series(world)
        moved = details(
            world.hill, events[3].local_start.date(), dt.time(8), kind="awareness", title="Outreach"
        )
        update_event(event=events[3], details=moved, revision=1, by=world["hill-leader"])
    data = form(events[1], starts="18:00", ends="19:30", title="New name", place="Park")
    assert signed_in("hill-leader").post(url(f"{events[1].pk}/edit/"), data).status_code == 302
    result = get_all(world)
    assert [event.title for event in result] == [
        "Outreach",
        "New name",
        "New name",
        "Outreach",
        "New name",
        "New name",
    ]
    assert [event.local_start.hour for event in result] == [19, 18, 18, 8, 18, 18]
    assert {event.series_id for event in result} == {events[0].series_id}
    assert [event.local_start.date() for event in result] == [event.series_day for event in events]


def test_it_leaves_held_and_cancelled_ones_alone(world: World, signed_in):
    with within(world.hill):
        events = series(world, first=17)
        hold_event(event=events[1], attendance=Attendance(), revision=1, by=world["hill-leader"])
    client = signed_in("hill-leader")
    client.post(url(f"{events[2].pk}/cancel/"), {"revision": 1, "reason": "Rain", "how_many": "one"})
    client.post(url(f"{events[0].pk}/edit/"), form(events[0], title="New name"))
    assert [event.title for event in get_all(world)] == [
        "New name",
        "Outreach",
        "Outreach",
        "New name",
        "New name",
        "New name",
    ]


def test_it_moves_the_rest_of_a_series_to_another_weekday(world: World, signed_in):
    with within(world.hill):
        events = series(world)
        moved = details(
            world.hill, events[3].local_start.date(), dt.time(8), kind="awareness", title="Outreach"
        )
        update_event(event=events[3], details=moved, revision=1, by=world["hill-leader"])
    day = events[2].series_day
    assert day
    next_day = day + dt.timedelta(days=1)
    signed_in("hill-leader").post(url(f"{events[2].pk}/edit/"), form(events[2], day=str(next_day)))
    result = get_all(world)
    week = dt.timedelta(weeks=1)
    assert [event.local_start.date() for event in result] == [
        day - 2 * week,
        day - week,
        next_day,
        day + week,
        next_day + 2 * week,
        next_day + 3 * week,
    ]
    with within(world.hill):
        old, new = EventSeries.objects.order_by("pk")
    assert [event.series_id for event in result] == [old.pk, old.pk, new.pk, old.pk, new.pk, new.pk]
    assert [event.series_day for event in result[4:]] == [next_day + 2 * week, next_day + 3 * week]
    assert (old.until, new.rule) == (day - dt.timedelta(days=1), "FREQ=WEEKLY;COUNT=4")


def test_it_cancels_this_and_all_later_ones_and_takes_it_back(world: World, signed_in):
    with within(world.hill):
        events = series(world)
    client = signed_in("hill-leader")
    cancel = url(f"{events[2].pk}/cancel/")
    client.post(
        cancel.replace(str(events[2].pk), str(events[4].pk)),
        {"revision": 1, "reason": "Holiday", "how_many": "one"},
    )
    client.post(cancel, {"revision": 1, "reason": "Rain", "how_many": "later"})
    assert [event.cancel_reason for event in get_all(world)] == ["", "", "Rain", "Rain", "Holiday", "Rain"]
    client.post(url(f"{events[3].pk}/reopen/"))
    assert [event.status for event in get_all(world)] == [*["planned"] * 4, "cancelled", "planned"]


def test_it_changes_all_or_none(world: World, signed_in):
    """A later event would fall into the hour skipped by summer time, so the first one stays too."""
    with within(world.hill):
        plan_series(
            details=Details(
                kind="awareness", when=EventTime(dt.date(2027, 2, 28), dt.time(19), LA), title="Outreach"
            ),
            repeat="week",
            until=dt.date(2027, 3, 28),
            by=world["hill-leader"],
        )
        first = Event.objects.soonest_first()[0]
    response = signed_in("hill-leader").post(
        url(f"{first.pk}/edit/"), form(first, starts="02:30", ends="", title="Night")
    )
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["starts"]
    assert {event.title for event in get_all(world)} == {"Outreach"}


def test_it_reports_a_conflict(world: World, signed_in):
    with within(world.hill):
        events = series(world)
    client = signed_in("hill-leader")
    client.post(url(f"{events[0].pk}/edit/"), form(events[0], title="First", how_many="one"))
    response = client.post(url(f"{events[0].pk}/edit/"), form(events[0], title="Second"))
    assert response.status_code == 409
    assert [event.title for event in get_all(world)] == ["First", *["Outreach"] * 5]


@pytest.mark.parametrize("how_many", ["", "some"])
def test_it_asks_how_many_to_change(world: World, signed_in, how_many: str):
    with within(world.hill):
        events = series(world)
    data = form(events[0], title="New", how_many=how_many)
    response = signed_in("hill-leader").post(url(f"{events[0].pk}/edit/"), data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["how_many"])


def test_it_takes_a_single_event_for_a_series_of_one(world: World):
    with within(world.hill):
        event = log(world, days_ago(world.hill, 3))
        changed = details(world.hill, days_ago(world.hill, 2), title="Alone")
        now = change_series(event=event, details=changed, revision=1, by=world["hill-leader"])
    assert (now.title, now.local_day) == ("Alone", days_ago(world.hill, 2))
    assert now.starts_at < timezone.now()
