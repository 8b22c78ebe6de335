"""Notifications about trainings with a moved clock: only to the registered person, until the training's day is over."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.models import Membership, User
from communities.tasks import remind_all
from events.actions import trainings as actions
from events.models import OfficeTraining
from tests.base import World, within
from tests.communities.notice_base import DAY, QUARTER, notices, remind_each
from tests.events.training_records import HILL, offered, signed_up


@pytest.fixture
def noon() -> dt.datetime:
    """Today at noon in Los Angeles."""
    return timezone.now().replace(hour=20, minute=0)


def cancelled(world: World, training: OfficeTraining) -> None:
    with within(world.usa):
        actions.cancel_training(training=training, reason="Secret reason", by=world["usa-staff"])


def more_places(world: World, training: OfficeTraining, places: int) -> None:
    with within(world.usa):
        OfficeTraining.objects.filter(pk=training.pk).update(places=places)


def get_notices(world: World, user: User) -> list[tuple[str, str]]:
    return [(notice.kind, notice.path) for notice in notices(world.hill, user, resolved_at=None)]


def test_it_notifies_participants_of_a_cancellation_until_its_day_is_over(
    world: World, noon: dt.datetime, django_capture_on_commit_callbacks
):
    training = offered(world, places=1, title="Secret title")
    member = Membership.objects.get(user=world["hill-member"])
    with within(world.hill):
        actions.sign_up_team(
            community=world.hill, training=training, people=[member], by=world["hill-coordinator"]
        )
    # A person on the waiting list is notified too; one who withdrew is not.
    _waits, gone = signed_up(world, training, "dale-leader", "hill-leader")
    with within(world.hill):
        actions.withdraw_sign_up(sign_up=gone, by=world["hill-leader"])
    assert remind_each(noon, dt.timedelta()) == [0]
    cancelled(world, training)
    with django_capture_on_commit_callbacks(execute=True):
        assert remind_each(noon, DAY, DAY + QUARTER, 2 * DAY) == [2, 0, 0]
    assert get_notices(world, world["hill-member"]) == [("training_cancelled", f"{HILL}{training.pk}/")]
    assert [notice.user for notice in notices(world.hill)] == [world["hill-member"]]
    assert [notice.user for notice in notices(world.dale)] == [world["dale-leader"]]
    texts = [f"{message.subject} {message.body}" for message in mail.outbox]
    assert len(texts) == 2
    assert all("A training you signed up for was canceled" in text and "Secret" not in text for text in texts)
    # It would have ended at noon; its day lasts until midnight there.
    end = training.ends_at
    remind_all(now=end + dt.timedelta(hours=11, minutes=45))
    assert len(get_notices(world, world["hill-member"])) == 1
    remind_all(now=end + dt.timedelta(hours=12, minutes=15))
    assert get_notices(world, world["hill-member"]) == []


@pytest.mark.thorough
def test_it_notifies_a_person_who_moves_up_from_the_waiting_list(world: World, noon: dt.datetime):
    training = offered(world, places=1)
    first, *_rest = signed_up(world, training, "dale-leader", "hill-leader", "hill-coordinator")
    assert remind_each(noon, dt.timedelta()) == [0]
    with within(world.dale):
        actions.withdraw_sign_up(sign_up=first, by=world["dale-leader"])
    assert remind_each(noon, DAY, DAY + QUARTER) == [1, 0]
    row = ("training_place", f"{HILL}{training.pk}/")
    assert (get_notices(world, world["hill-leader"]), get_notices(world, world["hill-coordinator"])) == (
        [row],
        [],
    )
    # More places let people move up too; nobody is notified twice.
    more_places(world, training, 5)
    assert remind_each(noon, 2 * DAY) == [1]
    assert get_notices(world, world["hill-coordinator"]) == [row]
    cancelled(world, training)
    assert remind_each(noon, 3 * DAY) == [2]
    assert [kind for kind, _path in get_notices(world, world["hill-leader"])] == ["training_cancelled"]


def test_an_immediate_place_or_a_past_training_is_not_announced(world: World, noon: dt.datetime):
    training = offered(world, places=1)
    [first] = signed_up(world, training, "hill-coordinator")
    with within(world.hill):
        actions.withdraw_sign_up(sign_up=first, by=world["hill-coordinator"])
    # The second registration for one place, without having been on the waiting list.
    signed_up(world, training, "hill-leader", "hill-coordinator")
    assert remind_each(noon, dt.timedelta(), DAY) == [0, 0]
    more_places(world, training, 2)
    assert remind_each(noon, 2 * DAY) == [1]
    assert len(get_notices(world, world["hill-coordinator"])) == 1
    assert remind_each(noon, 12 * DAY) == [0]
    assert get_notices(world, world["hill-coordinator"]) == []


@pytest.mark.thorough
def test_it_asks_the_database_as_often_for_many(world: World, noon: dt.datetime):
    def happened(training: OfficeTraining, *names: str) -> None:
        signed_up(world, training, *names)
        more_places(world, training, 20)

    cancelled_one = offered(world)
    signed_up(world, cancelled_one, "hill-member")
    cancelled(world, cancelled_one)
    happened(offered(world, places=1), "hill-leader", "hill-coordinator")
    with CaptureQueriesContext(connection) as few:
        assert remind_all(now=noon) == 2
    for days in (5, 6, 7):
        happened(offered(world, days=days, places=1), "hill-leader", "hill-member", "hill-coordinator")
    with CaptureQueriesContext(connection) as many:
        assert remind_all(now=noon + DAY) == 6
    assert len(many) == len(few)
