"""The office reads a copy of an event's public data, which every change updates."""

import datetime as dt
from typing import Any

from events.actions import (
    cancel_event,
    change_series,
    delete_event,
    plan_series,
    reopen_event,
    restore_event,
    update_event,
)
from events.models import Event, PublicEvent
from tests.base import World, within
from tests.events.base import days_ago, details, plan


def copies(world: World) -> list[tuple]:
    with within(world.usa):
        return list(PublicEvent.objects.order_by("id").values_list("event_id", "title", "place", "status"))


def test_it_follows_an_event_as_long_as_it_is_public(world: World):
    shown_items: dict[str, Any] = {"title": "Tea", "place": "Library", "is_public": True}
    leader, day = world["hill-leader"], days_ago(world.hill, -3)
    with within(world.hill):
        plan(world, day, title="Closed")
        event = plan(world, day, **shown_items)
    assert copies(world) == [(event.pk, "Tea", "Library", "planned")]
    with within(world.hill):
        cancel_event(event=event, reason="Rain", revision=None, by=leader)
    assert copies(world) == [(event.pk, "Tea", "Library", "cancelled")]
    with within(world.hill):
        reopen_event(event=event, by=leader)
        changed = details(world.hill, day, **shown_items | {"title": "Coffee"})
        update_event(event=event, details=changed, revision=None, by=leader)
    assert copies(world) == [(event.pk, "Coffee", "Library", "planned")]
    with within(world.hill):
        delete_event(event=event, by=leader)
    assert copies(world) == []
    with within(world.hill):
        restore_event(event=event, by=leader)
        update_event(event=event, details=details(world.hill, day), revision=None, by=leader)
    assert copies(world) == []


def test_it_follows_a_series(world: World):
    day, leader = days_ago(world.hill, -7), world["hill-leader"]
    with within(world.hill):
        public = details(world.hill, day, is_public=True)
        first = plan_series(details=public, repeat="week", until=day + dt.timedelta(weeks=3), by=leader)
        assert PublicEvent.objects.count() == 4
        third = Event.objects.filter(series=first.series).soonest_first()[2]
        change = details(world.hill, day + dt.timedelta(weeks=2), place="Town hall", is_public=True)
        change_series(event=third, details=change, revision=None, by=leader)
    assert [place for _event, _title, place, _status in copies(world)] == ["", "", "Town hall", "Town hall"]


def test_no_other_office_reads_it(world: World):
    with within(world.hill):
        plan(world, days_ago(world.hill, -3), is_public=True)
    for tenant in (world.uk, world.dale):
        with within(tenant):
            assert PublicEvent.objects.count() == 0
    with within(world.usa):
        assert Event.objects.count() == 0
