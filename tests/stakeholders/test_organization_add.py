import datetime as dt
from typing import Any

import pytest

from stakeholders.models import Organization, Sector
from tests.base import World, within
from tests.stakeholders.base import add, how_many, organization_data, register

NEW = register("hill", "new/")


def test_it_adds_what_was_typed(world: World, signed_in):
    response = signed_in("hill-leader").post(NEW, organization_data())
    with within(world.hill):
        organization = Organization.objects.get()
    assert response.status_code == 302
    assert response["Location"] == register("hill", f"{organization.pk}/")
    assert (organization.name, organization.sector, organization.tie, organization.languages) == (
        "Hill Radio",
        "media",
        "new",
        ["en", "es"],
    )
    assert (organization.website, organization.phone) == ("https://radio.example", "626 555 0142")
    assert (organization.note, organization.created_by) == ("They read our notices.", world["hill-leader"])


def test_it_needs_only_a_name_and_a_sector(world: World, signed_in):
    few = {name: organization_data()[name] for name in ("client_id", "name", "sector", "tie")}
    assert signed_in("hill-leader").post(NEW, few).status_code == 302


def test_it_adds_once_when_it_is_sent_twice(world: World, signed_in):
    client, data = signed_in("hill-leader"), organization_data()
    first, second = client.post(NEW, data), client.post(NEW, data)
    assert first["Location"] == second["Location"]
    assert how_many(world.hill, Organization) == 1


def test_it_proposes_the_sector_that_was_asked_for(signed_in):
    client = signed_in("hill-leader")
    for sector, chosen in (("media", True), ("spies", False)):
        page = client.get(NEW, {"sector": sector}).content.decode()
        assert ('<option value="media" selected>' in page) is chosen


WRONG: list[dict[str, Any]] = [
    {"name": ""},
    {"name": "   "},
    {"name": "x" * 161},
    {"name": "a\0b"},
    {"sector": ""},
    {"sector": "spies"},
    {"tie": "best friends"},
    {"languages": ["klingon"]},
    {"phone": "call me"},
    {"phone": "12"},
    {"phone": "5" * 41},
    {"website": "javascript:alert(1)"},
    {"website": "ftp://radio.example"},
    {"website": "https://" + "x" * 300 + ".example"},
    {"note": "x" * 2001},
    {"note": "a\0b"},
    {"client_id": "not an id"},
]


def test_it_explains_what_is_wrong_and_keeps_what_was_typed(
    world: World, signed_in, subtests: pytest.Subtests
):
    for bad in WRONG:
        with subtests.test(bad=bad):
            response = signed_in("hill-leader").post(NEW, organization_data(note="Typed with care") | bad)
            page = response.content.decode()
            assert response.status_code == 422
            assert list(response.context["form"].errors) == list(bad)
            assert "There is a problem" in page
            assert ("Typed with care" in page) is ("note" not in bad)
            assert how_many(world.hill, Organization) == 0


def test_it_takes_no_tenant_from_the_form(world: World, signed_in):
    signed_in("hill-leader").post(NEW, organization_data(community=world.dale.pk, id=77))
    assert (how_many(world.hill, Organization), how_many(world.dale, Organization)) == (1, 0)


class TestSomethingLikeIt:
    """A possible duplicate is asked about once before it is added."""

    def test_it_shows_what_is_there_and_keeps_what_is_typed(self, world: World, signed_in):
        known_organization = add(world.hill, "HILL RADIO", sector="media")
        response = signed_in("hill-leader").post(NEW, organization_data())
        page = response.content.decode()
        assert response.status_code == 200
        assert "Is it one of these?" in page
        assert register("hill", f"{known_organization.pk}/") in page
        assert "same name" in page
        assert "They read our notices." in page
        assert how_many(world.hill, Organization) == 1

    def test_it_adds_after_the_question(self, world: World, signed_in):
        add(world.hill, "HILL RADIO", sector="media")
        client = signed_in("hill-leader")
        client.post(NEW, sent := organization_data())
        assert client.post(NEW, sent | {"looked": "1"}).status_code == 302
        assert how_many(world.hill, Organization) == 2

    def test_it_asks_about_nothing_of_another_community(self, world: World, signed_in):
        add(world.dale, "Hill Radio", sector="media")
        assert signed_in("hill-leader").post(NEW, organization_data()).status_code == 302


class TestSinceWhen:
    def test_it_stores_the_day(self, world: World, signed_in):
        signed_in("hill-leader").post(NEW, organization_data(met_on="1998-05-01"))
        with within(world.hill):
            assert Organization.objects.get().met_on == dt.date(1998, 5, 1)

    def test_it_takes_no_day_to_come(self, world: World, signed_in):
        response = signed_in("hill-leader").post(NEW, organization_data(met_on="2999-01-01"))
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["met_on"]
        assert how_many(world.hill, Organization) == 0


def test_it_says_what_to_enter_where_name_and_sector_are_missing(signed_in):
    response = signed_in("hill-leader").post(NEW, organization_data(name="", sector=""))
    assert response.context["form"].errors == {"name": ["Enter a name."], "sector": ["Choose one."]}


def test_save_and_add_another_names_the_missing_sectors(signed_in):
    client = signed_in("hill-leader")
    response = client.post(NEW, organization_data(then="another"), follow=True)
    page = response.content.decode()
    assert response.request["PATH_INFO"] == NEW
    assert "“Hill Radio” was added. Sectors still without an organization: Schools, Local businesses," in page
    assert "Media, Faith" not in page
    assert 'name="name" value' not in page  # an empty form


def test_the_last_sector_is_said(world: World, signed_in):
    for sector in Sector.values:
        add(world.hill, name=f"The {sector}", sector=sector)
    page = signed_in("hill-leader").post(NEW, organization_data(then="another"), follow=True).content.decode()
    assert "“Hill Radio” was added. Every sector has an organization." in page


def test_possible_duplicates_are_shown_before_another_is_added(world: World, signed_in):
    add(world.hill, name="Hill Radio")
    client, data = signed_in("hill-leader"), organization_data(then="another")
    page = client.post(NEW, data).content.decode()
    assert '<input type="hidden" name="then" value="another">' in page
    assert client.post(NEW, data | {"looked": "1"})["Location"].startswith(NEW)


def test_a_change_of_an_organization_offers_no_other(world: World, signed_in):
    changed = add(world.hill)
    page = signed_in("hill-leader").get(register("hill", f"{changed.pk}/edit/")).content.decode()
    assert "Save and add another" not in page
