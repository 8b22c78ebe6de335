from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from events.actions import Attendance, NewOrganization, OutputLine, cancel_event, hold_event, record_event
from events.models import Event
from stakeholders.models import Organization
from tests.base import World, within
from tests.events.base import (
    days_ago,
    deeds,
    everything,
    log,
    membership,
    organization,
    plan,
    recorded,
    stored,
    url,
)


@pytest.fixture
def event(world: World) -> Event:
    """A past training, still planned."""
    with within(world.hill):
        return plan(world, days_ago(world.hill, 2), kind="stakeholder_training", title="Seeing it")


def record(event: Event) -> str:
    return url(f"{event.pk}/record/")


def form(event: Event, **changes: Any) -> dict[str, Any]:
    return {"revision": event.revision, "people_present": "20"} | changes


def test_it_records_a_planned_event_as_held(world: World, signed_in, event: Event):
    with within(world.hill):
        station = organization("Fire station 2", "first_responders")
    data = form(
        event,
        organizations=[station.pk],
        members=[membership(world["hill-leader"]).pk],
        constituencies=["workers"],
        count__profession__police="11",
        count__profession__judges="0",
        output_1_quantity="20",
        output_1_unit="contacts",
    )
    response = signed_in("hill-leader").post(record(event), data)
    assert response.url == reverse("events:event-detail", args=["hill", event.pk])
    assert (stored(world, event).status, deeds(world, event)) == ("held", ["planned", "held"])
    assert recorded(world, event) == Attendance(
        organizations=(station.pk,),
        constituencies=("workers",),
        memberships=(membership(world["hill-leader"]).pk,),
        people_present=20,
        headcounts={"profession": {"police": 11, "judges": 0}},
        outputs=(OutputLine("contacts", 20),),
    )


def test_it_takes_several_outputs_at_once(world: World, signed_in, event: Event):
    client = signed_in("hill-leader")
    page = client.get(record(event)).content.decode()
    assert [number for number in range(1, 6) if f'name="output_{number}_quantity"' in page] == [1, 2, 3]
    rows = {1: "1,250", 2: "40", 3: "7"}
    typed = {f"output_{number}_quantity": quantity for number, quantity in rows.items()}
    units = {
        f"output_{number}_unit": unit
        for number, unit in zip(rows, ("items", "contacts", "items"), strict=True)
    }
    assert client.post(record(event), form(event, **typed, **units)).status_code == 302
    assert [(line.quantity, line.unit) for line in recorded(world, event).outputs] == [
        (1250, "items"), (40, "contacts"), (7, "items"),
    ]  # fmt: skip
    assert 'name="output_6_quantity"' in client.get(record(event)).content.decode()


def test_it_holds_an_event_of_which_nobody_knows_more(world: World, signed_in, event: Event):
    page = signed_in("hill-leader").post(record(event), form(event, people_present=""), follow=True)
    assert [(message.level_tag, str(message)) for message in page.context["messages"]] == [
        ("warning", "Recorded as held. Attendance is missing: until it is recorded, your figures are ranges.")
    ]
    assert stored(world, event).status == "held"
    assert recorded(world, event) == Attendance()


def test_it_corrects_what_was_recorded(world: World, signed_in):
    with within(world.hill):
        school, radio = organization("Hill High"), organization("Hill Radio", "media")
        present = Attendance(
            organizations=(school.pk,), people_present=9, headcounts={"gender": {"female": 5, "male": 4}}
        )
        event = log(world, days_ago(world.hill, 3), present)
    client = signed_in("hill-leader")
    opened = client.get(record(event)).context["form"]
    assert opened["organizations"].value() == [school.pk]
    assert opened["count__gender__female"].value() == 5
    data = form(event, people_present="8", organizations=[radio.pk], count__gender__female="5")
    client.post(record(event), data)
    assert recorded(world, event) == Attendance(
        organizations=(radio.pk,), people_present=8, headcounts={"gender": {"female": 5}}
    )
    assert (stored(world, event).revision, deeds(world, event)) == (2, ["logged", "recorded"])


def test_it_keeps_an_organization_that_was_deleted_since(world: World, signed_in):
    with within(world.hill):
        school = organization("Hill High")
        event = log(world, days_ago(world.hill, 3), Attendance(organizations=(school.pk,)))
        Organization.objects.filter(pk=school.pk).update(deleted_at=event.created_at)
        other = log(world, days_ago(world.hill, 4))
    client = signed_in("hill-leader")
    client.post(record(event), form(event, organizations=[school.pk]))
    assert recorded(world, event).organizations == (school.pk,)
    response = client.post(record(other), form(other, organizations=[school.pk]))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["organizations"])


def test_it_asks_for_professions_at_trainings_alone(world: World, signed_in, event: Event):
    client = signed_in("hill-leader")
    assert "Prosecutors" in client.get(record(event)).content.decode()
    with within(world.hill):
        meeting = log(world, days_ago(world.hill, 3))
    assert "Prosecutors" not in client.get(record(meeting)).content.decode()


