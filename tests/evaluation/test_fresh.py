"""Looking at the survey computes its figures only where no worker did since the records changed."""

from datetime import timedelta

from django.utils import timezone

from communities.models import Community
from evaluation.models import Refresh
from evaluation.rollups.drain import drain
from evaluation.rollups.fresh import are_fresh
from events.models import Event
from tests.base import COMMITTED, make_world, within

pytestmark = COMMITTED


def fresh(town: Community) -> bool:
    with within(town):
        return are_fresh(town)


def refreshed(town: Community, ago: timedelta) -> None:
    Refresh.objects.using("figures").filter(community=town).update(refreshed_at=timezone.now() - ago)


def event(town: Community, *, status: str, ends_in: timedelta) -> None:
    moment = timezone.now() + ends_in
    with within(town):
        Event.objects.create(
            kind="team_meeting", status=status, starts_at=moment, ends_at=moment, time_zone=town.time_zone
        )


def test_a_page_takes_what_a_worker_computed_today_until_a_record_changes():
    world = make_world()
    town = world.hill
    assert not fresh(town)
    drain()
    assert fresh(town)
    refreshed(town, timedelta(hours=24))
    assert not fresh(town)
    refreshed(town, timedelta())
    event(world.dale, status="held", ends_in=timedelta(days=-3))
    assert (fresh(town), fresh(world.dale)) == (True, False)
    event(town, status="planned", ends_in=timedelta(days=1))
    assert not fresh(town)
    drain()
    assert fresh(town)


def test_it_does_not_once_a_planned_event_is_over_that_nobody_resolved():
    town = make_world().hill
    event(town, status="planned", ends_in=timedelta(seconds=-1))
    drain()
    assert fresh(town)
    refreshed(town, timedelta(seconds=10))
    assert not fresh(town)
