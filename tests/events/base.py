"""What the tests of events share."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone

from communities.models import Community, Membership, User
from events.actions import Attendance, Details, When, log_meeting, plan_event
from events.models import Event, EventKind
from stakeholders.models import Organization, Sector
from tests.base import World

# Evenings of the recent past and of the near future, whatever the day on which the tests run.
NOON = dt.time(12, 0)
EVENING = dt.time(19, 0)


def today(community: Community) -> dt.date:
    return timezone.now().astimezone(community.zone).date()


def days_ago(community: Community, days: int) -> dt.date:
    return today(community) - dt.timedelta(days=days)


def details(community: Community, day: dt.date, starts: dt.time = EVENING, **values: object) -> Details:
    ends = values.pop("ends", None)
    when = When(day=day, starts=starts, ends=ends, zone=ZoneInfo(community.time_zone))
    return Details(**{"kind": EventKind.TEAM_MEETING, "when": when, **values})


def plan(world: World, day: dt.date, **values: object) -> Event:
    """A planned event of Hill."""
    return plan_event(details=details(world.hill, day, **values), by=world["hill-leader"])


def log(world: World, day: dt.date, attendance: Attendance | None = None, **values: object) -> Event:
    """A held event of Hill."""
    return log_meeting(
        details=details(world.hill, day, **values),
        attendance=attendance or Attendance(),
        by=world["hill-leader"],
    )


def organization(name: str, sector: str = Sector.SCHOOLS) -> Organization:
    return Organization.objects.create(name=name, sector=sector)


def membership(user: User) -> Membership:
    return Membership.objects.get(user=user)
