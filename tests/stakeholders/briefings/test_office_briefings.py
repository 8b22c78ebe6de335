"""An office sees when its communities briefed officials and what followed, never the findings."""

import datetime as dt
from typing import Any

import pytest

from stakeholders.actions import briefings as actions
from stakeholders.models import Briefing, BriefingShare, BriefingStatus
from tests.base import COMMITTED, World, within
from tests.row_sets import stored_world
from tests.stakeholders.briefings.base import DAY, NOON, draft, find
from tests.threads import at_once

PAGE = "/office/usa/briefings/"


@pytest.fixture
def briefing(world: World) -> Briefing:
    return draft(world.hill, find(world.hill), made_at=NOON, snapshot={"findings": [], "language": "en"})


def give(world: World, briefing: Briefing, **fields: Any) -> BriefingShare:
    with within(world.hill):
        values: dict[str, Any] = {"recipient": "The Mayor", "shared_on": DAY} | fields
        return actions.add_share(briefing=briefing, by=world["hill-leader"], **values)


def statuses(world: World) -> list[tuple[object, ...]]:
    with within(world.usa):
        return list(BriefingStatus.objects.values_list("audience", "shared_on", "answered_on", "followed_on"))


def test_it_shows_day_official_and_status_alone(world: World, signed_in, briefing: Briefing):
    share = give(world, briefing, answered_on=dt.date(2026, 4, 1), answer="We will act")
    page = signed_in("usa-staff").get(PAGE).content.decode()
    assert "A mayor or council" in page
    assert "answered on" in page
    for text in ("The Mayor", "We will act", "Fair wages", "Cleaners wait"):
        assert text not in page
    with within(world.usa):
        assert not BriefingShare.objects.filter(pk=share.pk).exists()
    assert "A mayor or council" not in signed_in("uk-staff").get("/office/uk/briefings/").content.decode()
    achievements = signed_in("usa-staff").get("/office/usa/achievements/?period=all").content.decode()
    assert "Briefings answered" in achievements


def test_it_follows_every_change(world: World, briefing: Briefing):
    share = give(world, briefing)
    assert statuses(world) == [("mayor", DAY, None, None)]
    by = world["hill-coordinator"]
    followed = {"followed_on": dt.date(2026, 5, 1), "outcome": "A new rule"}
    with within(world.hill):
        values = {"recipient": "The Mayor", "shared_on": DAY, "answered_on": DAY} | followed
        actions.edit_share(share=share, by=by, revision=share.revision, **values)
    assert statuses(world) == [("mayor", DAY, DAY, dt.date(2026, 5, 1))]
    for delete, restore, what in (
        (actions.delete_share, actions.restore_share, {"share": share}),
        (actions.delete_briefing, actions.restore_briefing, {"briefing": briefing}),
    ):
        with within(world.hill):
            delete(by=by, **what)
        assert statuses(world) == []
        with within(world.hill):
            restore(by=by, **what)
        assert len(statuses(world)) == 1


def test_an_office_does_not_write_it(world: World, briefing: Briefing):
    give(world, briefing)
    with within(world.usa):
        assert BriefingStatus.objects.update(answered_on=DAY) == 0


@COMMITTED
def test_several_requests_at_once_store_one_status():
    world = stored_world()
    briefing = draft(world.hill, find(world.hill), made_at=NOON, snapshot={"findings": [], "language": "en"})
    give(world, briefing)

    def store() -> None:
        with within(world.hill):
            actions.store_statuses(briefing)

    assert at_once(*[store] * 4) == [None] * 4
    assert len(statuses(world)) == 1
