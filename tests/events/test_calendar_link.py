import datetime as dt
import re
import time

import pytest
from django.test import Client

from communities.actions.team import remove_member, start_membership
from communities.models import Role
from events.models import CalendarLink, Event
from tests.base import World, sign_in, within
from tests.events.base import days_ago, foreign_event, log, membership, plan, url
from tests.security.accounts.base import PASSWORD

PATH, END = url("calendar/link/"), url("calendar/link/end/")


def made(client: Client) -> str:
    """Return the path of the URL that the page shows once."""
    response = client.post(PATH)
    match = re.search(r"<code[^>]*>https?://[^/]+(/p/[^<]+)</code>", response.content.decode())
    assert match
    assert response.headers["Cache-Control"] == "no-store"
    return match[1]


def links(world: World) -> list[CalendarLink]:
    with within(world.hill):
        return list(CalendarLink.objects.all())


def test_it_feeds_the_teams_events_without_an_account(client: Client, world: World):
    with within(world.hill):
        plan(world, days_ago(world.hill, -3), title="Tea", place="Library", note="Call Rosa")
        log(world, days_ago(world.hill, 30), title="Held")
        log(world, days_ago(world.hill, 400), title="Long ago")
    foreign_event(world)
    path = made(sign_in(client, world["hill-member"]))
    response = Client().get(path)
    body = response.content.decode()
    assert (response.status_code, response.cookies) == (200, {})
    assert re.findall("SUMMARY:(.*)\r", body) == ["Held", "Tea"]
    assert "LOCATION:Library" in body
    assert "BEGIN:VTIMEZONE" in body
    assert "Rosa" not in body
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_it_does_not_write_again_what_a_calendar_has(client: Client, world: World):
    with within(world.hill):
        event = plan(world, days_ago(world.hill, -3), title="Tea")
    path = made(sign_in(client, world["hill-member"]))
    had = {"If-None-Match": Client().get(path).headers["ETag"]}
    again = Client().get(path, headers=had)
    assert (again.status_code, again.content) == (304, b"")
    assert (again.headers["Cache-Control"], again.headers["ETag"]) == ("no-store", had["If-None-Match"])
    with within(world.hill):
        Event.objects.filter(pk=event.pk).update(title="Coffee")
    assert "SUMMARY:Coffee" in Client().get(path, headers=had).content.decode()


def test_it_keeps_only_a_hash_and_shows_the_address_once(client: Client, world: World):
    path = made(sign_in(client, world["hill-member"]))
    token = path.split("/")[4]
    assert [len(link.token_hash) for link in links(world)] == [64]
    assert token not in [link.token_hash for link in links(world)]
    again = client.get(PATH).content.decode()
    assert (token in again, "Created on" in again) == (False, True)


def test_a_new_address_ends_the_one_before(client: Client, world: World):
    sign_in(client, world["hill-member"])
    old, new = made(client), made(client)
    assert [Client().get(path).status_code for path in (old, new)] == [404, 200]
    assert len(links(world)) == 1


def test_it_asks_for_the_password_and_continues(client: Client, world: World):
    sign_in(client, world["hill-member"], at=time.time() - 11 * 60)
    assert client.get(PATH).status_code == 200
    location = client.post(PATH).headers["Location"]
    assert (links(world), location.startswith("/accounts/reauthenticate/?next=")) == ([], True)
    page = client.post(location, {"password": PASSWORD})
    assert ("Your secret address" in page.content.decode(), len(links(world))) == (True, 1)


def test_it_is_ended_by_hand(client: Client, world: World):
    path = made(sign_in(client, world["hill-member"]))
    for _twice in range(2):
        assert client.post(END).status_code == 302
    assert (Client().get(path).status_code, links(world)) == (404, [])
    assert client.get(END).status_code == 405


def test_it_ends_with_the_membership_for_good(client: Client, world: World):
    """The link stays closed if the person comes back later."""
    path = made(sign_in(client, world["hill-member"]))
    with within(world.hill, coordinator=True):
        remove_member(membership=membership(world["hill-member"]), by=world["hill-coordinator"])
    assert Client().get(path).status_code == 404
    with within(world.hill, coordinator=True):
        start_membership(community=world.hill, user=world["hill-member"], role=Role.MEMBER)
    assert Client().get(path).status_code == 404


def test_it_ends_with_the_account(client: Client, world: World):
    path = made(sign_in(client, world["hill-member"]))
    user = world["hill-member"]
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("slug", ["dale", "nowhere"])
def test_it_opens_no_other_community(client: Client, world: World, slug: str):
    path = made(sign_in(client, world["hill-member"]))
    assert Client().get(path.replace("/p/hill/", f"/p/{slug}/")).status_code == 404


def test_each_person_has_an_address_of_their_own(client: Client, world: World):
    first = made(sign_in(client, world["hill-member"]))
    second = made(sign_in(client, world["hill-leader"]))
    client.post(END)
    assert [Client().get(path).status_code for path in (first, second)] == [200, 404]
    assert dt.datetime.now(tz=dt.UTC) - links(world)[0].created_at < dt.timedelta(minutes=1)


def test_each_address_is_asked_so_often_and_no_more(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
):
    """Requests without changes count too, since checking for changes takes a query."""
    monkeypatch.setattr("events.views.calendar.MOST_OF_A_LINK", 2)
    first = made(sign_in(client, world["hill-member"]))
    second = made(sign_in(client, world["hill-leader"]))
    had = {"If-None-Match": Client().get(first).headers["ETag"]}
    assert [Client().get(first, headers=had).status_code for _each in range(2)] == [304, 429]
    refused = Client().get(first)
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert refused.content.decode().startswith("Too many requests. Try again in ")
    assert (refused.cookies, refused["Content-Type"]) == ({}, "text/plain; charset=utf-8")
    assert Client().get(second).status_code == 200
