"""Opening the survey computes only figures that no worker has updated."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from communities.models import Community
from evaluation.actions.figures import freeze_figures, refresh_figures
from evaluation.models import Refresh
from evaluation.rollups.recompute import recompute_stale_figures
from evaluation.rollups.staleness import changes_since_stored, find_stale_communities, get_current_refresh
from events.models import Event
from tests.base import COMMITTED, within
from tests.evaluation.rounds_world import H1, add_event, fill_town, make_round
from tests.row_sets import stored_world

pytestmark = COMMITTED


def fresh(town: Community) -> bool:
    with within(town):
        return get_current_refresh(town) is not None


def refreshed(town: Community, ago: timedelta) -> None:
    Refresh.objects.using("figures").filter(community=town).update(refreshed_at=timezone.now() - ago)


def event(town: Community, *, status: str, ends_in: timedelta) -> None:
    moment = timezone.now() + ends_in
    with within(town):
        Event.objects.create(
            kind="team_meeting", status=status, starts_at=moment, ends_at=moment, time_zone=town.time_zone
        )


def test_a_page_takes_what_a_worker_computed_today_until_a_record_changes():
    world = stored_world()
    town = world.hill
    assert not fresh(town)
    recompute_stale_figures()
    assert fresh(town)
    refreshed(town, timedelta(hours=24))
    assert not fresh(town)
    refreshed(town, timedelta())
    event(world.dale, status="held", ends_in=timedelta(days=-3))
    assert (fresh(town), fresh(world.dale)) == (True, False)
    event(town, status="planned", ends_in=timedelta(days=1))
    assert not fresh(town)
    recompute_stale_figures()
    assert fresh(town)


def test_it_does_not_once_a_planned_event_is_over_that_nobody_resolved():
    town = stored_world().hill
    event(town, status="planned", ends_in=timedelta(seconds=-1))
    recompute_stale_figures()
    assert fresh(town)
    refreshed(town, timedelta(seconds=10))
    assert not fresh(town)


def test_what_changed_behind_locked_figures_is_kept_until_a_record_changes(django_assert_num_queries):
    world = stored_world()
    town = world.hill
    make_round(world.usa)
    fill_town(world, town)
    with within(town):
        refresh_figures([town], H1)
        freeze_figures(town, H1)
        add_event(town, datetime(2026, 5, 20, 20, tzinfo=UTC), by=world["hill-coordinator"])
    recompute_stale_figures()
    with within(town):
        with django_assert_num_queries(1):
            changes = changes_since_stored(town, H1)
        assert changes["meets_consistently"].added == 1
        # A worker stores nothing for rounds closed long ago, so they are computed here.
        Refresh.objects.update(since_stored={})
        assert changes_since_stored(town, H1) == changes
        add_event(town, datetime(2026, 5, 21, 20, tzinfo=UTC), by=world["hill-coordinator"])
        assert changes_since_stored(town, H1)["meets_consistently"].added == 2


def test_a_report_counts_only_what_no_worker_counted_and_nothing_that_is_locked():
    world = stored_world()
    towns = [world.hill, world.dale]
    make_round(world.usa)
    assert find_stale_communities(towns, H1) == towns
    recompute_stale_figures()
    assert (find_stale_communities(towns, H1), find_stale_communities(towns, H1.previous())) == ([], towns)
    event(world.dale, status="held", ends_in=timedelta(days=-3))
    event(world.hill, status="planned", ends_in=timedelta(seconds=-1))
    assert find_stale_communities(towns, H1) == towns
    recompute_stale_figures()
    refreshed(world.hill, timedelta(seconds=10))
    assert find_stale_communities(towns, H1) == [world.hill]
    refreshed(world.hill, timedelta(hours=24))
    refreshed(world.dale, timedelta(hours=24))
    with within(world.dale):
        freeze_figures(world.dale, H1)
    assert find_stale_communities(towns, H1) == [world.hill]
