"""The navigation and the tabs of a section: where one is, and what one may open."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from communities.navigation import SECTIONS
from tests.base import World, sign_in

pytestmark = pytest.mark.django_db
PAGES = [entry.name for section in SECTIONS for entry in section]


def is_of_office(name: str) -> bool:
    try:
        return bool(reverse(name, kwargs={"office": "usa"}))
    except NoReverseMatch:
        return False


def shown(client: Client, name: str, world: World) -> tuple[list[str], list[str]]:
    """Of a page: the addresses of its tabs, and the one that is marked as here."""
    place = {"office": world.usa.slug} if is_of_office(name) else {"community": world.hill.slug}
    tabs = client.get(reverse(name, kwargs=place)).context["tabs"]()
    return [tab.url for tab in tabs], [tab.url for tab in tabs if tab.current]


@pytest.mark.parametrize("name", PAGES)
def test_it_shows_the_pages_of_the_section_and_which_one_is_open(name: str, world: World):
    section = next(section for section in SECTIONS if name in {entry.name for entry in section})
    office = is_of_office(name)
    client = sign_in(Client(), world["usa-staff" if office else "hill-coordinator"])
    place = {"office": "usa"} if office else {"community": "hill"}
    urls, here = shown(client, name, world)
    assert urls == [reverse(entry.name, kwargs=place) for entry in section]
    assert here == [reverse(name, kwargs=place)]


def test_it_shows_no_tabs_on_a_form(world: World, signed_in):
    page = signed_in("hill-leader").get(reverse("stakeholders:finding-add", args=["hill"]))
    assert page.context["tabs"]() == ()


def test_it_marks_the_section_in_the_navigation_on_each_of_its_pages(world: World, signed_in):
    page = signed_in("hill-leader").get(reverse("stakeholders:finding-add", args=["hill"]))
    assert [item.url for item in page.context["nav"]() if item.current] == ["/c/hill/research/"]
