import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import PopulationProfile
from events.actions import Attendance, OutputLine
from events.models import Event
from events.words import day_words
from stakeholders.models import Organization
from tests.base import World, within
from tests.events.base import (
    days_ago,
    deeds,
    everything,
    foreign_event,
    log,
    membership,
    organization,
    plan,
    recorded,
    url,
)
from tests.line_breaks import keep_together

LOG = url("log/")


def form(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid4()),
        "day": str(days_ago(world.hill, 1)),
        "starts": "19:00",
        "place": "Library",
        "note": "",
        "people_present": "",
    } | changes


def only(world: World) -> Event:
    with within(world.hill):
        return Event.objects.get()


def test_it_logs_a_meeting_with_a_day_a_time_and_ticks(world: World, signed_in):
    members = [membership(world[name]).pk for name in ("hill-leader", "hill-member")]
    response = signed_in("hill-leader").post(LOG, form(world, members=members))
    event = only(world)
    assert response.url == reverse("events:event-detail", args=["hill", event.pk])
    assert (event.kind, event.status, event.place) == ("team_meeting", "held", "Library")
    assert event.local_start.isoformat()[:16] == f"{days_ago(world.hill, 1)}T19:00"
    assert not event.has_end
    assert recorded(world, event) == Attendance(memberships=tuple(sorted(members)), people_present=2)
    assert (event.created_by_id, deeds(world, event)) == (world["hill-leader"].pk, ["logged"])


def test_it_logs_everything_else_that_is_unfolded(world: World, signed_in):
    with within(world.hill):
        PopulationProfile.objects.create(
            dimension="race", group="asian", people=9, source="census", year=2010
        )
        school = organization("Hill High")
    data = form(
        world,
        ends="01:00",
        people_present="12",
        organizations=[school.pk],
        new_organization_1="  Hill   Radio ",
        new_sector_1="media",
        new_organization_2="hill high",
        new_sector_2="media",
        constituencies=["youth", "parents"],
        count__gender__female="7",
        count__gender__male="0",
        count__race__asian="3",
        output_1_quantity="60",
        output_1_unit="items",
        output_1_at_least="on",
        output_1_what="cards",
    )
    signed_in("hill-leader").post(LOG, data)
    event = only(world)
    with within(world.hill):
        radio = Organization.objects.get(name="Hill Radio", sector="media", created_by=world["hill-leader"])
        assert Organization.objects.count() == 2
    assert event.ends_at - event.starts_at == dt.timedelta(hours=6)
    assert recorded(world, event) == Attendance(
        organizations=(school.pk, radio.pk),
        constituencies=("parents", "youth"),
        people_present=12,
        headcounts={"gender": {"female": 7, "male": 0}, "race": {"asian": 3}},
        outputs=(OutputLine("items", 60, at_least=True, what="cards"),),
    )


def test_it_makes_one_row_when_it_is_sent_twice(world: World, signed_in):
    client, data = (
        signed_in("hill-leader"),
        form(world, new_organization_1="Hill Radio", new_sector_1="media"),
    )
    first, second = client.post(LOG, data), client.post(LOG, data)
    assert first.url == second.url == reverse("events:event-detail", args=["hill", only(world).pk])
    with within(world.hill):
        assert Organization.objects.count() == 1


def test_it_proposes_earlier_places_and_offers_them_nowhere_else(world: World, signed_in):
    with within(world.hill):
        for days, place in ((9, "Library"), (2, "Café")):
            log(world, days_ago(world.hill, days), place=place)
    page = signed_in("hill-leader").get(LOG).content.decode()
    assert ('<option value="Café">' in page, '<option value="Library">' in page) == (True, True)
    # The header's link to other places, of which she has none.
    assert "Your communities and offices" not in page


def test_it_asks_whether_a_second_meeting_of_the_day_is_another_one(world: World, signed_in):
    with within(world.hill):
        log(world, days_ago(world.hill, 1), starts=dt.time(9))
    client, data = signed_in("hill-leader"), form(world, note="Kept words")
    before = everything(world)
    response = client.post(LOG, data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["another"])
    page = response.content.decode()
    assert (
        keep_together("9 a.m. Check the box") in page,
        "Kept words" in page,
        'name="another"' in page,
    ) == (True, True, True)
    assert everything(world) == before
    assert client.post(LOG, data | {"another": "on"}).status_code == 302
    with within(world.hill):
        assert Event.objects.held().count() == 2


