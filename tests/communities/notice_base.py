"""Helpers for the tests of notifications: past events, a clock, and a round of reminders."""

import datetime as dt
import re

from django.http import HttpResponse

from communities.models import Community, Notice, NoticeSetting, User
from communities.tasks import remind_all
from events.models import Event, EventKind
from tests.base import World, within

# Nine in the morning in Los Angeles, on a Wednesday.
NINE = dt.datetime(2026, 6, 10, 16, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
QUARTER = dt.timedelta(minutes=15)


def over(
    world: World, community: Community, ago: dt.timedelta = DAY, title: str = "x", now: dt.datetime = NINE
) -> Event:
    """Create an event that ended so long before ``now`` and has no outcome."""
    with within(community):
        return Event.objects.create(
            kind=EventKind.TEAM_MEETING,
            title=title,
            starts_at=now - ago - dt.timedelta(hours=1),
            ends_at=now - ago,
            time_zone=community.time_zone,
            created_by=world[f"{community.slug}-coordinator"],
        )


def notices(community: Community, user: User | None = None, **having: object) -> list[Notice]:
    with within(community):
        notices = Notice.objects.filter(**having).order_by("pk")
        return list(notices.filter(user=user) if user else notices)


def wish(user: User, **wishes: object) -> None:
    NoticeSetting.objects.update_or_create(user=user, defaults=wishes)


def remind_each(start: dt.datetime, *steps: dt.timedelta) -> list[int]:
    """Return the number of new notifications at each of the moments after ``start``."""
    return [remind_all(now=start + step) for step in steps]


BELL = r'<a class="tf-header-icon"\s+href="[^"]*/notifications/"'


def unread(page: HttpResponse) -> int | None:
    """Return the number on the notification badge; None without a badge."""
    text = page.content.decode()
    count = re.search(r'tf-header-icon__count" aria-hidden="true">(\d+)<', text)
    return int(count[1]) if count else 0 if re.search(BELL, text) else None
