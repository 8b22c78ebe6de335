import datetime as dt

import pytest
from django.test import Client

from events.actions import cancel_event, delete_event
from events.calendar_page import ROOM
from tests.base import World, sign_in, within
from tests.events.base import days_ago, foreign_event, log, plan, today, url

PATH = url("calendar/")


def get_text(client: Client, query: str = "", status: int = 200) -> str:
    response = client.get(PATH + query)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_it_shows_the_month_with_kinds_and_states(client: Client, world: World):
    with within(world.hill):
        day = days_ago(world.hill, -40)
        plan(world, day, title="Tea", kind="awareness", place="Library")
        called_off = plan(world, day, starts=dt.time(9))
        cancel_event(event=called_off, reason="Rain", revision=None, by=world["hill-leader"])
        delete_event(event=plan(world, day, title="Binned"), by=world["hill-leader"])
        held_event = log(world, days_ago(world.hill, 40), title="Old")
    foreign_event(world)
    sign_in(client, world["hill-member"])
    text = get_text(client, f"?month={day:%Y-%m}")
    assert text.count("Tea</a>") == 2  # in the table and in the list of days
    assert all(phrase in text for phrase in ("Awareness and outreach", "Planned", "Canceled", "Library"))
    assert f"/c/hill/events/{called_off.pk}/" in text
    assert "Binned" not in text
    assert "Plan an event" not in text
    old = get_text(client, f"?month={held_event.local_start:%Y-%m}&view=list")
    assert ("Old</a>" in old, "<table" in old) == (True, False)


def test_it_leads_to_the_months_around_and_back_to_today(client: Client, world: World):
    sign_in(client, world["hill-leader"])
    text = get_text(client, "?month=2031-01")
    assert all(phrase in text for phrase in ("?month=2030-12", "?month=2031-02", "January 2031"))
    assert f"?month={today(world.hill):%Y-%m}" in text
    assert 'aria-current="date"' in get_text(client)
    assert "?month=1999-12" not in get_text(client, "?month=2000-01")


WRONG = ["x", "2026-13", "99999-01", "2026-1\0", "9" * 400]


def test_it_explains_a_month_that_is_none(client: Client, world: World, subtests: pytest.Subtests):
    for month in WRONG:
        with subtests.test(month=month):
            sign_in(client, world["hill-member"])
            response = client.get(PATH, {"month": month})
            assert response.status_code == 422
            assert "The address has no valid month" in response.content.decode()


def test_it_says_how_many_more_a_full_day_has(client: Client, world: World):
    with within(world.hill):
        for number in range(ROOM + 2):
            plan(world, days_ago(world.hill, -40), title=f"Number {number}")
    sign_in(client, world["hill-member"])
    text = get_text(client, f"?month={days_ago(world.hill, -40):%Y-%m}")
    assert "3 more" in text
    assert text.count("Number 5") == 1


def test_it_gives_one_event_as_a_file(client: Client, world: World):
    with within(world.hill):
        event = plan(world, days_ago(world.hill, -3), title="Tea", note="Call Rosa")
    sign_in(client, world["hill-member"])
    response = client.get(url(f"{event.pk}/event.ics"))
    body = response.content.decode()
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert f'filename="hill-{event.pk}.ics"' in response.headers["Content-Disposition"]
    assert ("SUMMARY:Tea" in body, "Rosa" in body) == (True, False)
    assert f"URL:http://testserver/c/hill/events/{event.pk}/" in body.replace("\r\n ", "") or "URL:" in body
    assert client.get(url(f"{foreign_event(world).pk}/event.ics")).status_code == 404
