"""Strategies that need fresh evidence, and the reminder at eleven months: once for each newest day of evidence."""

import pytest
from django.utils import timezone

from communities.models import Role
from communities.notices import DueNotice
from stakeholders.notices import due as due_now
from stakeholders.strategies import strategies_to_confirm
from tests.base import World, within
from tests.stakeholders.strategy_base import days_ago, make, show, today

OLD = 350


def to_confirm(world: World) -> list[int]:
    with within(world.hill):
        return [row.strategy.pk for row in strategies_to_confirm(today(world.hill))]


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


def test_it_leaves_out_what_ended_or_was_deleted(world: World):
    make(world, "implementing", evidence=OLD, ended_on=today(world.hill))
    strategy = make(world, "implementing", evidence=OLD)
    with within(world.hill):
        type(strategy).objects.filter(pk=strategy.pk).update(deleted_at="2026-01-01T00:00Z")
    assert to_confirm(world) == []


def test_it_takes_the_newest_evidence(world: World):
    strategy = make(world, "implementing", evidence=OLD)
    show(world, strategy, 10)
    assert to_confirm(world) == []


def dues(world: World) -> list[DueNotice]:
    with within(world.hill):
        return due_now(world.hill, timezone.now())


def test_it_is_due_for_leaders_once_for_each_newest_evidence(world: World):
    make(world, "implementing", slug="dale", evidence=OLD)
    make(world, "implementing")
    strategy = make(world, "implementing", since=900, evidence=800)
    [due] = dues(world)
    assert (due.kind.code, due.path, due.least) == ("evidence_lapses", "/c/hill/strategies/", Role.LEADER)
    assert due.key == f"{strategy.pk}-{days_ago(world.hill, 800)}"
    show(world, strategy, OLD)
    assert [other.key for other in dues(world)] == [f"{strategy.pk}-{days_ago(world.hill, OLD)}"]
    show(world, strategy, 10)
    assert dues(world) == []
