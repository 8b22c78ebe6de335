"""The leader's side of check-in; tests/support/test_public_event.py covers the guests'."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from events.actions.guests import QUOTA, GuestCountOutcome, count_guests
from events.check_in import find_event_by_token, is_open, make_check_in_token
from events.guests import get_guest_totals
from events.models import Event, EventStatus, GuestCount, GuestTicket, Occasion
from events.tasks import forget_tickets
from tests.base import World, sign_in, within
from tests.events.base import days_ago, foreign_event, log, plan, url
from tests.human_check import make_sender

THERE, COMING = Occasion.THERE, Occasion.COMING


def moved(event: Event, **ago: float) -> Event:
    """Move the event so that it began so long ago and lasts two hours."""
    start = timezone.now() - dt.timedelta(**ago)
    Event.objects.filter(pk=event.pk).update(starts_at=start, ends_at=start + dt.timedelta(hours=2))
    return Event.objects.get(pk=event.pk)


def count(event: Event, people: int = 1, occasion: Occasion = THERE, client_id: uuid.UUID | None = None):
    return count_guests(
        event=event,
        occasion=occasion,
        people=people,
        client_id=client_id or uuid.uuid4(),
        sender=make_sender(),
    )


def test_it_counts_people_and_a_form_that_is_sent_twice_once(world: World):
    with within(world.hill):
        event, form = plan(world, days_ago(world.hill, 0)), uuid.uuid4()
        for people, outcome in ((3, GuestCountOutcome.KEPT), (2, GuestCountOutcome.SENT_BEFORE)):
            assert count(event, people, client_id=form) == outcome
        count(event, 2)
        count(event, 9, COMING)
        assert get_guest_totals(event) == {COMING: 9, THERE: 5}


def test_it_counts_up_to_its_quota(world: World):
    with within(world.hill):
        event = plan(world, days_ago(world.hill, 0))
        GuestCount.objects.create(event=event, occasion=COMING, people=QUOTA[COMING] - 1)
        assert [count(event, people, COMING) for people in (2, 1, 1)] == [
            GuestCountOutcome.FULL,
            GuestCountOutcome.KEPT,
            GuestCountOutcome.FULL,
        ]


def test_it_forgets_the_forms_when_the_event_is_over_and_keeps_the_number(world: World):
    with within(world.hill):
        over, here = plan(world, days_ago(world.hill, 0)), plan(world, days_ago(world.hill, 0))
        for event in (over, here):
            count(event, 4)
        moved(over, hours=5.1)
        moved(here, hours=4.9)
    assert [forget_tickets(), forget_tickets()] == [1, 0]
    with within(world.hill):
        assert list(GuestTicket.objects.values_list("event_id", flat=True)) == [here.pk]
        assert get_guest_totals(over)[THERE] == 4


@pytest.mark.parametrize(
    ("hours", "open_"), [(-1.1, False), (-0.9, True), (0, True), (4.9, True), (5.1, False)], ids=str
)
def test_it_is_open_from_an_hour_before_until_three_after(world: World, hours: float, open_: bool):
    with within(world.hill):
        event = moved(plan(world, days_ago(world.hill, 0)), hours=hours)
    assert is_open(event, timezone.now()) is open_
    event.status = EventStatus.CANCELLED
    assert not is_open(event, timezone.now())


@pytest.mark.parametrize("broken", ["{}x", "x", "", "-", "9" * 30 + "-x", "²-x", "{}é"], ids=str)
def test_it_finds_an_event_by_its_own_token_alone(world: World, broken: str):
    with within(world.hill):
        event, other = plan(world, days_ago(world.hill, 0)), plan(world, days_ago(world.hill, 0))
        assert find_event_by_token(make_check_in_token(event)) == event
        assert find_event_by_token(broken.format(make_check_in_token(event))) is None
        swapped = f"{other.pk}-{make_check_in_token(event).partition('-')[2]}"
        assert find_event_by_token(swapped) is None
    theirs = foreign_event(world)
    with within(world.hill):
        assert find_event_by_token(make_check_in_token(theirs)) is None


def test_it_shows_the_code_and_the_number_of_guests(client: Client, world: World):
    with within(world.hill):
        event = moved(plan(world, days_ago(world.hill, 0), title="Tea"), hours=0)
        count(event, 17)
    sign_in(client, world["hill-leader"])
    text = " ".join(client.get(url(f"{event.pk}/check-in/")).content.decode().split())
    assert f"/p/hill/check-in/{make_check_in_token(event)}/" in text
    assert "<b>17</b> people have checked in" in text
    code = client.get(url(f"{event.pk}/check-in/code.svg"))
    assert (code.headers["Content-Type"], b"<svg" in code.content) == ("image/svg+xml", True)
    detail = " ".join(client.get(url(f"{event.pk}/")).content.decode().split())
    assert all(text in detail for text in ("17 checked in", f"/events/{event.pk}/check-in/"))
    record = " ".join(client.get(url(f"{event.pk}/record/")).content.decode().split())
    assert "17 checked in by phone. Add people who did not." in record
    assert 'name="people_present" value' not in record


def test_it_says_before_and_after_when_it_works(client: Client, world: World):
    with within(world.hill):
        soon = plan(world, days_ago(world.hill, -3))
        past = log(world, days_ago(world.hill, 9))
    sign_in(client, world["hill-leader"])
    before = client.get(url(f"{soon.pk}/check-in/")).content.decode()
    assert ("The code works from" in before, "<img" in before) == (True, True)
    after = client.get(url(f"{past.pk}/check-in/")).content.decode()
    assert ("and is now closed." in after, "code.svg" in after) == (True, False)
    assert ("Refresh" in before, "Refresh" in after) == (True, False)
    assert f"/events/{soon.pk}/check-in/" not in client.get(url(f"{soon.pk}/")).content.decode()
