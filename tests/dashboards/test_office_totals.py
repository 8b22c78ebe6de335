"""An office's targets and professionals are summed once, and again when figures change."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from communities import actions
from communities.models import Measure, Owner, Target
from evaluation.rollups.recompute import recompute_stale_figures
from events.models import EventKind
from tests.base import COMMITTED, World, sign_in, within
from tests.evaluation.rounds_world import add_event, fill_town, make_round
from tests.row_sets import stored_world
from tfc.periods import HalfYear

pytestmark = COMMITTED
NOW = HalfYear.from_day(timezone.localdate())


def set_target(world: World, measure: str, code: str) -> Target:
    values = {
        "direction": "up", "baseline_value": 0, "baseline_on": HalfYear(2026, 1).first_day, "baseline_receipt": {},
        "goal_value": 10, "due_on": NOW.next().last_day, "note": "",
    }  # fmt: skip
    with within(world.usa):
        return actions.set_target(
            office=world.usa, owner=Owner.OFFICE, community=None, measure=Measure(measure), code=code,
            values=values, by=world["usa-staff"],
        )  # fmt: skip


def get_main(client: Client, path: str) -> str:
    page = client.get(f"/office/usa/{path}").content.decode()
    return page.partition("<main")[2].partition("</main")[0]


def test_pages_add_up_once_and_follow_what_changes(monkeypatch: pytest.MonkeyPatch):
    world = stored_world()
    make_round(world.usa)
    fill_town(world, world.hill)
    for measure, code in (("events", "awareness"), ("people", "police"), ("part", "resources_identified")):
        set_target(world, measure, code)
    recompute_stale_figures()
    client = sign_in(Client(), world["usa-staff"])
    before = get_main(client, "targets/"), get_main(client, "professionals/")
    with monkeypatch.context() as patch:
        for name in ("targets._points", "professionals._cells"):
            patch.setattr(f"evaluation.{name}", lambda *_: pytest.fail("added up again"))
        assert (get_main(client, "targets/"), get_main(client, "professionals/")) == before
    with within(world.hill):
        add_event(
            world.hill, datetime(2026, 3, 3, 20, tzinfo=UTC), EventKind.AWARENESS, by=world["hill-leader"]
        )
    recompute_stale_figures()
    assert get_main(client, "targets/") != before[0]
    # A new target is not in the stored sum.
    set_target(world, "events", "education")
    assert "Education" in get_main(client, "targets/")
