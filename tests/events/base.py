"""Helpers for the tests of events."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.models import Community, Membership, User
from events.actions import Attendance, Details, EventTime, log_meeting, plan_event
from events.actions.recording import get_attendance
from events.models import (
    ConstituencyPresence,
    Event,
    EventChange,
    EventKind,
    EventSeries,
    Headcount,
    MemberPresence,
    OrganizationPresence,
    Output,
)
from stakeholders.models import Organization, Sector
from tests.base import World, sign_in, within

# Evenings of the recent past and the near future, relative to today.
NOON = dt.time(12, 0)
EVENING = dt.time(19, 0)


def today(community: Community) -> dt.date:
    return timezone.now().astimezone(community.zone).date()


def days_ago(community: Community, days: int) -> dt.date:
    return today(community) - dt.timedelta(days=days)


def details(community: Community, day: dt.date, starts: dt.time = EVENING, **values: Any) -> Details:
    ends = values.pop("ends", None)
    when = EventTime(day=day, starts=starts, ends=ends, zone=ZoneInfo(community.time_zone))
    return Details(**{"kind": EventKind.TEAM_MEETING, "when": when, **values})


def plan(world: World, day: dt.date, **values: Any) -> Event:
    return plan_event(details=details(world.hill, day, **values), by=world["hill-leader"])


def log(world: World, day: dt.date, attendance: Attendance | None = None, **values: Any) -> Event:
    return log_meeting(
        details=details(world.hill, day, **values),
        attendance=attendance or Attendance(),
        by=world["hill-leader"],
    )


def organization(name: str, sector: str = Sector.SCHOOLS) -> Organization:
    return Organization.objects.create(name=name, sector=sector)


def membership(user: User) -> Membership:
    return Membership.objects.get(user=user)


def url(rest: str = "", slug: str = "hill") -> str:
    return f"/c/{slug}/events/{rest}"


def stored(world: World, event: Event) -> Event:
    with within(world.hill):
        return Event.objects.get(pk=event.pk)


def recorded(world: World, event: Event) -> Attendance:
    with within(world.hill):
        return get_attendance(Event.objects.get(pk=event.pk))


def everything(world: World) -> dict[str, list[tuple]]:
    """Return all rows of Hill and Dale that event forms can write, to check that nothing was saved."""
    results = {}
    for community in (world.hill, world.dale):
        with within(community):
            for model in (
                Event,
                EventChange,
                EventSeries,
                OrganizationPresence,
                ConstituencyPresence,
                MemberPresence,
                Headcount,
                Output,
                Organization,
            ):
                results[f"{community.slug}.{model.__name__}"] = list(
                    model.objects.order_by("pk").values_list()
                )
    return results


def deeds(world: World, event: Event) -> list[str]:
    with within(world.hill):
        return list(EventChange.objects.filter(event=event).order_by("id").values_list("action", flat=True))


def foreign_event(world: World) -> Event:
    """A planned event of Dale, whose id a person of Hill tries."""
    with within(world.dale):
        return plan_event(details=details(world.dale, days_ago(world.dale, 3)), by=world["dale-leader"])


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def check_door(client: Client, world: World, path: str, *, method: str = "get", role: str = "leader") -> None:
    """A stranger and people of other communities and of the office get 404; a member below the role 403."""

    def status(name: str) -> int:
        return getattr(sign_in(client, world[name]), method)(path).status_code

    outside = ("stranger", "dale-coordinator", "usa-staff", "moor-coordinator")
    assert {name: status(name) for name in outside} == dict.fromkeys(outside, 404)
    if role == "leader":
        assert status("hill-member") == 403
    client.logout()
    assert getattr(client, method)(path).status_code == 302
