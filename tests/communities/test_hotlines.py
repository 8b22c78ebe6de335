"""Staff confirm the hotlines and the emergency number of their office."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communities.hotlines import SUGGESTIONS
from communities.models import AuditEntry, Office
from tests.base import World, add_staff, sign_in, within

PAGE = "/office/usa/hotlines/"


def typed(*rows: dict[str, Any], emergency: str = "911") -> dict[str, Any]:
    fields = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0, "emergency_number": emergency}
    return fields | {f"form-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}


def stored(world: World) -> Office:
    return Office.objects.get(pk=world.usa.pk)


@pytest.fixture
def unconfirmed(world: World) -> World:
    Office.objects.filter(pk=world.usa.pk).update(hotlines=[], hotlines_confirmed_on=None)
    return world


def test_it_suggests_the_hotline_of_the_country_and_stores_it_only_once_confirmed(
    unconfirmed: World, signed_in
):
    client = signed_in("usa-staff")
    text = client.get(PAGE).content.decode()
    assert "Not confirmed yet." in text
    for message in ("National Human Trafficking Hotline", "1-888-373-7888", 'value="911"'):
        assert message in text
    assert stored(unconfirmed).hotlines == []
    suggested = SUGGESTIONS["US"]
    saved = client.post(PAGE, typed(dict(suggested), {"name": "", "number": ""}))
    assert saved.headers["Location"] == "/office/usa/"
    office = stored(unconfirmed)
    assert [hotline["number"] for hotline in office.hotlines] == ["1-888-373-7888"]
    assert (office.hotlines[0]["languages"], office.hotlines[0]["text_number"]) == (["en", "es"], "233733")
    assert office.hotlines_confirmed_on == timezone.localdate(timezone=office.zone)
    assert "Confirmed on" in client.get(PAGE).content.decode()
    with within(unconfirmed.usa):
        assert AuditEntry.objects.filter(
            table_name="communities_office", actor_id=unconfirmed["usa-staff"].pk
        )


def test_it_says_what_is_wrong_and_keeps_what_was_typed(world: World, signed_in, subtests):
    client = signed_in("usa-staff")
    right = {"name": "Line", "number": "626-555-0142"}
    for data, message in (
        (typed(right | {"number": "12"}), "Enter a valid phone number."),
        (typed(right | {"number": ""}), "This field is required."),
        (typed(right | {"text_number": "HELP"}), "Enter digits only."),
        (typed(right | {"url": "nowhere"}), "Enter a valid URL."),
        (typed(right, emergency="police"), "Enter digits only."),
        (typed({"name": "", "number": ""}), "Enter at least one hotline."),
    ):
        with subtests.test(message):
            response = client.post(PAGE, data)
            text = response.content.decode()
            assert response.status_code == 422
            assert message in text
            if data["form-0-name"]:
                assert 'value="Line"' in text
    assert stored(world).hotline == "1-888-373-7888"


def test_what_was_typed_stays_whatever_the_hidden_count_says(world: World, signed_in):
    sent = typed({"name": "Line", "number": "12"}) | {"form-TOTAL_FORMS": "x"}
    response = signed_in("usa-staff").post(PAGE, sent)
    assert response.status_code == 422
    assert 'value="Line"' in response.content.decode()


def test_an_office_may_have_several_and_its_own_emergency_number(world: World, signed_in):
    rows = [{"name": f"Line {number}", "number": number} for number in ("988", "626-555-0142")]
    signed_in("usa-staff").post(PAGE, typed(*rows, emergency="112"))
    assert (stored(world).hotline, stored(world).emergency_number) == ("988, 626-555-0142", "112")


def test_a_new_office_adds_its_first_community_next(client: Client, world: World):
    new = Office.objects.create(name="Oasis Canada", slug="canada", country="CA")
    sign_in(client, add_staff(new, "canada-staff"))
    for next_page in ("/office/canada/communities/new/", "/office/canada/"):
        saved = client.post("/office/canada/hotlines/", typed({"name": "Line", "number": "626-555-0142"}))
        assert saved.headers["Location"] == next_page
        assert "Your hotlines are confirmed." in client.get(next_page).content.decode()
