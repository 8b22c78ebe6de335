"""Thirty days by a moved clock, and e-mails that tell nothing."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.utils import timezone

from communities.models import Community
from support.actions.public import leave_interest
from support.models import Interest
from support.tasks import tend_interest
from tests.base import World, within
from tests.support.public_base import interests

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
        leave_interest(
            name=name, reach="rosa@example.net", words="", client_id=uuid.uuid4(), day=timezone.now().date()
        )


def names(community: Community) -> list[str]:
    return [one.name for one in interests(community)]


def test_it_deletes_after_thirty_days_in_every_town(world: World, clock):
    write(world.hill)
    write(world.moor)
    clock(days=29)
    write(world.hill, "Later")
    assert tend_interest() == 0
    assert (names(world.hill), names(world.moor)) == (["Rosa Diaz", "Later"], ["Rosa Diaz"])
    clock(days=30)
    assert tend_interest() == 2
    assert (names(world.hill), names(world.moor)) == (["Later"], [])
    assert tend_interest() == 0


def test_it_tells_coordinators_once_and_tells_them_nothing(
    world: World, clock, django_capture_on_commit_callbacks
):
    write(world.hill)
    write(world.hill, "Another")
    with django_capture_on_commit_callbacks(execute=True):
        tend_interest()
        tend_interest()
    [letter] = mail.outbox
    assert letter.to == [world["hill-coordinator"].email]
    assert "/c/hill/interested/" in letter.body
    for told in ("Rosa", "rosa@", "Another"):
        assert told not in f"{letter.subject} {letter.body}"


def test_it_tells_at_most_once_a_day(world: World, clock, django_capture_on_commit_callbacks):
    counts = []
    for hours in (0, 5, 23, 25, 26):
        clock(hours=hours)
        write(world.hill, f"After {hours}")
        with django_capture_on_commit_callbacks(execute=True):
            tend_interest()
        counts.append(len(mail.outbox))
    assert counts == [1, 1, 1, 2, 2]


def test_it_tells_nobody_when_nothing_is_new(world: World, clock, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tend_interest()
    assert mail.outbox == []


def test_it_goes_on_with_the_others_when_one_town_fails(world: World, clock, monkeypatch: pytest.MonkeyPatch):
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
    tend_interest()
    monkeypatch.undo()
    assert sorted([names(world.hill), names(world.dale)]) == [[], ["Rosa Diaz"]]
