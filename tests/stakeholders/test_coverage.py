import datetime as dt

import pytest
from django.utils import timezone

from stakeholders.models import Evidence, Sector, Strategy, StrategyStep
from stakeholders.views.focus import Reach, get_reach_by_sector
from tests.base import World, within
from tests.stakeholders.base import add

DAY = dt.date(2026, 6, 30)


def reach(world: World) -> Reach:
    with within(world.hill):
        return get_reach_by_sector(DAY)[Sector.SCHOOLS]


def test_it_counts_ties_of_what_is_kept(world: World):
    add(world.hill, tie="existing")
    add(world.hill, tie="new")
    add(world.hill, tie="new")
    add(world.hill, tie="new", deleted_at=timezone.now())
    add(world.hill, sector="media")
    add(world.dale)
    result = reach(world)
    assert (result, result.total) == (Reach(existing=1, new=2, working=0), 3)


def test_it_names_all_eight_sectors(world: World):
    with within(world.hill):
        assert get_reach_by_sector(DAY) == dict.fromkeys(Sector.values, Reach(0, 0, 0))


@pytest.mark.parametrize(
    ("rung", "shown", "ended", "working"),
    [
        ("verified", DAY, None, 1),
        ("implementing", dt.date(2025, 6, 30), None, 1),
        ("implementing", dt.date(2025, 6, 29), None, 0),
        ("implementing", dt.date(2026, 7, 1), None, 0),
        ("implementing", None, None, 0),
        ("planned", DAY, None, 0),
        ("verified", DAY, DAY, 0),
    ],
)
def test_it_counts_organizations_with_a_strategy_in_practice(world: World, rung, shown, ended, working):
    school = add(world.hill)
    with within(world.hill):
        # Two strategies of one organization count it once.
        for _ in range(2):
            strategy = Strategy.objects.create(
                organization=school, title="x", purpose="mitigate", ended_on=ended
            )
            day = dt.date(2025, 1, 1)
            StrategyStep.objects.create(strategy=strategy, rung=rung, on=day, by=world["hill-leader"])
            if shown:
                Evidence.objects.create(strategy=strategy, kind="link", on=shown, what="x")
    assert reach(world).working == working
