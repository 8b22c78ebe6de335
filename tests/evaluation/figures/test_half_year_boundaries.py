"""A half-year runs from its first to its last midnight in the community's time zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from evaluation.figures import compute
from events.models import EventKind
from tests.base import World, make_community, within
from tests.evaluation.figures.records import event_at
from tfc.periods import HalfYear

ZONES = ["America/Los_Angeles", "America/Phoenix", "Pacific/Honolulu", "Asia/Kolkata", "Pacific/Apia"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("midnight", "before", "after"),
    [
        (datetime(2026, 1, 1), HalfYear(2025, 2), HalfYear(2026, 1)),  # noqa: DTZ001
        (datetime(2026, 7, 1), HalfYear(2026, 1), HalfYear(2026, 2)),  # noqa: DTZ001
    ],
    ids=["new-year", "mid-year"],
)
def test_a_second_decides_in_which_half_year_an_event_falls(
    world: World, zone: str, midnight: datetime, before: HalfYear, after: HalfYear
):
    town = make_community(world.usa, "town", zone)
    edge = midnight.replace(tzinfo=ZoneInfo(zone))
    with within(town):
        late_event = event_at(town, EventKind.CAMPAIGN, edge - timedelta(seconds=1))
        early = event_at(town, EventKind.CAMPAIGN, edge)
        results = {
            half_year: compute([town], half_year)[town.pk]["engagement_events"]
            for half_year in (before, after)
        }
    assert {half_year: result.measured.value for half_year, result in results.items()} == {
        before: 1,
        after: 1,
    }
    assert results[before].receipt["records"]["events.event"] == [[late_event.pk, 1]]
    assert results[after].receipt["records"]["events.event"] == [[early.pk, 1]]
