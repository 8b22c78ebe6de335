"""Notifications of the directory: expiring confirmations, replies, and volunteers."""

import uuid

import pytest
from django.utils import timezone

from communities.models import Role
from communities.notices import DueNotice
from support.actions.confirming import settle_reply
from support.actions.public import submit_interest
from support.models import Interest, Service, ServiceConfirmation
from support.notices import due as due_now
from tests.base import World, within
from tests.human_check import make_sender
from tests.support.public_base import public_event, publish
from tests.support.services_base import days_ago, make, today


def dues(world: World) -> list[DueNotice]:
    with within(world.hill, coordinator=True):
        return due_now(world.hill, timezone.now())


@pytest.mark.parametrize(
    ("days", "due"), [(None, False), (0, False), (153, False), (154, True), (184, True), (400, True)]
)
def test_it_is_due_thirty_days_before_the_word_lapses(world: World, days: int | None, due: bool):
    day = days_ago(world.hill, days) if days is not None else None
    service = make(world.hill, confirmed_on=day)
    make(world.dale, confirmed_on=days_ago(world.dale, 160))
    make(world.hill, confirmed_on=days_ago(world.hill, 160), deleted_at=timezone.now())
    assert [reminder.key for reminder in dues(world)] == ([f"{service.pk}-{day}"] if due else [])


def test_it_is_due_again_after_a_newer_confirmation_expired(world: World):
    make(world.hill, confirmed_on=days_ago(world.hill, 300))
    [first] = dues(world)
    with within(world.hill):
        Service.objects.update(confirmed_on=days_ago(world.hill, 160))
    [second] = dues(world)
    assert (first.kind, first.least) == (second.kind, Role.LEADER)
    assert first.key != second.key


def test_a_reply_is_due_until_it_is_settled(world: World):
    service = make(world.hill)
    with within(world.hill):
        reply = ServiceConfirmation.objects.create(
            service=service, way="link", reply="changed", changes="New phone", replied_on=today(world.hill)
        )
    [due] = dues(world)
    assert (due.kind.code, due.key, due.path) == ("provider_replied", str(reply.pk), "/c/hill/services/")
    with within(world.hill):
        settle_reply(confirmation=reply, outcome="nothing", by=world["hill-leader"])
    assert dues(world) == []


def test_interest_is_due_for_coordinators_until_it_is_deleted(world: World):
    with within(world.hill):
        submit_interest(
            name="Rosa",
            reach="rosa@example.net",
            message="",
            sender=make_sender(),
            client_id=uuid.uuid4(),
            day=today(world.hill),
        )
    [due] = dues(world)
    assert (due.kind.code, due.path, due.least) == (
        "interest_waits",
        "/c/hill/volunteer-inquiries/",
        Role.COORDINATOR,
    )
    with within(world.hill, coordinator=True):
        Interest.objects.all().delete()
    assert dues(world) == []


def test_a_public_event_is_due_for_coordinators_until_the_page_is_published(world: World):
    event = public_event(world)
    [due] = dues(world)
    assert (due.kind.code, due.key, due.path, due.least) == (
        "public_page_waits",
        str(event.pk),
        "/c/hill/public-page/",
        Role.COORDINATOR,
    )
    publish(world.hill, world["hill-coordinator"])
    assert dues(world) == []


def test_an_event_says_that_its_public_page_is_not_published_yet(world: World, signed_in):
    event = public_event(world)
    client = signed_in("hill-leader")
    waiting = "Not yet: your page is not published. Coordinators are notified."
    assert waiting in client.get(f"/c/hill/events/{event.pk}/").content.decode()
    publish(world.hill, world["hill-coordinator"])
    assert waiting not in client.get(f"/c/hill/events/{event.pk}/").content.decode()
