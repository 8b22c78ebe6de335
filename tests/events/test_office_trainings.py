"""An office offers trainings, changes and cancels them, and records attendance."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from events.actions import trainings as actions
from events.models import EventStatus, OfficeTraining, TrainingAttendance
from tests.base import World, sign_in, within
from tests.events.training_records import HILL, OFFICE, offered, recorded, signed_up

DAY = (timezone.localdate() + timedelta(days=20)).isoformat()
FORM: dict[str, Any] = {
    "topic": "advocacy",
    "title": "Speaking to a council",
    "language": "es",
    "time_zone": "America/Los_Angeles",
    "day": DAY,
    "starts": "18:00",
    "ends": "20:30",
    "online_link": "https://meet.example.org/x",
    "places": "12",
}


def stored(world: World, training: OfficeTraining) -> OfficeTraining:
    with within(world.usa):
        return OfficeTraining.objects.get(pk=training.pk)


def test_it_offers_a_training(signed_in, world: World):
    client = signed_in("usa-staff")
    assert "Nothing yet" in client.get(OFFICE).content.decode()
    response = client.post(OFFICE + "new/", FORM | {"chosen": [world.hill.pk]})
    with within(world.usa):
        training = OfficeTraining.objects.get()
    assert response.headers["Location"] == f"{OFFICE}{training.pk}/"
    assert (training.chosen, training.places, training.language) == ([world.hill.pk], 12, "es")
    assert training.local_day.isoformat() == DAY
    assert training.local_start.hour == 18
    assert "Speaking to a council" in client.get(OFFICE).content.decode()
    page = sign_in(Client(), world["hill-member"]).get(f"{HILL}{training.pk}/").content.decode()
    assert "https://meet.example.org/x" in page
    assert "Spanish" in page


WRONG = (
    ({"title": ""}, "title"),
    ({"title": "x\0"}, "title"),
    ({"topic": "magic"}, "topic"),
    ({"places": "0"}, "places"),
    ({"places": "9" * 40}, "places"),
    ({"day": "10000-01-01"}, "day"),
    ({"day": "1999-01-01"}, "day"),
    ({"time_zone": "Mars/Base"}, "time_zone"),
    ({"ends": "17:00"}, "ends"),
    ({"online_link": ""}, "place"),
    ({"online_link": "javascript:alert(1)"}, "online_link"),
    ({"chosen": ["9" * 30]}, "chosen"),
    ({"language": "xx"}, "language"),
)


def test_it_explains_what_is_wrong_and_saves_nothing(signed_in, world: World):
    client = signed_in("usa-staff")
    for wrong, at in (*WRONG, ({"chosen": [world.moor.pk]}, "chosen")):
        response = client.post(OFFICE + "new/", FORM | wrong)
        assert (response.status_code, set(response.context["form"].errors)) == (422, {at}), wrong
        assert response.context["form"]["description"].value() in (None, "")
        assert 'value="18:00"' in response.content.decode()
    with within(world.usa):
        assert not OfficeTraining.objects.exists()


def test_it_changes_a_training_and_takes_no_place_away(signed_in, world: World):
    training = offered(world, places=3)
    signed_up(world, training, "hill-leader", "dale-leader")
    client, url = signed_in("usa-staff"), f"{OFFICE}{training.pk}/edit/"
    assert 'value="Asking well"' in client.get(url).content.decode()
    response = client.post(url, FORM | {"places": "1", "revision": "1"})
    assert response.status_code == 422
    assert "2 people already have a place. Offer at least as many." in response.content.decode()
    left_out = client.post(url, FORM | {"chosen": [world.dale.pk], "revision": "1"})
    assert left_out.context["form"].errors["chosen"] == [
        "People there have signed up. Keep these communities: Hill."
    ]
    assert client.post(url, FORM | {"places": "2", "revision": "1"}).status_code == 302
    assert stored(world, training).places == 2
    overtaken = client.post(url, FORM | {"title": "Mine", "revision": "1"})
    assert overtaken.status_code == 409
    assert 'value="Mine"' in overtaken.content.decode()
    assert stored(world, training).title == "Speaking to a council"
    again = {"title": "Mine", "revision": overtaken.context["form"].data["revision"]}
    assert client.post(url, FORM | again).status_code == 302
    assert stored(world, training).title == "Mine"


def test_it_records_who_was_there_and_corrects_it(signed_in, world: World):
    training = offered(world, days=-2)
    here, away = signed_up(world, training, "hill-leader", "dale-leader")
    client, url = signed_in("usa-staff"), f"{OFFICE}{training.pk}/record/"
    assert "hill-leader (Hill)" in client.get(url).content.decode()
    wrong = client.post(url, {"there": ["9" * 30]})
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"there"})
    with within(world.usa):
        assert not TrainingAttendance.objects.exists()
    assert client.post(url, {"there": [here.pk]}).status_code == 302
    assert stored(world, training).status == EventStatus.HELD
    client.post(url, {"there": [here.pk, away.pk]})
    with within(world.usa):
        assert dict(TrainingAttendance.objects.values_list("sign_up", "was_there")) == {
            here.pk: True,
            away.pk: True,
        }
    assert "Attended" in sign_in(Client(), world["hill-leader"]).get(HILL).content.decode()


def test_it_records_nothing_that_is_to_come_and_cancels_nothing_that_was_held(signed_in, world: World):
    coming, held_training = offered(world), offered(world, days=-2)
    client = signed_in("usa-staff")
    assert client.post(f"{OFFICE}{coming.pk}/record/", {}).status_code == 302
    assert stored(world, coming).status == EventStatus.PLANNED
    recorded(world, held_training)
    client.post(f"{OFFICE}{held_training.pk}/cancel/", {"reason": "x"})
    assert stored(world, held_training).status == EventStatus.HELD
    assert client.post(f"{OFFICE}{coming.pk}/cancel/", {"reason": " "}).status_code == 422
    client.post(f"{OFFICE}{coming.pk}/cancel/", {"reason": "The room is shut."})
    assert stored(world, coming).status == EventStatus.CANCELLED
    with within(world.usa):
        with pytest.raises(ValidationError):
            actions.record_training(training=coming, there=[], by=world["usa-staff"])
        with pytest.raises(ValidationError):
            actions.cancel_training(training=held_training, reason="x", by=world["usa-staff"])


def test_it_lists_who_signed_up_page_by_page(signed_in, world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("events.trainings.A_PAGE", 2)
    training = offered(world, places=2)
    signed_up(world, training, "hill-member", "dale-member", "hill-leader")
    client = signed_in("usa-staff")
    first = client.get(f"{OFFICE}{training.pk}/")
    assert [guest.person.name for guest in first.context["card"].guests] == ["dale-member", "hill-member"]
    assert (first.context["card"].taken, first.context["card"].waiting) == (2, 1)
    last = client.get(first.context["next_url"])
    assert [(guest.person.name, guest.waits) for guest in last.context["card"].guests] == [("hill-leader", 1)]
    assert last.context["next_url"] == ""
    # The list shows their number and no names.
    text = client.get(OFFICE).content.decode()
    assert "2 of 2 places taken · 1 waiting" in text
