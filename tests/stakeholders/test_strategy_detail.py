"""The page of a strategy: stages, evidence and its validity, the office's comment, and the next step."""

import pytest
from django.utils.formats import date_format

from events.actions.evidence import add_event_evidence
from events.models import Event
from stakeholders.actions.sharing import share_evidence, unshare_evidence
from stakeholders.models import Evidence, SpotCheck, StrategyStep
from stakeholders.strategy_status import lapses_on
from tests.base import World, within
from tests.events.base import log
from tests.stakeholders.strategy_base import attach, days_ago, make, show, url_for


def body(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("rung", "evidence", "next_url", "action"),
    [
        ("pledged", None, "level/", "Change the level"),
        ("planned", None, "level/", "Change the level"),
        ("implementing", None, "evidence/new/", "Add evidence"),
        ("implementing", 340, "evidence/new/", "Add evidence"),
        ("implementing", 400, "evidence/new/", "Add evidence"),
        ("implementing", 30, "level/", "Verify it"),
    ],
)
def test_it_offers_the_one_next_step(world: World, signed_in, rung, evidence, next_url, action):
    strategy = make(world, rung, evidence=evidence)
    response = signed_in("hill-coordinator").get(url_for(strategy))
    assert response.context["next"]["url"] == url_for(strategy, next_url)
    assert body(response).count("btn-lg") == 1
    assert action in body(response)


def test_it_has_nothing_to_do_where_all_is_fresh_and_for_members(world: World, signed_in):
    strategy = make(world, "verified", evidence=10)
    assert not signed_in("hill-coordinator").get(url_for(strategy)).context["next"]
    assert not signed_in("hill-member").get(url_for(make(world))).context["next"]


def test_it_says_on_which_day_the_evidence_lapses(world: World, signed_in):
    strategy = make(world, "implementing", evidence=30)
    day = date_format(lapses_on(days_ago(world.hill, 30)))
    page = body(signed_in("hill-member").get(url_for(strategy)))
    assert f"unconfirmed from {day} on" in page
    assert "In practice" in page


def test_it_shows_the_stages_with_dates_and_people(world: World, signed_in):
    strategy = make(world, "pledged", since=50)
    with within(world.hill):
        StrategyStep.objects.create(
            strategy=strategy, rung="planned", on=days_ago(world.hill, 9), by=world["hill-coordinator"]
        )
    response = signed_in("hill-member").get(url_for(strategy))
    assert [step["state"] for step in response.context["steps"]] == ["done", "current", "todo", "todo"]
    assert f"since {date_format(days_ago(world.hill, 9))}, by hill-coordinator" in body(response)


def test_it_does_not_call_done_what_nobody_recorded(world: World, signed_in):
    strategy = make(world, "implementing", since=9)
    steps = signed_in("hill-member").get(url_for(strategy)).context["steps"]
    assert [step["state"] for step in steps] == ["unknown", "unknown", "current", "todo"]
    assert [step["note"] for step in steps[:2]] == ["Not recorded"] * 2


def test_it_shows_the_newest_evidence_first_with_its_file_link_and_event(world: World, signed_in):
    strategy = make(world, "implementing")
    show(world, strategy, 20, what="Older")
    attach(world, show(world, strategy, 5, what="Newer", kind="file", link=""))
    with within(world.hill):
        event = log(world, days_ago(world.hill, 10), title="Night shift training")
        add_event_evidence(strategy=strategy, event=event, what="Between", by=world["hill-leader"])
    page = body(signed_in("hill-member").get(url_for(strategy)))
    assert page.index("Newer") < page.index("Between") < page.index("Older")
    assert "report.pdf" in page
    assert 'href="https://bus.example"' in page
    assert f"/c/hill/events/{event.pk}/" in page


def test_it_says_when_the_event_behind_it_is_gone(world: World, signed_in):
    strategy = make(world, "implementing")
    with within(world.hill):
        event = log(world, days_ago(world.hill, 10))
        add_event_evidence(strategy=strategy, event=event, what="Training", by=world["hill-leader"])
        Event.objects.update(deleted_at="2026-01-01T00:00Z")
    assert "The event was deleted or not held" in body(signed_in("hill-member").get(url_for(strategy)))


def test_it_shows_the_offices_view_even_after_withdrawal(world: World, signed_in):
    strategy = make(world, "implementing", evidence=5)
    with within(world.hill):
        evidence = Evidence.objects.get()
        shared = share_evidence(evidence=evidence, by=world["hill-coordinator"])
    with within(world.usa):
        SpotCheck.objects.create(
            community=world.hill,
            office=world.usa,
            shared=shared,
            verdict="doubted",
            note="The link is dead.",
            by=world["usa-staff"],
        )
    page = body(signed_in("hill-member").get(url_for(strategy)))
    assert "Shown to Oasis USA" in page
    assert "It does not show it" in page
    assert "The link is dead." in page
    with within(world.hill):
        unshare_evidence(evidence=evidence, by=world["hill-coordinator"])
    page = body(signed_in("hill-member").get(url_for(strategy)))
    assert "Shown to Oasis USA" not in page
    assert "The link is dead." in page


@pytest.mark.parametrize(
    ("person", "path", "shown"),
    [
        ("hill-member", "edit/", False),
        ("hill-leader", "edit/", True),
        ("hill-leader", "evidence/{}/share/", False),
        ("hill-coordinator", "evidence/{}/share/", True),
    ],
)
def test_it_offers_each_role_what_it_may_do(world: World, signed_in, person, path, shown):
    strategy = make(world, "implementing")
    path = path.format(show(world, strategy).pk)
    assert (url_for(strategy, path) in body(signed_in(person).get(url_for(strategy)))) is shown


def test_it_is_not_there_once_it_was_deleted(world: World, signed_in):
    strategy = make(world, deleted_at="2026-01-01T00:00Z")
    assert signed_in("hill-coordinator").get(url_for(strategy)).status_code == 404
