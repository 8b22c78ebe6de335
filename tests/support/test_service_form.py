"""Adding and editing a service."""

import re
import time
from typing import Any

import pytest

from support.models import Service
from tests.base import World, sign_in, within
from tests.stakeholders.base import add
from tests.support.services_base import (
    SECRET,
    get_hours,
    how_many,
    make,
    service_data,
    services,
    span,
    stored,
)

NEW = services("hill", "new/")


def only(world: World) -> Service:
    with within(world.hill):
        return Service.objects.get()


def test_no_group_of_fields_is_named_like_one_of_them(world: World, signed_in):
    page = signed_in("hill-leader").get(NEW).content.decode()
    legends = re.findall(r"<(?:legend|h2)[^>]*>\s*([^<]+?)\s*<", page)
    labels = re.findall(r"<label[^>]*>\s*([^<]+?)\s*<", page)
    assert "Where it is" in legends
    assert set(legends) & set(labels) == set()


def edit(service: Service, slug: str = "hill") -> str:
    return services(slug, f"{service.pk}/edit/")


def changed(service: Service, **changes):
    data = service_data(revision=service.revision) | changes
    del data["client_id"]
    return data


WRONG_ADD: list[dict[str, Any]] = [
    {"name": ""},
    {"name": "x" * 161},
    {"provider": "\0"},
    {"kinds": []},
    {"kinds": ["spaceship"]},
    {"languages": []},
    {"languages": ["xx"]},
    {"phone": "555"},
    {"phone": "call us"},
    {"phone": "999 999 9999"},
    {"website": "javascript:alert(1)"},
    {"email": "desk"},
    {"description": "x" * 1001},
    {"organization": "999999"},
    {"client_id": "x"},
]


WRONG_HOURS = [
    ({"hours-0-0-opens": "09:00"}, "0-0-closes"),
    ({"hours-0-0-opens": "9 o'clock", "hours-0-0-closes": "17:00"}, "0-0-opens"),
    (
        {
            "hours-0-0-opens": "09:00",
            "hours-0-0-closes": "13:00",
            "hours-0-1-opens": "12:00",
            "hours-0-1-closes": "17:00",
        },
        "0-1-opens",
    ),
    (
        {
            "hours-0-0-opens": "08:00",
            "hours-0-0-closes": "12:00",
            "hours-0-1-opens": "22:00",
            "hours-0-1-closes": "09:00",
        },
        "0-1-opens",
    ),
]


class TestAdd:
    def test_it_saves_everything_that_was_typed(self, world: World, signed_in):
        register = add(world.hill, "Hill Women's Center")
        response = signed_in("hill-leader").post(NEW, service_data(organization=register.pk))
        service = only(world)
        assert response["Location"] == services("hill", f"{service.pk}/")
        assert (service.kinds, service.languages) == (["housing", "food"], ["en", "es"])
        assert (service.phone, service.website) == ("+1 626-555-0142", "https://shelter.example")
        assert (service.address, service.address_is_public, service.is_public) == (SECRET, False, True)
        assert (service.organization_id, service.confirmed_on) == (register.pk, None)
        assert service.created_by_id == world["hill-leader"].pk
        workdays = [span(day, "09:00", "17:00") for day in range(5)]
        assert get_hours(world.hill, service) == [*workdays, span(5, "22:00", "06:00")]

    def test_it_says_what_an_address_can_cost(self, signed_in):
        page = signed_in("hill-leader").get(NEW).content.decode()
        assert "s address can cost a life" in page
        assert "Never write about a survivor." in page

    def test_it_saves_once_when_it_is_sent_twice(self, world: World, signed_in):
        client, data = signed_in("hill-leader"), service_data()
        assert client.post(NEW, data)["Location"] == client.post(NEW, data)["Location"]
        assert how_many(world.hill) == 1
        assert len(get_hours(world.hill, only(world))) == 6

    def test_it_tells_who_sends_it_again_with_other_hours(self, world: World, signed_in):
        client, data = signed_in("hill-leader"), service_data()
        assert client.post(NEW, data).status_code == 302
        assert client.post(NEW, data | {"hours-alike-0-closes": "20:00"}).status_code == 409
        assert len(get_hours(world.hill, only(world))) == 6

    def test_it_takes_a_day_that_differs_from_the_row_for_all(self, world: World, signed_in):
        data = service_data(**{"hours-2-0-opens": "10:00", "hours-2-0-closes": "12:00"})
        data |= {"hours-2-1-opens": "14:00", "hours-2-1-closes": "16:00"}
        signed_in("hill-leader").post(NEW, data)
        results = [hour for hour in get_hours(world.hill, only(world)) if hour.weekday == 2]
        assert results == [span(2, "10:00", "12:00"), span(2, "14:00", "16:00")]

    @pytest.mark.parametrize(
        ("typed", "stored_phone"),
        [
            ("988", "988"),
            ("1-888-373-7888", "+1 888-373-7888"),
            ("+44 20 7946 0018", "+44 20 7946 0018"),
            ("626 555 0142 x12", "+1 626-555-0142 ext. 12"),
            ("", ""),
        ],
    )
    def test_it_writes_phones_in_one_way(self, world: World, signed_in, typed: str, stored_phone: str):
        signed_in("hill-leader").post(NEW, service_data(phone=typed))
        assert only(world).phone == stored_phone

    def test_it_explains_what_is_wrong_and_saves_nothing(
        self, world: World, signed_in, subtests: pytest.Subtests
    ):
        for bad in WRONG_ADD:
            with subtests.test(bad=bad):
                response = signed_in("hill-leader").post(NEW, service_data(**bad))
                page = response.content.decode()
                assert response.status_code == 422
                assert list(response.context["form"].errors) == list(bad)
                assert "There is a problem" in page
                assert "Women over 18" in page
                assert how_many(world.hill) == 0

    def test_it_explains_hours_that_do_not_fit(self, world: World, signed_in, subtests: pytest.Subtests):
        for bad, field in WRONG_HOURS:
            with subtests.test(bad=bad):
                response = signed_in("hill-leader").post(NEW, service_data(**bad))
                assert response.status_code == 422
                assert list(response.context["hours"].errors) == [field]
                assert "Check the opening hours" in response.content.decode()
                assert how_many(world.hill) == 0

    def test_it_calls_no_missing_address_public(self, world: World, signed_in):
        signed_in("hill-leader").post(NEW, service_data(address="", address_is_public="on"))
        assert only(world).address_is_public is False

    def test_it_offers_no_organization_of_others(self, world: World, signed_in):
        theirs = add(world.dale, "Dale Center")
        response = signed_in("hill-leader").post(NEW, service_data(organization=theirs.pk))
        assert response.status_code == 422
        assert how_many(world.hill) == 0


