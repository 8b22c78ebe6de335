"""Marks, roll-ups and totals, through the figures' login as in a worker."""

from datetime import UTC, date, datetime
from uuid import uuid4

from communities.models import Community
from evaluation.figure_queries.sums import sums_of
from evaluation.models import (
    Round,
    StaleMark,
)
from evaluation.rollups.drain import drain
from evaluation.rollups.grid import activity_grid, activity_grid_from_records
from evaluation.rollups.totals import totals_of
from events.models import Event
from tests.base import COMMITTED, World, make_world, within
from tests.evaluation.figures.records import H1, stakeholder_meetings

pytestmark = COMMITTED
FIGURES = "figures"


def open_round(world: World) -> None:
    with within(world.usa):
        Round.objects.create(half_year=str(H1), due_on=date(2026, 7, 31), opened_at="2026-06-15T00:00Z")


def event(town: Community, **fields: object) -> Event:
    noon = datetime(2026, 3, 3, 20, tzinfo=UTC)
    return Event.objects.create(
        community=town,
        **{"kind": "awareness", "status": "held", "starts_at": noon, "ends_at": noon, **fields},
        time_zone=town.time_zone,
    )


def test_it_follows_the_records_in_figures_roll_ups_and_totals():
    world = make_world()
    open_round(world)
    # Who is in the team, and the round itself, left marks as well.
    assert drain() == 3
    key = uuid4()
    with within(world.hill):
        event(world.hill, joint_key=key, sponsored_by_oasis=True)
        event(world.hill, hosting="facilitated")
        # In the town itself this is the last evening of the half-year.
        night = datetime(2026, 7, 1, 5, tzinfo=UTC)
        event(world.hill, kind="education", starts_at=night, ends_at=night)
    with within(world.dale):
        event(world.dale, joint_key=key, hosting="co_hosted")
    stakeholder_meetings(world.dale, 2)
    assert drain() == 2
    assert not StaleMark.objects.using(FIGURES).exists()
    with within(world.usa):
        grid = activity_grid(world.usa.pk)
        assert grid == activity_grid_from_records(world.usa.pk)
        done = grid[str(H1), "awareness"]
        assert (done.held, done.joint, done.communities, done.facilitated, done.sponsored) == (2, 1, 2, 1, 1)
        assert grid[str(H1), "education"].held == 1
        sums = sums_of(world.usa.pk, H1, None, {})
        totals = totals_of(world.usa.pk, H1)
        assert {code: totals[code].pooled for code in sums} == sums
        assert sums["stakeholder_meetings"].measured.numerator == 2
        assert sum(totals["engagement_events"].ratings.values()) == 2
        assert sums["engagement_events"].measured.numerator == 3
        assert totals["participation_and_inclusion"].ratings
    assert drain() == 0
