"""An office records the events that it held or sponsored itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from events.models import OfficeEvent, OfficeOutput
from tests.base import World, within

LIST = "/office/usa/events/"
CLIENT_ID = "6f1c4a1e-0000-4000-8000-000000000001"
FORM: dict[str, Any] = {
    "client_id": CLIENT_ID,
    "role": "sponsored",
    "kind": "awareness",
    "title": "Freedom walk",
    "on": "2026-05-02",
    "place": "Pasadena",
    "people": "60",
    "at_least": "on",
    "output_1_quantity": "160",
    "output_1_unit": "items",
    "output_1_what": "Freedom bags",
    "output_1_at_least": "on",
    "output_2_quantity": "10",
    "output_2_unit": "placements",
}


@pytest.fixture
def client(signed_in) -> Client:
    return signed_in("usa-staff")


def stored(world: World) -> OfficeEvent:
    with within(world.usa):
        return OfficeEvent.objects.get()


def test_it_records_an_event_with_its_outputs_once(client: Client, world: World):
    assert client.post(LIST + "new/", FORM).status_code == 302
    assert client.post(LIST + "new/", FORM).status_code == 302
    event = stored(world)
    assert (event.role, event.people, event.at_least, event.recorded_by) == ("sponsored", 60, True, None)
    with within(world.usa):
        lines = list(OfficeOutput.objects.order_by("id").values_list("unit", "quantity", "at_least", "what"))
    assert lines == [("items", 160, True, "Freedom bags"), ("placements", 10, False, "")]
    page = client.get(f"{LIST}{event.pk}/").content.decode()
    assert "at least 60" in page
    assert "Items given out: at least 160 (Freedom bags)" in page
    assert "Freedom walk" in client.get(LIST).content.decode()
    assert f"{LIST}{event.pk}/" in client.get("/office/usa/search/?q=freedom+bags").content.decode()


TOMORROW = (timezone.localdate() + timedelta(days=2)).isoformat()
WRONG = (
    ({"role": ""}, "Choose one."),
    ({"kind": "magic"}, "Select a valid choice."),
    ({"title": ""}, "Enter a title."),
    ({"on": ""}, "Enter a date."),
    ({"on": TOMORROW}, "Enter a date that is not in the future."),
    ({"people": "-3"}, "Enter 0 or a larger number."),
    ({"people": ""}, "Enter a number."),
    ({"output_1_quantity": "-1"}, "Enter a number above zero."),
    ({"output_1_unit": ""}, "Choose one."),
    ({"recorded_by": "999999"}, "Select a valid choice."),
)


def test_bad_input_gets_a_sentence_and_stays_in_the_form(client: Client, world: World, subtests):
    for change, sentence in WRONG:
        with subtests.test(change=change):
            response = client.post(LIST + "new/", FORM | change)
            page = response.content.decode()
            assert response.status_code == 422
            assert sentence in page
            assert "Freedom bags" in page
    with within(world.usa):
        assert not OfficeEvent.objects.exists()


def test_it_changes_deletes_and_restores_an_event(client: Client, world: World):
    client.post(LIST + "new/", FORM)
    event = stored(world)
    url = f"{LIST}{event.pk}/"
    changed = FORM | {
        "revision": event.revision,
        "title": "Freedom run",
        "output_2_quantity": "",
        "output_2_unit": "",
    }
    assert client.post(url + "edit/", changed).headers["Location"] == url
    assert stored(world).title == "Freedom run"
    with within(world.usa):
        assert OfficeOutput.objects.get().quantity == 160
    conflict = client.post(url + "edit/", changed | {"title": "Freedom ride"})
    assert conflict.status_code == 409
    assert "Freedom run" in conflict.content.decode()
    assert client.post(url + "delete/").status_code == 302
    assert client.get(url).status_code == 404
    assert "Recently deleted" in client.get(LIST).content.decode()
    client.post(url + "restore/")
    assert client.get(url).status_code == 200


def test_its_communities_and_guests_do_not_change_it(client: Client, world: World, signed_in):
    client.post(LIST + "new/", FORM)
    with within(world.hill):
        assert not OfficeEvent.objects.exists()
    guest = signed_in("oasis-staff")
    assert "Record an event" not in guest.get(LIST).content.decode()
    assert guest.get(LIST + "new/").status_code == 302


def test_achievements_show_it_apart_from_the_communities(client: Client, world: World):
    client.post(LIST + "new/", FORM)
    page = read_own_work(client, "all")
    assert "Events of the office Sponsored by Oasis 1" in page
    assert "Items given out at least 160" in page
    assert "Sponsored by Oasis" not in read_own_work(client, "2024-H1")
    both = {"client_id": CLIENT_ID[:-1] + "2", "recorded_by": world.hill.pk, "role": "held"}
    client.post(LIST + "new/", FORM | both)
    assert "Held by Oasis" not in read_own_work(client, "all")


def read_own_work(client: Client, period: str) -> str:
    """Return the text of this part of the office's achievements."""
    page = client.get(f"/office/usa/achievements/?period={period}").content.decode()
    return " ".join(strip_tags(page.partition("Our work")[2].partition("</details>")[0]).split())
