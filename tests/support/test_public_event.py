"""The page of a public event and its check-in page: only a number is stored."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.actions import cancel_event
from events.actions.guests import QUOTA
from events.check_in import make_check_in_token
from events.guests import get_guest_totals
from events.models import Event, GuestCount, GuestTicket, Occasion
from tests.base import World, within
from tests.events.base import days_ago, plan
from tests.support.public_base import get_text, page, public_event, publish
from tests.support.public_forms_base import sent as sent_form

COMING, THERE = Occasion.COMING, Occasion.THERE


@pytest.fixture
def hill(world: World) -> World:
    publish(world.hill, world["hill-coordinator"])
    return world


@pytest.fixture
def event(hill: World) -> Event:
    return public_event(hill, note="Call Rosa")


def sent(event: Event, monkeypatch: pytest.MonkeyPatch, **changes: Any) -> dict[str, Any]:
    name = f"{changes.pop('purpose', 'coming')}:{event.pk}"
    seconds = changes.pop("seconds", 60)
    return sent_form(name, monkeypatch, seconds, **({"people": "3"} | changes))


def people(world: World, event: Event, occasion: Occasion = COMING) -> int:
    with within(world.hill):
        return get_guest_totals(event)[occasion]


def place(event: Event) -> str:
    return page(f"events/{event.pk}/")


def door(world: World, *, hours: float = 0, **values: Any) -> tuple[Event, str]:
    """Return a team event that began so long ago, and the path of its check-in code."""
    with within(world.hill):
        event = plan(world, days_ago(world.hill, 0), **values)
        start = timezone.now() - dt.timedelta(hours=hours)
        Event.objects.filter(pk=event.pk).update(starts_at=start, ends_at=start)
        return Event.objects.get(pk=event.pk), page(f"check-in/{make_check_in_token(event)}/")


def test_it_shows_what_is_public_and_asks_for_an_rsvp(client: Client, event: Event):
    response = client.get(place(event))
    text = get_text(response)
    assert all(
        expected_text in text
        for expected_text in ("Open evening", "Library", "I plan to come", "Exit this page")
    )
    assert "Rosa" not in text
    assert (response.cookies, response.headers["Cache-Control"]) == ({}, "no-store")
    assert f"/p/hill/events/{event.pk}/" in get_text(client.get(page()))


def test_it_counts_an_rsvp_once_without_a_cookie(hill: World, event: Event, monkeypatch):
    client, data = Client(enforce_csrf_checks=True), sent(event, monkeypatch)
    for changes, text in (({}, "You are counted"), ({"people": "1"}, "Only its first number counts.")):
        response = client.post(place(event), data | changes)
        assert text in get_text(response)
        assert response.cookies == {}
    client.post(place(event), sent(event, monkeypatch, people="1"))
    assert people(hill, event) == 4
    with within(hill.hill):
        stored_rows = [
            {field.name for field in model._meta.local_fields} - {"id", "community", "event", "occasion"}
            for model in (GuestCount, GuestTicket)
        ]
    assert stored_rows == [{"people", "set_aside"}, {"client_id"}]


WRONG = [
    ({"people": "11"}, "Choose one."),
    ({"people": "9" * 40}, "Choose one."),
    ({"people": "\0"}, "Choose one."),
    ({"people": ""}, "Choose one."),
    ({"ticket": "coming:1abc:forged"}, "was open too long"),
    ({"ticket": ""}, "was open too long"),
    ({"proof": ""}, "Enter the sum in digits."),
    ({"proof": ".".join("1" * 16)}, "Enter the sum in digits."),
]


def test_it_explains_what_is_wrong(hill: World, client: Client, event: Event, monkeypatch, subtests):
    for changes, message in WRONG:
        with subtests.test(changes=changes):
            response = client.post(place(event), sent(event, monkeypatch, **changes))
            assert (response.status_code, message in get_text(response)) == (422, True)
            assert people(hill, event) == 0


def test_it_holds_programs_back(hill: World, client: Client, event: Event, monkeypatch):
    trapped = client.post(place(event), sent(event, monkeypatch, website="https://spam.example"))
    # As if the form came from a clock that is ahead, since a slow machine takes as long as a hasty person.
    hasty = client.post(place(event), sent(event, monkeypatch, seconds=-60))
    assert ("You are counted" in get_text(trapped), hasty.status_code) == (True, 422)
    assert people(hill, event) == 0


def test_it_takes_no_more_than_the_quota(hill: World, client: Client, event: Event, monkeypatch):
    monkeypatch.setitem(QUOTA, COMING, 4)
    codes = [client.post(place(event), sent(event, monkeypatch)).status_code for _ in range(2)]
    assert (codes, people(hill, event)) == ([200, 429], 3)


def test_it_counts_nobody_for_what_is_cancelled_or_over(
    hill: World, client: Client, event: Event, monkeypatch
):
    with within(hill.hill):
        cancel_event(event=event, reason="Rain", revision=None, by=hill["hill-leader"])
    response = client.post(place(event), sent(event, monkeypatch))
    assert "This event was canceled." in get_text(response)
    assert "Rain" not in get_text(response)
    with within(hill.hill):
        past = timezone.now() - dt.timedelta(hours=1)
        Event.objects.filter(pk=event.pk).update(status="planned", starts_at=past, ends_at=past)
    assert "has started or is over" in get_text(client.post(place(event), sent(event, monkeypatch)))
    assert people(hill, event) == 0


def test_it_hides_what_is_not_public(hill: World, client: Client, event: Event):
    with within(hill.hill):
        closed = plan(hill, days_ago(hill.hill, -3))
    publish(hill.dale, hill["dale-coordinator"])
    for path in (place(closed), page(f"events/{event.pk}/", "dale"), page("events/999999999999999999999/")):
        assert client.get(path).status_code == 404
        assert client.get(f"{path}event.ics").status_code == 404


def test_it_shows_no_event_where_no_page_is_public(world: World, client: Client):
    event = public_event(world)
    assert client.get(place(event)).status_code == 404
    assert client.get(page("events/all.ics")).status_code == 404


def test_it_gives_public_events_as_files(hill: World, client: Client, event: Event):
    with within(hill.hill):
        plan(hill, days_ago(hill.hill, -3), title="Closed")
    for path in (f"{place(event)}event.ics", page("events/all.ics")):
        response = client.get(path)
        body = response.content.decode()
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert ("SUMMARY:Open evening" in body, "LOCATION:Library" in body) == (True, True)
        assert [text for text in ("Rosa", "Closed", "/c/hill") if text in body] == []
        had = {"If-None-Match": response.headers["ETag"]}
        again = client.get(path, headers=had)
        assert (again.status_code, again.headers["Cache-Control"]) == (304, "no-store")
        with within(hill.hill):
            cancel_event(event=event, reason="Rain", revision=None, by=hill["hill-leader"])
        assert client.get(path, headers=had).status_code == 200
        with within(hill.hill):
            Event.objects.filter(pk=event.pk).update(status="planned")


def test_guests_are_checked_in_once(world: World, monkeypatch):
    """The community may have no public pages."""
    event, path = door(world, title="Tea", note="Call Rosa", place="Library")
    client, data = Client(enforce_csrf_checks=True), sent(event, monkeypatch, purpose="here", seconds=0)
    response = client.get(path)
    assert ("Tea" in get_text(response), "Rosa" in get_text(response), response.cookies) == (True, False, {})
    assert (response.headers["Cache-Control"], response.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    for text in ("You can close this page.", "Only its first number counts."):
        assert text in get_text(client.post(path, data))
    assert (people(world, event, THERE), people(world, event, COMING)) == (3, 0)
    assert client.post(path, sent(event, monkeypatch, purpose="here", people="0")).status_code == 422


@pytest.mark.parametrize("hours", [-1.2, 3.2])
def test_the_code_works_only_around_its_event(world: World, client: Client, monkeypatch, hours: float):
    event, path = door(world, hours=hours, title="Tea")
    for response in (client.get(path), client.post(path, sent(event, monkeypatch, purpose="here"))):
        assert (response.status_code, "Tea" in get_text(response)) == (410, False)
    assert people(world, event, THERE) == 0


def test_a_code_that_is_not_ours_leads_nowhere(world: World, client: Client):
    _event, path = door(world)
    for wrong in (path.replace("hill", "dale"), f"{path[:-2]}/", page("check-in/x/")):
        assert client.get(wrong).status_code == 404
