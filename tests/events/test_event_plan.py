import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from events.models import Event, EventSeries
from tests.base import World, within
from tests.events.base import days_ago, deeds, everything, foreign_event, url
from tests.line_breaks import keep_together

PLAN = url("plan/")


def form(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid4()),
        "kind": "awareness",
        "title": "Street outreach",
        "day": str(days_ago(world.hill, -3)),
        "starts": "18:00",
        "ends": "20:00",
        "place": "Union Station",
        "hosting": "co_hosted",
        "sponsored_by_oasis": "on",
        "note": "Bring cards.",
    } | changes


def events(world: World) -> list[Event]:
    with within(world.hill):
        return list(Event.objects.order_by("starts_at"))


def test_it_plans_an_event(world: World, signed_in):
    response = signed_in("hill-leader").post(PLAN, form(world))
    [event] = events(world)
    assert response.url == reverse("events:event-detail", args=["hill", event.pk])
    assert (event.kind, event.title, event.status) == ("awareness", "Street outreach", "planned")
    assert (event.hosting, event.sponsored_by_oasis) == ("co_hosted", True)
    assert (event.place, event.note, event.time_zone) == (
        "Union Station",
        "Bring cards.",
        "America/Los_Angeles",
    )
    assert (event.local_start.time(), event.local_end.time()) == (dt.time(18), dt.time(20))
    assert deeds(world, event) == ["planned"]


def test_it_publishes_an_event_only_on_request(world: World, signed_in):
    client = signed_in("hill-leader")
    client.post(PLAN, form(world))
    client.post(PLAN, form(world, is_public="on", starts="19:00"))
    assert [event.is_public for event in events(world)] == [False, True]


def test_it_puts_a_whole_series_on_the_public_page(world: World, signed_in):
    first = days_ago(world.hill, -3)
    data = form(world, repeat="fortnight", until=str(first + dt.timedelta(days=30)), is_public="on")
    signed_in("hill-leader").post(PLAN, data)
    assert [event.is_public for event in events(world)] == [True] * 3


def test_it_continues_with_attendance_after_a_past_event(world: World, signed_in):
    response = signed_in("hill-leader").post(PLAN, form(world, day=str(days_ago(world.hill, 3))))
    assert response.url == reverse("events:event-record", args=["hill", events(world)[0].pk])


def test_it_makes_one_row_when_it_is_sent_twice(world: World, signed_in):
    client, data = signed_in("hill-leader"), form(world)
    assert client.post(PLAN, data).url == client.post(PLAN, data).url
    assert len(events(world)) == 1


def test_it_plans_a_series(world: World, signed_in):
    first = days_ago(world.hill, -3)
    data = form(world, repeat="fortnight", until=str(first + dt.timedelta(days=30)))
    client = signed_in("hill-leader")
    assert client.post(PLAN, data).url == client.post(PLAN, data).url
    result = events(world)
    assert [event.series_day for event in result] == [first + dt.timedelta(days=14 * n) for n in range(3)]
    assert {event.local_start.time() for event in result} == {dt.time(18)}
    with within(world.hill):
        [series] = EventSeries.objects.all()
    assert {event.series_id for event in result} == {series.pk}
    assert series.rule == f"FREQ=WEEKLY;INTERVAL=2;UNTIL={first + dt.timedelta(days=30):%Y%m%d}"
    assert [deeds(world, event) for event in result] == [["planned"]] * 3


def test_it_offers_the_kind_that_the_link_names(world: World, signed_in):
    client = signed_in("hill-leader")
    assert client.get(PLAN + "?kind=campaign").context["form"]["kind"].value() == "campaign"
    assert client.get(PLAN + "?kind=nonsense").context["form"]["kind"].value() == ""


BAD = [
    ({"kind": ""}, "kind"),
    ({"kind": "party"}, "kind"),
    ({"title": "x" * 161}, "title"),
    ({"title": "a\x00b"}, "title"),
    ({"day": "1014-01-01"}, "day"),
    ({"day": "2999-01-01"}, "day"),
    ({"day": "2027-03-14", "starts": "02:30", "ends": ""}, "starts"),
    ({"ends": "17:00"}, "ends"),
    ({"ends": "17:00", "ends_day": "2020-01-01"}, "ends_day"),
    ({"hosting": "ghosts"}, "hosting"),
    ({"repeat": "daily", "until": ""}, "repeat"),
    ({"repeat": "week", "until": ""}, "until"),
    ({"repeat": "week", "until": "2001-01-01"}, "until"),
    ({"repeat": "week", "until": "2999-01-01"}, "until"),
    ({"repeat": "week", "until": "soon"}, "until"),
    ({"repeat": "", "until": "2027-06-01"}, "repeat"),
    # Weekly from 28 February 2027: the third is in the hour skipped by summer time.
    ({"day": "2027-02-28", "starts": "02:30", "ends": "", "repeat": "week", "until": "2027-04-01"}, "starts"),
]


def test_it_shows_what_is_wrong_at_its_field_and_saves_nothing(
    world: World, signed_in, subtests: pytest.Subtests
):
    before = everything(world)
    for changes, field in BAD:
        with subtests.test(changes=changes):
            response = signed_in("hill-leader").post(PLAN, form(world) | changes)
            assert response.status_code == 422
            assert set(response.context["form"].errors) == {field}
            page = response.content.decode()
            assert response.context["form"].errors[field][0] in page
            assert "Bring cards." in page
            assert everything(world) == before


def test_it_names_the_day_of_a_series_whose_time_does_not_exist(world: World, signed_in):
    data = form(world, day="2027-02-28", starts="02:30", ends="", repeat="week", until="2027-04-01")
    page = signed_in("hill-leader").post(PLAN, data).content.decode()
    assert keep_together("The clocks skip 2:30 a.m. on March 14, 2027. Choose another time.") in page


def test_it_begins_like_another_event_without_its_day(world: World, signed_in):
    client = signed_in("hill-leader")
    client.post(PLAN, form(world, is_public="on"))
    [event] = events(world)
    assert f'href="{PLAN}?from={event.pk}"' in client.get(url(f"{event.pk}/")).content.decode()
    result = client.get(f"{PLAN}?from={event.pk}").context["form"]
    names = ("kind", "title", "starts", "ends", "place", "hosting", "sponsored_by_oasis", "is_public")
    assert [result[name].value() for name in names] == [
        "awareness", "Street outreach", dt.time(18), dt.time(20), "Union Station", "co_hosted", True, True,
    ]  # fmt: skip
    assert (result["day"].value(), result["note"].value()) == (None, None)
    for source in (foreign_event(world).pk, "x", "9" * 30):
        assert not client.get(PLAN, {"from": source}).context["form"]["title"].value()
