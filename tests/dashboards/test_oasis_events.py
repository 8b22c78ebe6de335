"""A target that counts exactly the events that Oasis held or sponsored."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pytest

from communities.models import Community
from evaluation.measures.plans import Standing
from evaluation.models import EventRollup
from evaluation.target_points import Point, build_oasis_points
from events.models import OfficeEvent
from tests.base import World, within
from tests.dashboards.test_targets import H1, H2, OFFICE, TOWN, followed, set_by, verdict
from tfc.periods import HalfYear

pytestmark = pytest.mark.django_db
JOINT = UUID(int=9)


def record(world: World, day: date, **more: object) -> OfficeEvent:
    with within(world.usa):
        values = {"kind": "awareness", "role": "held", "title": "x", "on": day} | more
        return OfficeEvent.objects.create(**values)


def roll_up(town: Community, half_year: HalfYear, sponsored: int, joint: Sequence[UUID] = ()) -> None:
    """``sponsored``: events marked as sponsored, among them the ``joint`` ones."""
    with within(town):
        EventRollup.objects.create(
            office_id=town.office_id, half_year=str(half_year), kind="awareness", held=9, hosted=9, facilitated=0,
            co_hosted=0, attended=0, sponsored=sponsored, joint_keys=joint, joint_sponsored=joint,
        )  # fmt: skip


def test_it_counts_own_and_sponsored_events_once(world: World, signed_in):
    target = set_by(world, world.usa, "oasis_events", goal_value=10)
    assert verdict(world.usa, target).standing == Standing.UNKNOWN
    record(world, date(2025, 2, 1), role="sponsored")
    record(world, date(2025, 9, 1))
    record(world, date(2024, 9, 1))
    record(world, date(2025, 3, 1), recorded_by=world.hill)
    roll_up(world.hill, H1, 2, [JOINT])
    roll_up(world.dale, H1, 1, [JOINT])
    result = followed(world.usa, target)
    assert [(point.lower, point.upper) for point in result.points] == [(3, 3), (4, 4)]
    assert verdict(world.usa, target).standing == Standing.MISSED
    page = signed_in("usa-staff").get(f"{OFFICE}{target.thread}/").content.decode()
    assert "Events held or sponsored by Oasis: at least 10" in page
    assert "4 of 10" in page


def test_a_change_of_an_own_event_is_counted_at_once(world: World):
    target = set_by(world, world.usa, "oasis_events", goal_value=10)
    event = record(world, date(2025, 2, 1))
    assert followed(world.usa, target).points[-1].lower == 1
    with within(world.usa):
        OfficeEvent.objects.filter(pk=event.pk).update(
            deleted_at=event.created_at, updated_at=event.created_at
        )
    assert followed(world.usa, target).points[-1].lower is None


def test_a_past_event_without_outcome_widens_the_range():
    points = build_oasis_points(2, [H1, H2], {"2025-H2": 3}, [0, 4], date(2025, 12, 1))
    assert points == [
        Point(H1.last_day, H1, reason="nothing_recorded"),
        Point(date(2025, 12, 1), H2, lower=5, upper=9),
    ]


def test_only_an_office_sets_it_and_only_for_all(world: World, signed_in):
    assert "oasis_events" in signed_in("usa-staff").get(OFFICE + "new/").content.decode()
    assert "oasis_events" not in signed_in("hill-coordinator").get(TOWN + "new/").content.decode()
    form = {
        "subject": "oasis_events:", "community": world.hill.pk, "direction": "up", "goal_value": "10",
        "begins": "2026-H1", "ends": "2027-H1",
    }  # fmt: skip
    response = signed_in("usa-staff").post(OFFICE + "new/", form)
    assert "Leave this empty: this is counted for the whole office." in response.content.decode()
