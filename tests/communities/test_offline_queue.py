"""Records submitted by the offline queue: their owner, the server's answer, and no duplicates."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from communities.models import Membership, Role
from communities.offline_queue import get_user_key
from events.models import Event
from tests.base import World, sign_in, within
from tests.events.base import days_ago

LOG, TOKEN = "/c/hill/events/log/", "/account/offline/"
SignedIn = Callable[[str], Client]


def meeting(world: World, **changes: str) -> dict[str, str]:
    day = days_ago(world.hill, 2).isoformat()
    return {"client_id": str(uuid.uuid4()), "day": day, "starts": "18:00", "place": "Library"} | changes


def send(client: Client, world: World, fields: dict[str, str], person: str = "hill-leader") -> Any:
    return client.post(LOG, fields, headers={"Offline-Queue": get_user_key(world[person])})


def events(world: World) -> int:
    with within(world.hill):
        return Event.objects.count()


# ── Submitting queued records


def test_it_stores_what_waited_and_says_so_in_a_word(world: World, signed_in: SignedIn):
    client, fields = signed_in("hill-leader"), meeting(world)
    answers = [send(client, world, fields) for _time in range(2)]
    assert [(answer.status_code, answer["Offline-Queue"], answer.content) for answer in answers] == [
        (204, "stored", b"")
    ] * 2
    assert events(world) == 1
    assert "Saved." not in client.get("/c/hill/events/").content.decode()


def test_it_reports_an_error_as_for_any_form(world: World, signed_in: SignedIn):
    answer = send(signed_in("hill-leader"), world, meeting(world, day="2999-01-01"))
    assert answer.status_code == 422
    assert "Offline-Queue" not in answer.headers
    assert events(world) == 0


def test_it_takes_nothing_that_another_person_entered(world: World, signed_in: SignedIn):
    for person in ("hill-coordinator", "stranger"):
        assert send(signed_in("hill-leader"), world, meeting(world), person).status_code == 401
    assert send(Client(), world, meeting(world)).status_code == 401
    assert events(world) == 0


def test_it_waits_until_who_was_away_has_signed_in_again(world: World, client: Client):
    sign_in(client, world["hill-leader"], at=time.time() - 31 * 24 * 60 * 60)
    assert send(client, world, meeting(world)).status_code == 401
    assert events(world) == 0


def test_it_names_who_may_send_and_with_which_token(world: World):
    strict = sign_in(Client(enforce_csrf_checks=True), world["hill-leader"])
    answer = strict.get(TOKEN).json()
    assert answer["user"] == get_user_key(world["hill-leader"])
    fields = meeting(world, csrfmiddlewaretoken=answer["token"])
    assert send(strict, world, fields).status_code == 204
    assert send(strict, world, meeting(world)).status_code == 403
    assert Client().get(TOKEN).status_code == 302


def test_a_key_is_one_persons_at_each_login(world: World):
    assert len({get_user_key(person) for person in world.people.values()}) == len(world.people)
    pages = [sign_in(Client(), world["hill-leader"]).get("/c/hill/events/") for _login in range(2)]
    keys = {re.search(r'data-queue-user="(\w+)"', page.content.decode())[1] for page in pages}  # type: ignore[index]
    assert keys == {get_user_key(world["hill-leader"])}


# ── A record opened again and submitted by its own form


def test_it_reports_a_stored_record_on_the_next_page(world: World, signed_in: SignedIn):
    client, record = signed_in("hill-leader"), str(uuid.uuid4())
    answer = client.post(LOG, meeting(world) | {"queue_id": record})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert f'data-queue-sent="{record}"' in page
    assert page.count(record) == 1


def test_a_form_with_a_mistake_still_knows_which_record_it_is(world: World, signed_in: SignedIn):
    client, record = signed_in("hill-leader"), str(uuid.uuid4())
    wrong = meeting(world, day="2999-01-01") | {"queue_id": record}
    assert f'name="queue_id" value="{record}"' in client.post(LOG, wrong).content.decode()
    crooked = client.post(LOG, wrong | {"queue_id": '"><b>'}).content.decode()
    assert "queue_id" not in crooked
    assert 'name="queue_id"' not in client.get(LOG).content.decode()


# ── What is stored on the device


@pytest.mark.parametrize(
    ("person", "lasts"), [("hill-leader", 30 * 24 * 3600), ("hill-coordinator", 7 * 24 * 3600)]
)
def test_pages_are_kept_as_long_as_the_login_lasts(world: World, person: str, lasts: int):
    page = sign_in(Client(), world[person], at=time.time() - 3600).get("/c/hill/events/").content.decode()
    until = int(re.search(r'data-until="(\d+)"', page)[1])  # type: ignore[index]
    assert abs(until - (time.time() - 3600 + lasts)) < 310


def test_staff_keep_them_half_an_hour(world: World, signed_in: SignedIn):
    page = signed_in("usa-staff").get("/account/notifications/").content.decode()
    until = int(re.search(r'data-until="(\d+)"', page)[1])  # type: ignore[index]
    assert abs(until - (time.time() + 1800)) < 310


def test_pages_of_offices_care_for_entries_of_those_who_are_in_a_community_too(
    world: World, signed_in: SignedIn
):
    """Signing out there would otherwise delete what waits on the device without a warning."""
    pages = [
        ("usa-staff", "/office/usa/"),
        ("oasis-staff", "/international/"),
        ("oasis-staff", "/office/usa/"),
    ]
    for person, url in pages:
        assert "offline-queue.js" not in signed_in(person).get(url).content.decode()
    for person in {person for person, _url in pages}:
        with within(world.hill):
            Membership.objects.create(user=world[person], community=world.hill, role=Role.LEADER)
    for person, url in pages:
        assert "offline-queue.js" in signed_in(person).get(url).content.decode()


def test_a_page_that_is_kept_takes_no_message_along(world: World, signed_in: SignedIn):
    client = signed_in("hill-leader")
    client.post(LOG, meeting(world))
    page = client.get(LOG, headers={"Offline-Queue": "keep"}).content.decode()
    assert "Saved." not in page
    assert "Saved." in client.get("/c/hill/events/").content.decode()


# ── The service worker


def test_the_service_worker_serves_only_communities(client: Client, db: None):
    answer = client.get("/c/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer.headers
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    text = answer.content.decode()
    assert '"list": "/c/*/offline/"' in text
    assert text.count(f"{settings.STATIC_URL}js/offline-") == 2


@pytest.mark.parametrize("path", ["/p/hill/", "/p/hill/help/", "/p/hill/safety/", "/accounts/login/", "/"])
def test_pages_for_everyone_know_nothing_of_it(world: World, path: str):
    page = Client().get(path).content.decode()
    assert "queue" not in page
    assert "worker" not in re.findall(r"<script[^>]*>", page)


def test_the_offline_page_has_hotlines(world: World):
    page = " ".join(Client().get("/offline/").content.decode().split())
    assert '<a href="tel:+1-888-373-7888">1-888-373-7888</a>' in page
    assert '<a href="tel:999">999</a>' in page


def test_the_offline_page_has_no_personal_data(world: World, signed_in: SignedIn):
    mine = signed_in("hill-leader").get("/offline/").content
    assert mine == Client().get("/offline/").content
    assert b"You are offline" in mine
