"""Trainings offered by an office: registration and waiting list, for communities and office."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from communities.models import Membership
from events.actions import trainings as actions
from events.models import OfficeTraining, TrainingAttendance, TrainingLine, TrainingSignUp
from events.trainings import get_card
from tests.base import COMMITTED, World, sign_in, within
from tests.events.training_records import HILL, OFFICE, line, offered, recorded, signed_up
from tests.row_sets import stored_world


def test_it_registers_a_leader_and_says_who_sees_the_name(signed_in, world: World):
    training = offered(world)
    client = signed_in("hill-leader")
    page = client.get(f"{HILL}{training.pk}/").content.decode()
    assert "If you sign up, Oasis USA sees your name, your community and your role." in page
    for _ in range(2):
        response = client.post(f"{HILL}{training.pk}/join/", follow=True)
    assert "Place confirmed" in response.content.decode()
    assert line(world, training) == [1]
    names = sign_in(Client(), world["usa-staff"]).get(f"{OFFICE}{training.pk}/").content.decode()
    assert "hill-leader" in names
    # Neither the other community nor another office sees the person.
    neighbor = sign_in(Client(), world["dale-coordinator"]).get(f"/c/dale/team/trainings/{training.pk}/")
    assert "hill-leader" not in neighbor.content.decode()
    assert "1 of 20 taken" in neighbor.content.decode()
    assert sign_in(Client(), world["uk-staff"]).get(f"/office/uk/trainings/{training.pk}/").status_code == 404


def test_it_keeps_a_waiting_list_over_communities_in_the_order_of_coming(signed_in, world: World):
    training = offered(world, places=1)
    first, _second, _third = signed_up(world, training, "dale-leader", "hill-leader", "dale-coordinator")
    client = signed_in("hill-leader")
    assert "Waiting, number 1" in client.get(HILL).content.decode()
    with within(world.dale):
        actions.withdraw_sign_up(sign_up=first, by=world["dale-leader"])
    page = client.get(HILL).content.decode()
    assert "Place confirmed" in page
    assert "full, with a waiting list" in page
    with within(world.usa):
        card = get_card(training)
        assert [(guest.person.name, guest.waits) for guest in card.guests] == [
            ("hill-leader", 0),
            ("dale-coordinator", 1),
        ]
        assert (card.taken, card.free, card.waiting) == (1, 0, 1)


def test_it_lets_nobody_of_another_community_be_withdrawn_or_read(world: World):
    training = offered(world)
    [sign_up] = signed_up(world, training, "hill-leader")
    with within(world.dale):
        assert not TrainingSignUp.objects.exists()
        # They share only the waiting list, which has no names.
        assert TrainingLine.objects.get(training=training).numbers == [1]
        assert OfficeTraining.objects.filter(pk=training.pk).update(places=1) == 0
        assert TrainingLine.objects.filter(training=training).delete()[0] == 0
    withdraw = f"sign-ups/{sign_up.pk}/withdraw/"
    dale = sign_in(Client(), world["dale-coordinator"])
    assert dale.post(f"/c/dale/team/trainings/{training.pk}/{withdraw}").status_code == 404
    member = sign_in(Client(), world["hill-member"])
    assert member.post(f"{HILL}{training.pk}/{withdraw}").status_code == 403
    assert member.post(f"{HILL}{training.pk}/join/").status_code == 403
    coordinator = sign_in(Client(), world["hill-coordinator"])
    assert coordinator.post(f"{HILL}{training.pk}/{withdraw}").status_code == 302
    assert line(world, training) == []
    office = sign_in(Client(), world["usa-staff"]).get(f"{OFFICE}{training.pk}/").content.decode()
    assert "hill-leader" not in office


def test_a_coordinator_signs_up_others_who_agreed(signed_in, world: World):
    training = offered(world)
    client = signed_in("hill-coordinator")
    url = f"{HILL}{training.pk}/team/"
    member = Membership.objects.get(user=world["hill-member"]).pk
    foreign = Membership.objects.get(user=world["dale-member"]).pk
    for sent, at in (
        ({"people": [member]}, "agreed"),
        ({"agreed": "on"}, "people"),
        ({"people": [foreign], "agreed": "on"}, "people"),
        ({"people": ["x\0", "9" * 30], "agreed": "on"}, "people"),
    ):
        response = client.post(url, sent)
        assert (response.status_code, set(response.context["form"].errors)) == (422, {at})
    assert line(world, training) == []
    assert "They know that Oasis USA will see their name." in client.get(url).content.decode()
    assert client.post(url, {"people": [member], "agreed": "on"}).status_code == 302
    with within(world.hill):
        training_sign_up = TrainingSignUp.objects.get()
        assert (training_sign_up.membership_id, training_sign_up.signed_up_by) == (
            member,
            world["hill-coordinator"],
        )
    assert signed_in("hill-leader").get(url).status_code == 403
    assert signed_in("stranger").get(url).status_code == 404


def test_it_is_offered_only_to_the_chosen_communities(signed_in, world: World):
    training = offered(world, title="For Dale", chosen=[world.dale])
    assert "For Dale" not in signed_in("hill-leader").get(HILL).content.decode()
    assert signed_in("hill-leader").post(f"{HILL}{training.pk}/join/").status_code == 404
    assert "For Dale" in signed_in("dale-leader").get("/c/dale/team/trainings/").content.decode()
    assert "For Dale" not in signed_in("moor-leader").get("/c/moor/team/trainings/").content.decode()


def test_nobody_signs_up_for_what_is_over_or_cancelled(signed_in, world: World):
    cancelled, held_training = offered(world), offered(world, days=-3)
    [sign_up] = signed_up(world, held_training, "hill-coordinator")
    with within(world.usa):
        actions.cancel_training(training=cancelled, reason="The room is shut.", by=world["usa-staff"])
    recorded(world, held_training, sign_up)
    client = signed_in("hill-leader")
    assert "The room is shut." in client.get(f"{HILL}{cancelled.pk}/").content.decode()
    for training in (cancelled, held_training):
        page = client.post(f"{HILL}{training.pk}/join/", follow=True).content.decode()
        assert "This training was already held or canceled." in page
    with within(world.hill):
        assert TrainingSignUp.objects.count() == 1
        with pytest.raises(ValidationError, match="already held or canceled"):
            actions.withdraw_sign_up(sign_up=sign_up, by=world["hill-coordinator"])


def test_only_the_office_says_who_was_there(world: World):
    training = offered(world, days=-3)
    [sign_up] = signed_up(world, training, "hill-leader")
    recorded(world, training, sign_up)
    with within(world.hill):
        assert TrainingAttendance.objects.get().was_there
        assert TrainingAttendance.objects.update(was_there=False) == 0
        assert TrainingAttendance.objects.all().delete()[0] == 0
    with within(world.dale):
        assert not TrainingAttendance.objects.exists()


@COMMITTED
def test_it_gives_the_last_place_to_one_when_all_come_at_once():
    world = stored_world()
    training = offered(world, places=1)
    names = [f"{town}-{role}" for town in ("hill", "dale") for role in ("leader", "coordinator", "member")]

    def come(name: str) -> int:
        try:
            return signed_up(world, training, name)[0].number
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        numbers = sorted(pool.map(come, names))
    assert numbers == line(world, training) == [1, 2, 3, 4, 5, 6]
    with within(world.usa):
        card = get_card(training)
        assert [guest.waits for guest in card.guests] == [0, 1, 2, 3, 4, 5]
        assert (card.taken, card.free) == (1, 0)