def test_it_offers_to_take_the_meeting_back(world: World, signed_in):
    client = signed_in("hill-leader")
    page = client.post(LOG, form(world), follow=True).content.decode()
    event = only(world)
    undo = reverse("events:event-delete", args=["hill", event.pk])
    assert "Saved." in page
    client.post(undo)
    with within(world.hill):
        assert list(Event.objects.not_deleted()) == []


def test_it_proposes_the_usual_day_and_time(world: World, signed_in):
    client = signed_in("hill-leader")
    assert client.get(LOG).context["form"]["day"].value() == days_ago(world.hill, 0)
    with within(world.hill):
        for weeks in (2, 3, 4):
            log(world, days_ago(world.hill, 7 * weeks - 5), starts=dt.time(18, 30))
    form = client.get(LOG).context["form"]
    assert form["day"].value() == days_ago(world.hill, 2)
    assert (form["starts"].value(), form["place"].value()) == (dt.time(18, 30), None)


def get_message(response: Any) -> str:
    return response.context["explanation"]


def is_ticked(response: Any) -> bool:
    return " checked" in response.content.decode()


def test_it_opens_with_the_usual_place_and_nobody_ticked(world: World, signed_in):
    with within(world.hill):
        came = all_came(world)
        for weeks in (4, 3, 2):
            log(world, days_ago(world.hill, 7 * weeks - 5), came, place="Library")
        # Another weekday and place.
        log(world, days_ago(world.hill, 12), came, place="Park")
    response = signed_in("hill-leader").get(LOG)
    filled = response.context["form"]
    assert filled["place"].value() == "Library"
    for name in ("members", "organizations", "constituencies", "people_present"):
        assert not filled[name].value(), name
    assert not is_ticked(response)
    assert get_message(response) == f"Filled in as usual: {day_words(days_ago(world.hill, 2))}; Library."


def all_came(world: World) -> Attendance:
    members = sorted(membership(world[name]).pk for name in ("hill-leader", "hill-member"))
    return Attendance(
        memberships=tuple(members),
        organizations=(organization("First Church").pk,),
        constituencies=("parents",),
    )


def test_long_after_the_usual_day_it_proposes_today_and_what_is_usual_on_any(world: World, signed_in):
    with within(world.hill):
        for weeks in (3, 2):
            log(world, days_ago(world.hill, 7 * weeks - 4), place="Library")
    response = signed_in("hill-leader").get(LOG)
    today = days_ago(world.hill, 0)
    assert (response.context["form"]["day"].value(), get_message(response)) == (
        today,
        f"Filled in as usual: {day_words(today)}; Library.",
    )


def test_it_says_the_day_alone_where_only_that_is_usual(world: World, signed_in):
    client = signed_in("hill-leader")
    assert get_message(client.get(LOG)) == ""
    with within(world.hill):
        for weeks in (3, 2):
            log(world, days_ago(world.hill, 7 * weeks - 6))
    assert get_message(client.get(LOG)) == f"Filled in as usual: {day_words(days_ago(world.hill, 1))}."


SAME = {"same_as_last_time": "1"}


def test_the_button_ticks_who_was_there_last_time_and_keeps_what_was_typed(world: World, signed_in):
    with within(world.hill):
        came, bank = all_came(world), organization("Corner Bank")
        log(world, days_ago(world.hill, 14), Attendance(organizations=(bank.pk,)), place="Café")
        log(world, days_ago(world.hill, 7), came, place="Library")
    leader = membership(world["hill-leader"]).pk
    typed = form(
        world, place=" ", note="Kept words", starts="19:3", people_present="9", members=[leader],
        organizations=[bank.pk], output_2_quantity="5",
    )  # fmt: skip
    client, before = signed_in("hill-leader"), everything(world)
    response = client.post(LOG, typed | SAME)
    shown = response.context["form"]
    assert (response.status_code, shown.errors) == (200, {})
    others = [pk for pk in came.memberships if pk != leader]
    assert shown["members"].value() == [str(pk) for pk in (leader, *others)]
    assert shown["organizations"].value() == [str(bank.pk), str(came.organizations[0])]
    assert shown["constituencies"].value() == ["parents"]
    kept_fields = {
        name: shown[name].value() for name in ("place", "note", "starts", "people_present", "client_id")
    }
    assert kept_fields == {
        "place": "Library", "note": "Kept words", "starts": "19:3", "people_present": "9",
        "client_id": typed["client_id"],
    }  # fmt: skip
    page = response.content.decode()
    assert 'name="output_2_quantity" value="5"' in page
    filled_in = "Library; 2 members; First Church; Parents. Uncheck people who were not there."
    assert filled_in in page.partition('role="status"')[2]
    assert everything(world) == before
    typed_place = client.post(LOG, form(world, place="Park") | SAME).context["form"]
    assert typed_place["place"].value() == "Park"


