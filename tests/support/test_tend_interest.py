"""Inquiries are deleted after thirty days, by a moved clock."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from communities.actions.retention import keep_no_longer
from communities.models import Community
from support.actions.public import submit_interest
from support.models import Interest
from tests.base import World, within
from tests.human_check import make_sender
from tests.support.public_base import interests

# Expired rows are deleted by the daily task.
FIRST = dt.datetime(2026, 3, 1, 20, tzinfo=dt.UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch):
    def move(**ahead: int) -> None:
        now = FIRST + dt.timedelta(**ahead)
        monkeypatch.setattr(timezone, "now", lambda: now)

    move()
    return move


def write(community: Community, name: str = "Rosa Diaz") -> None:
    with within(community):
        submit_interest(
            name=name,
            reach="rosa@example.net",
            message="",
            sender=make_sender(),
            client_id=uuid.uuid4(),
            day=timezone.now().date(),
        )


def tend() -> int:
    deleted = keep_no_longer(now=timezone.now())
    return sum(deletion.outcome.gone for deletion in deleted if deletion.rule.code == "interest")


def names(community: Community) -> list[str]:
    return [interest.name for interest in interests(community)]


def test_it_deletes_after_thirty_days_in_every_community(world: World, clock):
    write(world.hill)
    write(world.moor)
    clock(days=29)
    write(world.hill, "Later")
    assert tend() == 0
    assert (names(world.hill), names(world.moor)) == (["Rosa Diaz", "Later"], ["Rosa Diaz"])
    clock(days=30)
    assert tend() == 2
    assert (names(world.hill), names(world.moor)) == (["Later"], [])
    assert tend() == 0


@pytest.mark.thorough
def test_it_continues_with_the_others_when_one_community_fails(
    world: World, clock, monkeypatch: pytest.MonkeyPatch
):
    write(world.hill)
    write(world.dale)
    clock(days=31)
    delete = Interest.objects.filter
    failed: list[bool] = []

    def fail_once(*args: object, **kwargs: object):
        if not failed:
            failed.append(True)
            raise RuntimeError
        return delete(*args, **kwargs)

    monkeypatch.setattr(Interest.objects, "filter", fail_once)
    tend()
    monkeypatch.undo()
    assert sorted([names(world.hill), names(world.dale)]) == [[], ["Rosa Diaz"]]
