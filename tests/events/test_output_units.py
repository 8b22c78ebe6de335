"""Units of outputs: of every office, of one office, and money by currency."""

import pytest
from django.test import Client
from django.utils import timezone

from events.actions import Attendance, OutputLine, record_event
from events.models import Event, OfficeUnit, Output
from tests.base import World, within
from tests.events.base import days_ago, log, recorded, url
from tests.exports.test_data_links import body, make


@pytest.fixture
def event(world: World) -> Event:
    with within(world.hill):
        return log(world, days_ago(world.hill, 2), Attendance(people_present=9))


def add_unit(world: World, **fields) -> OfficeUnit:
    with within(world.usa):
        return OfficeUnit.objects.create(**{"title_en": "Rides", "added_by": world["usa-staff"]} | fields)


def type_output(event: Event, unit: str) -> dict[str, str]:
    return {
        "revision": str(event.revision),
        "people_present": "9",
        "output_1_quantity": "62",
        "output_1_unit": unit,
    }


def test_money_is_recorded_by_currency(world: World, signed_in, event: Event):
    client, page = signed_in("hill-leader"), url(f"{event.pk}/record/")
    assert "Money raised (USD)" in client.get(page).content.decode()
    assert client.post(page, type_output(event, "money-GBP")).status_code == 302
    assert recorded(world, event).outputs == (OutputLine("money-GBP", 62),)
    assert "Money raised (GBP): 62" in client.get(url(f"{event.pk}/")).content.decode()
    assert client.post(page, type_output(event, "money-QQQ")).status_code == 422


def test_a_unit_of_the_office_is_offered_until_it_is_retired(world: World, signed_in, event: Event):
    rides, old = add_unit(world), add_unit(world, title_en="Old", retired_at=timezone.now())
    client, page = signed_in("hill-leader"), url(f"{event.pk}/record/")
    assert client.post(page, type_output(event, old.code)).status_code == 422
    assert client.post(page, type_output(event, rides.code)).status_code == 302
    assert "Rides: 62" in client.get(url(f"{event.pk}/")).content.decode()
    link = make(signed_in("hill-coordinator"), "/c/hill/exports/outputs/")
    assert f"{rides.code},Rides,62" in body(Client().get(link))


def test_a_retired_unit_that_was_recorded_remains_a_choice(world: World, signed_in, event: Event):
    old = add_unit(world, title_en="Old", retired_at=timezone.now())
    with within(world.hill):
        Output.objects.create(event=event, unit=old.code, quantity=5)
    form = signed_in("hill-leader").get(url(f"{event.pk}/record/")).context["form"]
    assert (old.code, "Old") in form.fields["output_1_unit"].choices


def test_search_finds_an_output_by_its_words(world: World, signed_in, event: Event):
    rides = add_unit(world)
    with within(world.hill):
        Output.objects.create(event=event, unit="items", quantity=60, at_least=True, what="Freedom bags")
        Output.objects.create(event=event, unit=rides.code, quantity=3)
        Output.objects.create(event=event, unit="money-USD", quantity=3)
    for query in ("freedom bags", "items given", "rides", "money raised"):
        page = signed_in("hill-member").get("/c/hill/search/", {"q": query}).content.decode()
        assert url(f"{event.pk}/") in page
    assert (
        url(f"{event.pk}/") not in signed_in("dale-member").get("/c/dale/search/?q=freedom").content.decode()
    )


def test_a_number_that_cannot_be_gets_a_sentence_and_stays(world: World, signed_in, event: Event, subtests):
    client, page = signed_in("hill-leader"), url(f"{event.pk}/record/")
    for quantity, sentence in (
        ("-5", "Enter a number above zero."),
        ("0", "Enter a number above zero."),
        ("99999999999", "Enter a smaller number."),
        ("1.5", "Enter a whole number."),
        ("many", "Enter a whole number."),
        ("", "Enter a number."),
    ):
        with subtests.test(quantity):
            response = client.post(page, type_output(event, "items") | {"output_1_quantity": quantity})
            assert response.status_code == 422
            assert response.context["form"].errors == {"output_1_quantity": [sentence]}
            assert f'value="{quantity}"' in response.content.decode()
    assert recorded(world, event).outputs == ()


def test_saving_a_form_keeps_the_outputs_for_which_it_has_no_line(world: World, signed_in, event: Event):
    lines = tuple(OutputLine("items", number, what=f"batch {number}") for number in range(1, 46))
    with within(world.hill):
        record_event(
            event=event, attendance=Attendance(people_present=9, outputs=lines), revision=event.revision,
            by=world["hill-leader"],
        )  # fmt: skip
    client, page = signed_in("hill-leader"), url(f"{event.pk}/record/")
    response = client.get(page)
    assert "5 more outputs stay as they are." in response.content.decode()
    form = response.context["form"]
    sent = {name: form[name].value() for name in form.fields if name.startswith("output_")}
    typed = {name: value for name, value in sent.items() if value not in (None, "", False)}
    typed |= {"output_41_quantity": "99", "output_41_unit": "hours"}
    data = {"revision": form["revision"].value(), "people_present": "9", **typed}
    assert client.post(page, data).status_code == 302
    assert set(recorded(world, event).outputs) == {*lines, OutputLine("hours", 99)}
