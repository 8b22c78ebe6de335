import pytest

from events.actions import Attendance, hold_event
from events.models import Event
from tests.base import World, within
from tests.events.base import days_ago, deeds, everything, log, plan, stored, url


@pytest.fixture
def event(world: World) -> Event:
    with within(world.hill):
        return plan(world, days_ago(world.hill, 2), title="Outreach")


def cancel(event: Event) -> str:
    return url(f"{event.pk}/cancel/")


def test_it_cancels_with_a_reason_and_offers_to_take_it_back(world: World, signed_in, event: Event):
    client = signed_in("hill-leader")
    page = client.post(cancel(event), {"revision": 1, "reason": " Rain "}, follow=True).content.decode()
    now = stored(world, event)
    assert (now.status, now.cancel_reason) == ("cancelled", "Rain")
    assert f'action="{url(f"{event.pk}/reopen/")}"' in page
    assert "The event was canceled." in page
    client.post(url(f"{event.pk}/reopen/"))
    now = stored(world, event)
    assert (now.status, now.cancel_reason) == ("planned", "")
    assert deeds(world, event) == ["planned", "cancelled", "reopened"]


def test_it_asks_first(world: World, signed_in, event: Event):
    before = everything(world)
    page = signed_in("hill-leader").get(cancel(event)).content.decode()
    assert "Mark as canceled" in page
    assert everything(world) == before


def test_it_returns_to_where_the_undo_was_pressed_if_that_is_ours(world: World, signed_in, event: Event):
    client = signed_in("hill-leader")
    client.post(cancel(event), {"revision": 1, "reason": "Rain"})
    reopen = url(f"{event.pk}/reopen/")
    assert client.post(reopen, {"next": url("?status=coming")}).url == url("?status=coming")
    assert client.post(reopen, {"next": "https://evil.example/"}).url == url(f"{event.pk}/")


def test_it_changes_nothing_to_cancel_twice(world: World, signed_in, event: Event):
    client = signed_in("hill-leader")
    answers = [
        client.post(cancel(event), {"revision": 1, "reason": "Rain"}).status_code for _time in range(2)
    ]
    assert answers == [302, 302]
    assert deeds(world, event) == ["planned", "cancelled"]


def test_it_reports_a_change_of_the_event_meanwhile(world: World, signed_in, event: Event):
    with within(world.hill):
        Event.objects.filter(pk=event.pk).update(title="Another title")
    before = everything(world)
    client = signed_in("hill-leader")
    response = client.post(cancel(event), {"revision": 1, "reason": "Rain"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "Another person changed this." in page
    assert "Another title" in page
    assert 'value="Rain"' in page
    assert everything(world) == before


def test_it_does_not_cancel_what_was_held(world: World, signed_in, event: Event):
    with within(world.hill):
        outcome = hold_event(event=event, attendance=Attendance(), revision=1, by=world["hill-leader"])
    client = signed_in("hill-leader")
    response = client.post(cancel(event), {"revision": outcome.revision, "reason": "Rain"})
    assert response.status_code == 422
    assert "This event was recorded as held." in response.content.decode()
    assert "Only a planned event can be canceled." in client.get(cancel(event), follow=True).content.decode()
    assert stored(world, event).status == "held"


def test_it_takes_back_nothing_that_is_not_cancelled(world: World, signed_in):
    with within(world.hill):
        event = log(world, days_ago(world.hill, 2))
    before = everything(world)
    signed_in("hill-leader").post(url(f"{event.pk}/reopen/"))
    assert everything(world) == before


WRONG = [
    ({"reason": ""}, "reason"),
    ({"reason": "   "}, "reason"),
    ({"reason": "x" * 301}, "reason"),
    ({"reason": "a\x00b"}, "reason"),
    ({"revision": "old"}, "revision"),
]


def test_it_shows_what_is_wrong_at_its_field_and_saves_nothing(
    world: World, signed_in, event: Event, subtests: pytest.Subtests
):
    before = everything(world)
    for changes, field in WRONG:
        with subtests.test(changes=changes):
            response = signed_in("hill-leader").post(
                cancel(event), {"revision": 1, "reason": "Rain"} | changes
            )
            assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
            assert response.context["form"].errors[field][0] in response.content.decode()
            assert everything(world) == before