def test_the_button_is_not_there_without_a_last_time_and_does_no_harm(world: World, signed_in):
    client = signed_in("hill-leader")
    assert "Same as last time" not in client.get(LOG).content.decode()
    response = client.post(LOG, form(world) | SAME)
    assert (response.status_code, is_ticked(response)) == (200, False)
    with within(world.hill):
        log(world, days_ago(world.hill, 7))
    assert "Same as last time" not in client.get(LOG).content.decode()


def test_enter_saves_and_does_not_press_the_button(world: World, signed_in):
    with within(world.hill):
        log(world, days_ago(world.hill, 7), place="Library")
    page = signed_in("hill-leader").get(LOG).content.decode()
    first = page.partition("data-guard")[2].partition('type="submit"')[2].partition(">")[0]
    assert "name=" not in first


def test_the_button_leaves_out_who_left_and_what_was_deleted(world: World, signed_in):
    gone = membership(world["hill-member"])
    with within(world.hill):
        church = organization("First Church")
        came = Attendance(memberships=(gone.pk,), organizations=(church.pk,))
        log(world, days_ago(world.hill, 9), came, place="Library")
        church.deleted_at = gone.ended_at = timezone.now()
        church.save()
    gone.save()
    response = signed_in("hill-leader").post(LOG, form(world) | SAME)
    assert not is_ticked(response)
    assert response.context["last"].explanation.endswith(": Library. Uncheck people who were not there.")


def test_a_copy_of_a_meeting_takes_its_place_and_times_and_ticks_nobody(world: World, signed_in):
    with within(world.hill):
        came = all_came(world)
        older = log(
            world, days_ago(world.hill, 14), came, place="Church hall", starts=dt.time(9), ends=dt.time(10)
        )
        log(world, days_ago(world.hill, 7), came, place="Library")
    client = signed_in("hill-leader")
    response = client.get(f"{LOG}?from={older.pk}")
    form = response.context["form"]
    assert form["place"].value() == "Church hall"
    assert (form["starts"].value(), form["ends"].value()) == (dt.time(9), dt.time(10))
    assert not is_ticked(response)
    assert get_message(response).endswith(": Church hall.")
    assert f'href="{LOG}?from={older.pk}"' in client.get(url(f"{older.pk}/")).content.decode()


def test_a_planned_meeting_is_recorded_with_nobody_ticked(world: World, signed_in):
    with within(world.hill):
        log(world, days_ago(world.hill, 7), all_came(world))
        event = plan(world, days_ago(world.hill, 1))
    assert not is_ticked(signed_in("hill-leader").get(url(f"{event.pk}/record/")))


def test_it_begins_empty_for_what_is_no_meeting_of_ours(world: World, signed_in):
    with within(world.hill):
        for weeks in (3, 2):
            log(world, days_ago(world.hill, 7 * weeks - 5), place="Library")
        talk = log(world, days_ago(world.hill, 2), kind="education", place="School")
    theirs = foreign_event(world)
    client = signed_in("hill-leader")
    for source in ("", "x", "-1", "0", "9" * 30, "\x00", talk.pk, theirs.pk):
        response = client.get(LOG, {"from": source})
        assert response.status_code == 200
        assert response.context["form"]["place"].value() is None


def test_it_asks_about_the_meeting_that_was_planned(world: World, signed_in):
    with within(world.hill):
        event = plan(world, days_ago(world.hill, 1))
    page = signed_in("hill-leader").get(LOG).content.decode()
    assert reverse("events:event-record", args=["hill", event.pk]) in page


