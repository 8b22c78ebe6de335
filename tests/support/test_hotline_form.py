"""A local hotline is added by a short form, found by search."""

from typing import Any

import pytest

from support.models import OpeningHours, Service
from tests.base import World, within

PAGE = "/c/hill/services/new-hotline/"


def get_form(client: Any, **more: str) -> dict[str, str]:
    form = client.get(PAGE).context["form"]
    typed = {"name": "Hill Line", "provider": "Hill County", "phone": "626 555 0142", "languages": "es"}
    return {"client_id": str(form["client_id"].value()), "is_public": "on"} | typed | more


def test_it_adds_a_hotline_with_its_number_and_hours(world: World, signed_in):
    client = signed_in("hill-leader")
    hours = {"hours-alike-0-opens": "09:00", "hours-alike-0-closes": "17:00"}
    saved = client.post(PAGE, get_form(client, **hours), follow=True)
    assert "It is shown in public after a second leader approves it." in saved.content.decode()
    with within(world.hill):
        service = Service.objects.get()
        assert (service.kinds, service.languages, service.is_public) == (["hotline"], ["es"], True)
        assert OpeningHours.objects.count() == 5


def test_it_asks_for_the_number_and_keeps_what_was_typed(world: World, signed_in):
    client = signed_in("hill-leader")
    page = client.post(PAGE, get_form(client, phone=""))
    assert page.status_code == 422
    assert "This field is required." in page.content.decode()
    assert 'value="Hill County"' in page.content.decode()


@pytest.mark.parametrize("text", ["hotline", "crisis line", "phone number"])
def test_search_leads_to_it(world: World, signed_in, text: str):
    assert PAGE in signed_in("hill-leader").get("/c/hill/search/", {"q": text}).content.decode()


def test_the_public_page_and_the_directory_lead_to_it(world: World, signed_in):
    client = signed_in("hill-coordinator")
    for page in ("public-page/", "services/"):
        assert PAGE in client.get(f"/c/hill/{page}").content.decode()
