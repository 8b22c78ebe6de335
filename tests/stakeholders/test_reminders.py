"""The reminder at eleven months: once, to those who can act, in their language, with no details."""

import threading

import pytest
from django.core import mail
from django.db import connection

from stakeholders.actions.reminders import remind_team
from stakeholders.models import StrategyReminder
from stakeholders.strategies import strategies_to_confirm
from stakeholders.tasks import remind_of_strategies
from tests.base import COMMITTED, World, make_world, within
from tests.stakeholders.strategy_base import count, make, show, today

OLD = 350


def to_confirm(world: World) -> list[int]:
    with within(world.hill):
        return [one.strategy.pk for one in strategies_to_confirm(today(world.hill))]


@pytest.mark.parametrize(
    ("rung", "evidence", "due"),
    [
        ("implementing", OLD, True),
        ("verified", OLD, True),
        ("verified", 500, True),
        ("implementing", None, True),
        ("implementing", 300, False),
        ("planned", OLD, False),
        ("pledged", None, False),
    ],
)
def test_it_finds_what_needs_fresh_evidence(world: World, rung, evidence, due):
    strategy = make(world, rung, evidence=evidence)
    assert to_confirm(world) == ([strategy.pk] if due else [])


def test_it_leaves_out_what_ended_and_what_is_in_the_bin(world: World):
    make(world, "implementing", evidence=OLD, ended_on=today(world.hill))
    strategy = make(world, "implementing", evidence=OLD)
    with within(world.hill):
        type(strategy).objects.filter(pk=strategy.pk).update(deleted_at="2026-01-01T00:00Z")
    assert to_confirm(world) == []


def test_it_takes_the_newest_evidence(world: World):
    strategy = make(world, "implementing", evidence=OLD)
    show(world, strategy, 10)
    assert to_confirm(world) == []


def test_it_writes_to_leaders_and_coordinators_without_details(
    world: World, django_capture_on_commit_callbacks
):
    make(world, "implementing", evidence=OLD)
    make(world, "verified", evidence=OLD)
    leader = world["hill-leader"]
    leader.language = "es"
    leader.save()
    with django_capture_on_commit_callbacks(execute=True), within(world.hill):
        assert remind_team(community=world.hill, day=today(world.hill)) == 2
    assert sorted(message.to for message in mail.outbox) == [
        [world["hill-coordinator"].email],
        [world["hill-leader"].email],
    ]
    for message in mail.outbox:
        assert "/c/hill/strategies/\n" in message.body
        text = f"{message.subject} {message.body}"
        assert "Hill High" not in text
        assert "Night bus" not in text


def test_it_reminds_once_and_again_after_newer_evidence_grew_old(world: World):
    strategy = make(world, "implementing", since=900, evidence=800)
    for expected in (1, 0):
        with within(world.hill):
            assert remind_team(community=world.hill, day=today(world.hill)) == expected
    show(world, strategy, OLD)
    with within(world.hill):
        assert remind_team(community=world.hill, day=today(world.hill)) == 1
    assert count(world.hill, StrategyReminder) == 2


def test_it_does_not_remind_of_what_never_had_evidence(world: World):
    make(world, "implementing")
    with within(world.hill):
        assert remind_team(community=world.hill, day=today(world.hill)) == 0


@COMMITTED
def test_it_serves_every_community_and_two_deliveries_write_one_letter():
    world = make_world()
    make(world, "implementing", evidence=OLD)
    make(world, "implementing", evidence=OLD, slug="moor")
    found: list[int] = []

    def deliver() -> None:
        try:
            found.append(remind_of_strategies())
        finally:
            connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(found) == 2
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        world[f"{slug}-{role}"].email for slug in ("hill", "moor") for role in ("leader", "coordinator")
    )


@COMMITTED
def test_it_goes_on_when_one_community_fails(caplog):
    world = make_world()
    make(world, "implementing", evidence=OLD)
    world.dale.time_zone = "Nowhere/Land"
    world.dale.save()
    assert remind_of_strategies() == 1
    assert f"reminders of community {world.dale.pk}" in caplog.text