def test_it_reports_a_conflict_and_keeps_the_text(world: World, signed_in, event: Event):
    client = signed_in("hill-leader")
    client.post(record(event), form(event, people_present="30"))
    before = everything(world)
    data = form(
        event,
        people_present="12",
        new_organization_1="Hill Radio",
        new_sector_1="media",
        constituencies=["youth"],
    )
    response = client.post(record(event), data)
    assert response.status_code == 409
    assert ["People present", "12", "30"] in response.context["conflict"]["rows"]
    assert ["Groups of people", "Youth", "empty"] in response.context["conflict"]["rows"]
    assert 'value="Hill Radio"' in response.content.decode()
    assert response.context["form"]["constituencies"].value() == ["youth"]
    assert everything(world) == before
    data["revision"] = response.context["form"]["revision"].value()
    assert client.post(record(event), data).status_code == 302
    assert recorded(world, event).people_present == 12


def test_it_is_no_conflict_to_send_the_same_form_twice(world: World, signed_in, event: Event):
    client = signed_in("hill-leader")
    data = form(event, new_organization_1="Hill Radio", new_sector_1="media")
    assert [client.post(record(event), data).status_code for _time in range(2)] == [302, 302]
    assert deeds(world, event) == ["planned", "held"]


def test_it_is_not_possible_before_the_event_has_begun(world: World, signed_in):
    with within(world.hill):
        event = plan(world, days_ago(world.hill, -2))
    client = signed_in("hill-leader")
    page = client.get(record(event), follow=True).content.decode()
    assert "You can record attendance once it has begun." in page
    response = client.post(record(event), form(event))
    assert response.status_code == 422
    assert "Enter a date that is not in the future." in response.content.decode()
    assert stored(world, event).status == "planned"


def test_it_is_not_possible_for_a_cancelled_event(world: World, signed_in, event: Event):
    with within(world.hill):
        cancel_event(event=event, reason="Rain", revision=1, by=world["hill-leader"])
    client = signed_in("hill-leader")
    assert "This event was canceled." in client.get(record(event), follow=True).content.decode()
    response = client.post(record(event), form(stored(world, event)))
    assert response.status_code == 422
    assert "This event was canceled." in response.content.decode()
    assert stored(world, event).status == "cancelled"


def test_it_rolls_everything_back_when_one_part_is_refused(world: World, event: Event):
    before = everything(world)
    bad = Attendance(
        people_present=5, new_organizations=(NewOrganization("Hill Radio", "media"),), memberships=(10**9,)
    )
    with within(world.hill), pytest.raises(ValidationError) as caught:
        hold_event(event=event, attendance=bad, revision=None, by=world["hill-leader"])
    assert list(caught.value.message_dict) == ["memberships"]
    assert everything(world) == before


WRONG = [
    (Attendance(constituencies=("aliens",)), "constituencies"),
    (Attendance(people_present=5, headcounts={"shoe_size": {"44": 1}}), "people_present"),
    (Attendance(outputs=(OutputLine("tons", 1),)), "outputs"),
    (Attendance(organizations=(10**9,)), "organizations"),
    (Attendance(new_organizations=(NewOrganization("x" * 161, "media"),)), "new_organizations"),
    (Attendance(new_organizations=(NewOrganization("Radio", "spies"),)), "new_organizations"),
]


def test_it_refuses_what_no_form_offers(world: World, event: Event, subtests: pytest.Subtests):
    for attendance, key in WRONG:
        with subtests.test(attendance=attendance):
            with within(world.hill), pytest.raises(ValidationError) as caught:
                hold_event(event=event, attendance=attendance, revision=1, by=world["hill-leader"])
            assert list(caught.value.message_dict) == [key]


def test_it_corrects_only_what_was_held(world: World, event: Event):
    with within(world.hill), pytest.raises(ValidationError, match="First record that it was held"):
        record_event(event=event, attendance=Attendance(), revision=1, by=world["hill-leader"])


BAD: list[tuple[dict[str, Any], str]] = [
    ({"people_present": "100001"}, "people_present"),
    ({"people_present": "", "count__gender__male": "1"}, "people_present"),
    ({"count__profession__police": "12", "count__profession__teachers": "9"}, "count__profession__police"),
    ({"count__gender__female": "x"}, "count__gender__female"),
    ({"members": ["77777777"]}, "members"),
    ({"organizations": ["1; drop"]}, "organizations"),
    ({"new_organization_3": "Only a name"}, "new_sector_3"),
    ({"new_organization_1": "a\x00b", "new_sector_1": "media"}, "new_organization_1"),
    ({"output_1_quantity": "1000000000", "output_1_unit": "items"}, "output_1_quantity"),
    ({"output_3_at_least": "on"}, "output_3_quantity"),
    ({"revision": ""}, "revision"),
]


def test_it_shows_what_is_wrong_at_its_field_and_saves_nothing(
    world: World, signed_in, event: Event, subtests: pytest.Subtests
):
    before = everything(world)
    for changes, field in BAD:
        with subtests.test(changes=changes):
            data = (
                form(event, output_1_what="Kept words", output_1_unit="items", output_1_quantity="2")
                | changes
            )
            response = signed_in("hill-leader").post(record(event), data)
            assert response.status_code == 422
            assert set(response.context["form"].errors) == {field}
            page = response.content.decode()
            assert response.context["form"].errors[field][0] in page
            assert "Kept words" in page
            assert everything(world) == before
