import datetime as dt

import pytest
from django.utils.formats import date_format

from events.actions import Attendance, OutputLine, update_event
from events.models import Event
from tests.base import World, within
from tests.events.base import days_ago, details, log, membership, organization, plan, url
from tests.line_breaks import keep_together


@pytest.fixture
def event(world: World) -> Event:
    with within(world.hill):
        school, radio = organization("Hill High"), organization("Hill Radio", "media")
        present = Attendance(
            organizations=(school.pk, radio.pk),
            constituencies=("parents",),
            memberships=(membership(world["hill-member"]).pk,),
            people_present=12,
            headcounts={"gender": {"female": 7, "male": 0}},
            outputs=(OutputLine("items", 1200, at_least=True, what="cards"),),
        )
        day = days_ago(world.hill, 3)
        return log(world, day, present, title="Talk", note="First\nsecond <b>", ends=dt.time(0, 30))


def test_it_shows_everything(world: World, signed_in, event: Event):
    page = signed_in("hill-member").get(url(f"{event.pk}/")).content.decode()
    for text in ("Talk", "Hill High", "Hill Radio", "Media", "Parents", "hill-member", "12 people", "cards"):
        assert text in page
    assert keep_together("7 p.m. to 12:30 a.m.") in page
    assert "First<br>second &lt;b&gt;" in page
    assert "Items given out: at least 1,200 (cards)" in page
    context = signed_in("hill-member").get(url(f"{event.pk}/")).context
    assert context["tables"][0]["rows"] == [["Women and girls", 7], ["Men and boys", 0], ["Not recorded", 5]]


def test_it_says_who_changed_what(world: World, signed_in, event: Event):
    with within(world.hill):
        changed = details(
            world.hill, days_ago(world.hill, 3), title="Talk", note="New", place="Park", ends=dt.time(0, 30)
        )
        update_event(event=event, details=changed, revision=1, by=world["hill-coordinator"])
    history = signed_in("hill-member").get(url(f"{event.pk}/")).context["history"]
    assert [(change["who"], change["action"]) for change in history] == [
        ("hill-coordinator", "changed it"),
        ("hill-leader", "recorded it"),
    ]
    assert history[0]["lines"] == ["Place: empty → Park", "Note"]


def test_it_says_times_as_the_page_does(world: World, signed_in, event: Event):
    with within(world.hill):
        day = days_ago(world.hill, 3)
        changed = details(
            world.hill, day, title="Talk", note=event.note, starts=dt.time(18), ends=dt.time(0, 30)
        )
        update_event(event=event, details=changed, revision=1, by=world["hill-coordinator"])
    [line] = signed_in("hill-member").get(url(f"{event.pk}/")).context["history"][0]["lines"]
    at = date_format(day)
    assert line == keep_together(f"Starts: {at}, 7 p.m. → {at}, 6 p.m.")


def test_it_shows_members_no_buttons(world: World, signed_in, event: Event):
    page = signed_in("hill-member").get(url(f"{event.pk}/")).content.decode()
    assert [name for name in ("edit", "record", "delete") if url(f"{event.pk}/{name}/") in page] == []
    page = signed_in("hill-leader").get(url(f"{event.pk}/")).content.decode()
    assert [name for name in ("edit", "record", "delete") if url(f"{event.pk}/{name}/") in page] == [
        "edit",
        "record",
        "delete",
    ]


def test_it_asks_whether_a_past_event_was_held(world: World, signed_in):
    with within(world.hill):
        waiting, coming = plan(world, days_ago(world.hill, 3)), plan(world, days_ago(world.hill, -3))
    client = signed_in("hill-leader")
    assert "This event needs an outcome" in client.get(url(f"{waiting.pk}/")).content.decode()
    page = client.get(url(f"{coming.pk}/")).content.decode()
    assert ("This event needs an outcome" in page, url(f"{coming.pk}/record/") in page) == (False, False)


def test_it_says_that_nobody_counted(world: World, signed_in):
    with within(world.hill):
        event = log(world, days_ago(world.hill, 3))
    page = signed_in("hill-member").get(url(f"{event.pk}/")).content.decode()
    assert "Not counted" in page
    assert "Not recorded" in page