TOO_LONG = "x" * 161
BAD: list[tuple[dict[str, Any], str]] = [
    ({"day": ""}, "day"),
    ({"day": "yesterday"}, "day"),
    ({"day": "1999-12-31"}, "day"),
    ({"day": "9999-12-31"}, "day"),
    ({"day": "2026-02-30"}, "day"),
    ({"starts": ""}, "starts"),
    ({"starts": "25:00"}, "starts"),
    ({"day": "2025-03-09", "starts": "02:30"}, "starts"),
    ({"starts": "19:00", "ends": "18:59"}, "ends"),
    ({"ends": "20:00", "ends_day": "2001-01-01"}, "ends_day"),
    ({"place": TOO_LONG}, "place"),
    ({"place": "a\x00b"}, "place"),
    ({"note": "x" * 4001}, "note"),
    ({"note": "a\x00b"}, "note"),
    ({"people_present": "many"}, "people_present"),
    ({"people_present": "-1"}, "people_present"),
    ({"people_present": "9" * 5000}, "people_present"),
    ({"people_present": "3.5"}, "people_present"),
    ({"count__gender__female": "3"}, "people_present"),
    (
        {"people_present": "2", "count__gender__female": "2", "count__gender__male": "1"},
        "count__gender__female",
    ),
    ({"people_present": "2", "count__age_band__65+": "3"}, "count__age_band__0-14"),
    ({"people_present": "2", "count__gender__male": "-3"}, "count__gender__male"),
    ({"members": ["0"]}, "members"),
    ({"members": ["9" * 40]}, "members"),
    ({"members": ["a\x00"]}, "members"),
    ({"organizations": ["999999999"]}, "organizations"),
    ({"constituencies": ["aliens"]}, "constituencies"),
    ({"new_organization_1": "Hill Radio"}, "new_sector_1"),
    ({"new_sector_2": "media"}, "new_organization_2"),
    ({"new_organization_1": TOO_LONG, "new_sector_1": "media"}, "new_organization_1"),
    ({"new_organization_1": "a\x00", "new_sector_1": "media"}, "new_organization_1"),
    ({"new_organization_1": "Radio", "new_sector_1": "spies"}, "new_sector_1"),
    ({"output_1_quantity": "5"}, "output_1_unit"),
    ({"output_1_unit": "items"}, "output_1_quantity"),
    ({"output_1_unit": "items", "output_1_quantity": "0"}, "output_1_quantity"),
    ({"output_1_unit": "tons", "output_1_quantity": "1"}, "output_1_unit"),
    ({"output_2_what": TOO_LONG}, "output_2_what"),
    ({"client_id": "not-a-uuid"}, "client_id"),
]


def test_it_shows_what_is_wrong_at_its_field_and_saves_nothing(
    world: World, signed_in, subtests: pytest.Subtests
):
    before = everything(world)
    for changes, field in BAD:
        with subtests.test(changes=changes):
            response = signed_in("hill-leader").post(LOG, form(world, note="Kept words") | changes)
            assert response.status_code == 422
            assert set(response.context["form"].errors) == {field}
            page = response.content.decode()
            assert (
                response.context["form"].errors[field][0].replace("'", "&#x27;").replace('"', "&quot;")
                in page
            )
            if "note" not in changes:
                assert "Kept words" in page
            assert everything(world) == before


def test_it_refuses_a_meeting_that_is_still_to_come(world: World, signed_in):
    response = signed_in("hill-leader").post(LOG, form(world, day=str(days_ago(world.hill, -1))))
    assert response.status_code == 422
    assert response.context["form"].errors == {"day": ["Enter a date that is not in the future."]}


def test_of_today_the_time_is_at_fault(world: World, signed_in, monkeypatch):
    today = timezone.now().astimezone(world.hill.zone)
    noon = today.replace(hour=12, minute=0, second=0, microsecond=0)
    monkeypatch.setattr("events.actions.saving.timezone.now", lambda: noon)
    response = signed_in("hill-leader").post(LOG, form(world, day=str(noon.date()), starts="12:01"))
    assert response.context["form"].errors == {"starts": ["Enter a time that has passed."]}


def test_it_says_the_sum_that_is_too_large(world: World, signed_in):
    data = form(world, people_present="4", count__gender__female="3", count__gender__another="2")
    page = signed_in("hill-leader").post(LOG, data).content.decode()
    assert "Gender: These add up to 5, but the total is 4." in page
    assert "Female: These add up" not in page


def test_it_refuses_more_members_than_people(world: World, signed_in):
    members = [membership(world[name]).pk for name in ("hill-leader", "hill-member")]
    response = signed_in("hill-leader").post(LOG, form(world, members=members, people_present="1"))
    assert response.context["form"].errors == {
        "people_present": ["2 members are selected, but the total is 1."]
    }


def test_it_takes_no_member_and_no_organization_of_another_community(world: World, signed_in):
    with within(world.dale):
        theirs = organization("Dale High")
    before = everything(world)
    data = form(world, members=[membership(world["dale-leader"]).pk], organizations=[theirs.pk])
    response = signed_in("hill-leader").post(LOG, data)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"members", "organizations"}
    assert everything(world) == before
