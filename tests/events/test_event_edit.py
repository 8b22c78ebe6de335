import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from events.actions import update_event
from events.models import Event, EventChange
from tests.base import World, within
from tests.events.base import days_ago, deeds, details, everything, foreign_event, log, plan, stored, url


def form(world: World, event: Event, **changes: Any) -> dict[str, Any]:
    return {
        "revision": event.revision,
        "kind": event.kind,
        "title": "Changed",
        "day": str(event.local_start.date()),
        "starts": "19:00",
        "hosting": "hosted",
        "place": "Town hall",
    } | changes


@pytest.fixture
def event(world: World) -> Event:
    with within(world.hill):
        return plan(world, days_ago(world.hill, -3), place="Library")


def test_it_changes_an_event_and_says_who_did(world: World, signed_in, event: Event):
    data = form(world, event, kind="education", day=str(days_ago(world.hill, -4)), ends="21:00")
    response = signed_in("hill-coordinator").post(url(f"{event.pk}/edit/"), data)
    assert response.url == reverse("events:event-detail", args=["hill", event.pk])
    now = stored(world, event)
    assert (now.title, now.kind, now.place, now.revision) == ("Changed", "education", "Town hall", 2)
    assert now.local_start.date() == days_ago(world.hill, -4)
    assert now.local_day == days_ago(world.hill, -4)
    with within(world.hill):
        change = EventChange.objects.select_related("by").get(event=event, action="changed")
    assert change.by == world["hill-coordinator"]
    assert change.fields["place"] == ["Library", "Town hall"]
    assert set(change.fields) == {"kind", "title", "place", "starts", "ends"}


def test_it_takes_an_event_off_the_public_page(world: World, signed_in, event: Event):
    client = signed_in("hill-leader")
    client.post(url(f"{event.pk}/edit/"), form(world, event, is_public="on"))
    result = stored(world, event)
    assert result.is_public
    assert "On our public page" in client.get(url(f"{event.pk}/")).content.decode()
    client.post(url(f"{event.pk}/edit/"), form(world, result))
    assert not stored(world, event).is_public


def test_it_opens_with_what_is_stored(world: World, signed_in, event: Event):
    form = signed_in("hill-leader").get(url(f"{event.pk}/edit/")).context["form"]
    assert (form["place"].value(), form["starts"].value()) == ("Library", dt.time(19))
    assert (form["ends"].value(), form["revision"].value()) == (None, 1)


def test_it_reports_a_conflict_and_keeps_the_text(world: World, signed_in, event: Event):
    with within(world.hill):
        changed = details(world.hill, days_ago(world.hill, -3), title="Hers", place="Park")
        update_event(event=event, details=changed, revision=1, by=world["hill-coordinator"])
    before = everything(world)
    client, data = signed_in("hill-leader"), form(world, event, title="Mine", revision="1")
    response = client.post(url(f"{event.pk}/edit/"), data)
    assert response.status_code == 409
    page = response.content.decode()
    assert "hill-coordinator saved this event" in page
    assert response.context["conflict"]["rows"] == [["Title", "Mine", "Hers"], ["Place", "Town hall", "Park"]]
    assert 'value="Mine"' in page
    assert everything(world) == before
    # Submitting the returned page saves it.
    data["revision"] = response.context["form"]["revision"].value()
    assert client.post(url(f"{event.pk}/edit/"), data).status_code == 302
    assert stored(world, event).title == "Mine"


def test_it_is_no_conflict_to_send_the_same_form_twice(world: World, signed_in, event: Event):
    client, data = signed_in("hill-leader"), form(world, event)
    assert [client.post(url(f"{event.pk}/edit/"), data).status_code for _time in range(2)] == [302, 302]
    assert deeds(world, event) == ["planned", "changed"]


def test_it_changes_nothing_when_nothing_changed(world: World, signed_in, event: Event):
    data = form(world, event, title="", place="Library")
    signed_in("hill-leader").post(url(f"{event.pk}/edit/"), data)
    assert stored(world, event).revision == 1


def test_it_keeps_a_held_event_in_the_past(world: World, signed_in):
    with within(world.hill):
        event = log(world, days_ago(world.hill, 3))
    before = everything(world)
    data = form(world, event, day=str(days_ago(world.hill, -3)))
    response = signed_in("hill-leader").post(url(f"{event.pk}/edit/"), data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["day"])
    assert everything(world) == before


def test_it_finds_no_event_of_another_community_and_none_in_the_trash(world: World, signed_in, event: Event):
    theirs, client = foreign_event(world), signed_in("hill-leader")
    with within(world.hill):
        Event.objects.filter(pk=event.pk).update(deleted_at=event.created_at)
    for pk in (theirs.pk, event.pk, 10**30):
        assert client.get(url(f"{pk}/edit/")).status_code == 404
        assert client.post(url(f"{pk}/edit/"), form(world, theirs)).status_code == 404


BAD = [
    ({"kind": "party"}, "kind"),
    ({"title": "x" * 161}, "title"),
    ({"place": "a\x00b"}, "place"),
    ({"day": "1999-01-01"}, "day"),
    ({"day": ""}, "day"),
    ({"starts": "noon"}, "starts"),
    ({"ends": "18:00"}, "ends"),
    ({"note": "x" * 4001}, "note"),
    ({"hosting": ""}, "hosting"),
    ({"revision": ""}, "revision"),
    ({"revision": "one"}, "revision"),
]


def test_it_shows_what_is_wrong_at_its_field_and_saves_nothing(
    world: World, signed_in, event: Event, subtests: pytest.Subtests
):
    before = everything(world)
    for changes, field in BAD:
        with subtests.test(changes=changes):
            data = form(world, event, note="Kept words") | changes
            response = signed_in("hill-leader").post(url(f"{event.pk}/edit/"), data)
            assert response.status_code == 422
            assert set(response.context["form"].errors) == {field}
            assert response.context["form"].errors[field][0] in response.content.decode()
            if field != "note":
                assert "Kept words" in response.content.decode()
            assert everything(world) == before