WRONG_EDIT: list[dict[str, Any]] = [{"name": ""}, {"phone": "1"}, {"revision": "x"}, {"kinds": []}]


class TestEdit:
    def test_it_saves_and_replaces_the_hours(self, world: World, signed_in):
        service = make(world.hill, hours=[span(6, "10:00", "12:00")])
        client = signed_in("hill-leader")
        page = client.get(edit(service)).content.decode()
        assert 'value="Safe House"' in page
        assert 'value="10:00"' in page
        client.post(edit(service), changed(service))
        now = stored(world.hill, service)
        assert (now.name, now.revision) == ("Hill Shelter", 2)
        assert span(6, "10:00", "12:00") not in get_hours(world.hill, service)
        assert len(get_hours(world.hill, service)) == 6

    def test_it_keeps_the_hours_that_the_form_showed(self, world: World, signed_in):
        hours = [span(0, "09:00", "12:00"), span(0, "14:00", "17:00"), span(6, "22:00", "04:00")]
        service = make(world.hill, hours=hours)
        client = signed_in("hill-leader")
        shown = client.get(edit(service)).context["hours"]
        data = {field.html_name: field.value() for field in shown if field.value()}
        rest = {key: value for key, value in changed(service).items() if not key.startswith("hours-")}
        assert client.post(edit(service), rest | data).status_code == 302
        assert get_hours(world.hill, service) == hours

    def test_it_drops_the_confirmation_of_nothing(self, world: World, signed_in):
        service = make(world.hill, confirmed_on="2026-01-05")
        signed_in("hill-leader").post(edit(service), changed(service))
        assert str(stored(world.hill, service).confirmed_on) == "2026-01-05"

    def test_it_lets_the_first_of_two_win_and_shows_the_other_both(self, world: World, signed_in):
        service = make(world.hill)
        client = signed_in("hill-leader")
        client.post(edit(service), changed(service, name="First"))
        second = changed(service, name="Second", **{"hours-6-0-opens": "01:00", "hours-6-0-closes": "02:00"})
        response = client.post(edit(service), second)
        page = response.content.decode()
        assert response.status_code == 409
        assert stored(world.hill, service).name == "First"
        assert span(6, "01:00", "02:00") not in get_hours(world.hill, service)
        assert "Another person saved meanwhile" in page
        assert "<strong>First</strong>" in page
        assert 'value="Second"' in page
        revision = response.context["form"]["revision"].value()
        assert client.post(edit(service), second | {"revision": revision}).status_code == 302
        assert stored(world.hill, service).name == "Second"

    def test_it_explains_what_is_wrong_and_saves_nothing(
        self, world: World, signed_in, subtests: pytest.Subtests
    ):
        for bad in WRONG_EDIT:
            with subtests.test(bad=bad):
                service = make(world.hill)
                response = signed_in("hill-leader").post(edit(service), changed(service, **bad))
                assert response.status_code == 422
                assert list(response.context["form"].errors) == list(bad)
                assert stored(world.hill, service).revision == 1


class TestBin:
    def test_it_deletes_with_undo_and_lists_what_is_deleted(self, world: World, signed_in):
        service = make(world.hill)
        client = signed_in("hill-leader")
        response = client.post(services("hill", f"{service.pk}/delete/"), follow=True)
        restore = services("hill", f"{service.pk}/restore/")
        assert f'action="{restore}"' in response.content.decode()
        assert stored(world.hill, service).deleted_at is not None
        assert restore in client.get(services("hill", "trash/")).content.decode()
        assert client.post(restore, {"next": services("hill")})["Location"] == services("hill")
        assert stored(world.hill, service).deleted_at is None
        client.get(services("hill"))
        assert "Nothing yet" in client.get(services("hill", "trash/")).content.decode()

    @pytest.mark.parametrize(("person", "status"), [("hill-member", 403), ("stranger", 404)])
    def test_it_shows_the_trash_to_leaders(self, signed_in, person: str, status: int):
        assert signed_in(person).get(services("hill", "trash/")).status_code == status


@pytest.mark.parametrize("rest", ["new/", "{}/edit/", "import/"])
def test_it_keeps_a_confidential_address_out_of_the_session_when_the_login_is_old(
    world: World, client, rest: str
):
    there = services("hill", rest.format(make(world.hill).pk))
    person = sign_in(client, world["hill-leader"], at=time.time() - 31 * 86400)
    response = person.post(there, service_data(address=SECRET, signed=SECRET))
    assert response["Location"].startswith("/accounts/reauthenticate/?next=")
    assert SECRET not in repr(dict(person.session))
