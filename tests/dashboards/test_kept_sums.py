"""Of an office with many communities, what its targets and its professionals come to is kept by a worker."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from communities import actions
from communities.models import Measure, Owner, Target
from evaluation.models import FigureTotal
from evaluation.professionals import add_up_professionals, of_office
from evaluation.rollups import stages
from evaluation.rollups.recompute import recompute_stale_figures
from evaluation.tasks import refresh_sums
from events.models import EventKind
from tests.base import COMMITTED, World, sign_in, within
from tests.evaluation.rounds_world import add_event, fill_town, make_round
from tests.kept import stored_world
from tfc.periods import HalfYear

pytestmark = COMMITTED
NOW = HalfYear.from_day(timezone.localdate())
AIMS = (
    ("events", ""),
    ("events", "team_meeting"),
    ("people", "police"),
    ("communities", ""),
    ("part", "resources_identified"),
)


def aim(world: World, measure: str, code: str) -> Target:
    values = {
        "direction": "up", "baseline_value": 0, "baseline_on": HalfYear(2026, 1).first_day, "baseline_receipt": {},
        "goal_value": 10, "due_on": NOW.next().last_day, "note": "",
    }  # fmt: skip
    with within(world.usa):
        return actions.set_target(
            office=world.usa, owner=Owner.OFFICE, community=None, measure=Measure(measure), code=code,
            values=values, by=world["usa-staff"],
        )  # fmt: skip


def shown(client: Client) -> str:
    page = client.get("/office/usa/targets/").content.decode()
    return page.partition("<main")[2].partition("</main")[0]


def kept(world: World) -> dict[str, dict]:
    with within(world.usa):
        return dict(FigureTotal.objects.filter(half_year="").values_list("code", "measured"))


def test_pages_read_what_a_worker_added_up(monkeypatch: pytest.MonkeyPatch):
    world = stored_world()
    make_round(world.usa)
    fill_town(world, world.hill)
    targets = [aim(world, *one) for one in AIMS]
    recompute_stale_figures()
    # Few communities are added up as they are asked for.
    assert refresh_sums() == 0
    with within(world.usa):
        people = add_up_professionals(world.usa)
    client = sign_in(Client(), world["usa-staff"])
    before = shown(client)
    assert "being added up" not in before
    monkeypatch.setattr(stages, "COUNTED", 1)
    stages.refresh_stages([world.usa.pk], using="figures")
    # Until a worker came, no page adds up.
    for path in ("targets/", f"targets/{targets[0].thread}/", "professionals/"):
        assert "This is being added up" in client.get(f"/office/usa/{path}").content.decode()
    assert refresh_sums() == len(AIMS) + 1
    assert refresh_sums() == 0
    with within(world.usa):
        monkeypatch.setattr("evaluation.targets._points", lambda *_more: pytest.fail("added up on a page"))
        monkeypatch.setattr(
            "evaluation.professionals.add_up_professionals", lambda *_more: pytest.fail("added up on a page")
        )
        read = of_office(world.usa)
        assert (read.half_years, read.single, read.running) == (
            people.half_years,
            people.single,
            people.running,
        )
    assert shown(client) == before
    page = client.get(f"/office/usa/targets/{targets[0].thread}/").content.decode()
    assert "Added up on" in page
    assert "Added up on" in client.get("/office/usa/professionals/").content.decode()
    monkeypatch.undo()


@pytest.mark.parametrize("hour", [4, 20])
def test_a_worker_adds_up_as_of_the_day_of_the_office(monkeypatch: pytest.MonkeyPatch, hour: int):
    """At 4:00 UTC it is still yesterday in California: a point of tomorrow would be shown to nobody."""
    moment = timezone.now().replace(hour=hour)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    world = stored_world()
    make_round(world.usa)
    fill_town(world, world.hill)
    targets = [aim(world, *one) for one in AIMS]
    recompute_stale_figures()
    client = sign_in(Client(), world["usa-staff"])
    before = shown(client)
    monkeypatch.setattr(stages, "COUNTED", 1)
    stages.refresh_stages([world.usa.pk], using="figures")
    assert refresh_sums() == len(AIMS) + 1
    assert shown(client) == before
    last_days = {kept(world)[f"target:{target.pk}"]["points"][-1][0] for target in targets}
    assert max(last_days) == str(moment.astimezone(world.usa.zone).date())


def test_they_follow_what_changes(monkeypatch: pytest.MonkeyPatch):
    world = stored_world()
    round_ = make_round(world.usa)
    target = aim(world, "events", "")
    monkeypatch.setattr(stages, "COUNTED", 1)
    recompute_stale_figures()
    assert refresh_sums() == 2
    assert refresh_sums() == 0
    with within(world.hill):
        add_event(
            world.hill, datetime(2026, 3, 3, 20, tzinfo=UTC), EventKind.AWARENESS, by=world["hill-leader"]
        )
    recompute_stale_figures()
    first = kept(world)
    assert refresh_sums() == 2
    assert kept(world)[f"target:{target.pk}"]["points"] != first[f"target:{target.pk}"]["points"]
    # A version that is not the newest any more is no sum that anybody reads.
    with within(world.usa):
        closed = actions.close_target(
            target=target, reason="Done", on=timezone.localdate(), by=world["usa-staff"]
        )
    assert refresh_sums() == 1
    assert kept(world).keys() == {"stages", "professionals", f"target:{closed.pk}"}
    # One that cannot be made keeps none of the others waiting.
    other = aim(world, "people", "")
    monkeypatch.setattr("evaluation.rollups.cumulative.follow_targets", lambda *_args, **_more: 1 / 0)
    refresh_sums()
    assert f"target:{other.pk}" not in kept(world)
    monkeypatch.setattr(stages, "COUNTED", 500)
    stages.refresh_stages([world.usa.pk], using="figures")
    refresh_sums()
    assert kept(world) == {}
    assert round_.opened_at
