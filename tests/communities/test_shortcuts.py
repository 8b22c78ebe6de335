"""Keyboard shortcuts: their targets in each place, and turning them off."""

import pytest

from tests.base import World

pytestmark = pytest.mark.django_db
PAGE = "/shortcuts/"
KEYS_OF_A_COMMUNITY = {"search", "home", "events", "network", "research", "evaluation", "services", "help"}


@pytest.mark.parametrize(
    ("person", "url", "keys"),
    [
        ("hill-leader", "/c/hill/team/", KEYS_OF_A_COMMUNITY | {"log"}),
        ("hill-member", "/c/hill/team/", KEYS_OF_A_COMMUNITY),
        ("usa-staff", "/office/usa/team/", {"search", "home", "communities", "evaluation", "help"}),
        ("oasis-staff", "/office/oasis/team/", {"search", "home", "help"}),
        ("stranger", PAGE, {"home", "help"}),
    ],
)
def test_they_lead_to_accessible_pages(world: World, signed_in, person: str, url: str, keys: set[str]):
    client = signed_in(person)
    here = client.get(url).context["whereabouts"]()
    assert {name for name, _address in here.keys} == keys
    for name, address in here.keys:
        assert f'data-shortcut-{name}="{address}"' in client.get(url).content.decode()
        assert client.get(address, follow=True).status_code == 200


def test_a_person_switches_them_off_and_on_again(world: World, signed_in):
    client = signed_in("hill-leader")
    page = client.get(PAGE).content.decode()
    assert "Turn off shortcuts" in page
    # Those of the review are listed too.
    assert all(f"<kbd>{key}</kbd>" in page for key in "jkar")
    assert client.post(PAGE, {"keys": "off"})["Location"] == PAGE
    for url in (PAGE, "/c/hill/"):
        page = client.get(url).content.decode()
        assert "data-shortcuts" not in page
        assert "js/shortcuts" not in page
    client.post(PAGE, {"keys": "on"})
    assert "js/shortcuts" in client.get("/c/hill/").content.decode()


def test_nobody_is_offered_keys_who_is_not_signed_in(world: World, client):
    assert "js/shortcuts" not in client.get("/accounts/login/").content.decode()
    assert client.get(PAGE).status_code == 302
