"""Helpers for the tests of joint events."""

import datetime as dt

from communities.models import Community, Office
from events.actions.joint import share_event
from events.models import Event, EventKind, JointShare
from tests.base import World, within
from tests.events.base import days_ago, log, url


def create_walk(world: World) -> Event:
    """A walk held by Hill two days ago, not shared."""
    with within(world.hill):
        return log(
            world,
            days_ago(world.hill, 2),
            ends=dt.time(21),
            title="Walk of the towns",
            place="Main square",
            note="Ours alone",
            kind=EventKind.AWARENESS,
        )


def tell(world: World, event: Event, other: Community) -> JointShare:
    """Hill invites another community to a joint event."""
    with within(world.hill):
        return share_event(community=world.hill, event=event, other=other, by=world["hill-leader"])


def get_events(community: Community) -> list[Event]:
    with within(community):
        return list(Event.objects.order_by("pk"))


def shares_seen_by(tenant: Community | Office) -> list[tuple[str, str, bool]]:
    with within(tenant):
        rows = JointShare.objects.select_related("community", "other").order_by("pk")
        return [(row.community.slug, row.other.slug, row.holds) for row in rows]


def answer(share: JointShare, page: str = "", slug: str = "dale") -> str:
    return url(f"joint/{share.pk}/{page}", slug)
