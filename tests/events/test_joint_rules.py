"""Joint events: access, form errors, and number of queries."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from communities.models import Pairing, Role
from events.actions.joint import accept_share, share_event
from events.models import Event, JointShare
from tests.base import World, add_member, make_community, within
from tests.events.base import everything, url
from tests.events.joint_records import answer, create_walk, get_events, shares_seen_by, tell


@pytest.fixture
def walk(world: World) -> Event:
    return create_walk(world)


@pytest.fixture
def share(world: World, walk: Event) -> JointShare:
    return tell(world, walk, world.dale)


def test_the_database_lets_each_write_only_its_own_word(world: World, share: JointShare):
    glen = make_community(world.usa, "glen")
    for town, rows in ((world.dale, 1), (glen, 0), (world.moor, 0)):
        with within(town), connection.cursor() as cursor:
            cursor.execute("SELECT title FROM events_jointshare WHERE community_id IS NOT NULL OR true")
            assert len(cursor.fetchall()) == rows
            cursor.execute("UPDATE events_jointshare SET title = 'x', community_id = tfc_community()")
            assert cursor.rowcount == 0
            cursor.execute("DELETE FROM events_jointshare")
            assert cursor.rowcount == 0
    values = {"joint_key": uuid4(), "declared_by": world["dale-leader"], "holds": False, "office": world.usa}

    def say(**wrong: Any) -> None:
        with transaction.atomic():
            JointShare.objects.create(**values | wrong)
            connection.check_constraints()

    for wrong in (
        {"community": world.hill, "other": world.dale},
        {"other": world.moor},
        {"other": world.hill, "title": "Whoever says no shows nothing"},
    ):
        with within(world.dale), pytest.raises(DatabaseError):
            say(**wrong)


WRONG = ["", "x", "\x00", "0", "9" * 30, "own", "abroad"]


def test_it_says_what_is_wrong_with_a_community(
    world: World, signed_in, walk: Event, subtests: pytest.Subtests
):
    before = everything(world)
    for wrong in WRONG:
        with subtests.test(wrong=wrong):
            value = {"own": world.hill.pk, "abroad": world.moor.pk}.get(wrong, wrong)
            response = signed_in("hill-leader").post(url(f"{walk.pk}/joint/"), {"other": value})
            assert (response.status_code, list(response.context["form"].errors)) == (422, ["other"])
            expected = {"\x00": "Null characters", "": "Choose one."}.get(wrong, "community")
            assert expected in response.context["form"].errors["other"][0]
            assert everything(world) == before
            assert shares_seen_by(world.hill) == []


def test_it_says_what_is_wrong_with_an_answer(world: World, signed_in, share: JointShare):
    before = everything(world)
    client = signed_in("dale-leader")
    for value in ("", "x", "\x00", "9" * 30, share.event_id):
        response = client.post(answer(share), {"event": value})
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["event"])
    assert client.post(answer(share), {"event": "new", "client_id": "x"}).status_code == 422
    assert everything(world) == before


def test_it_does_not_tie_one_event_to_two(world: World, signed_in, walk: Event, share: JointShare):
    glen = make_community(world.usa, "glen")
    leader = add_member(glen, "glen-leader", Role.LEADER)
    with within(world.dale):
        ours = accept_share(community=world.dale, share=share, event=None, by=world["dale-leader"])
    with within(glen):
        event = Event.objects.create(
            kind="awareness", starts_at=walk.starts_at, ends_at=walk.ends_at, time_zone="UTC"
        )
        other = share_event(community=glen, event=event, other=world.dale, by=leader)
    response = signed_in("dale-leader").post(answer(other), {"event": ours.pk})
    assert response.status_code == 422
    assert response.context["form"].errors["event"] == ["This is already a joint event."]
    assert [event.joint_key for event in get_events(world.dale)] == [share.joint_key]


def test_it_names_a_paired_community_first(world: World, signed_in, walk: Event):
    make_community(world.usa, "abbey")
    with within(world.usa):
        Pairing.objects.create(
            newcomer=world.hill,
            mentor=world.dale,
            since=dt.date(2026, 1, 1),
            reason="x",
            by=world["usa-staff"],
        )
    page = signed_in("hill-leader").get(url(f"{walk.pk}/joint/")).content.decode()
    assert page.index("Dale (paired with you)") < page.index("Abbey")
    assert "Moor" not in page
