"""The navigation and the tabs of a section: where one is, and what one may open."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from activity.navigation import COMMUNITY, OFFICE, SECTIONS, Entry, offered
from communities.models import Membership, Role
from tests.base import World, sign_in, within
from tests.matrix.routes import urls

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


# What is reached from the head of every page, and belongs to no entry.
OF_THE_HEAD = {"search", "notifications", "offline"}


@pytest.mark.parametrize(
    ("kind", "entries"), [("community", COMMUNITY), ("office", OFFICE)], ids=["community", "office"]
)
def test_it_says_on_each_page_of_a_place_where_one_is(kind: str, entries: tuple[Entry, ...]):
    led = [below for _item, below in offered("en", entries, kind, "hill", None)]
    homes = {item.url for item, below in offered("en", entries, kind, "hill", None)}
    marked = {}
    for route, _entry in urls(get_resolver().url_patterns):
        if f"<slug:{kind}>/" not in route or route.startswith(f"p/<slug:{kind}>"):
            continue
        path = f"/{route.replace(f'<slug:{kind}>', 'hill')}"
        if path.split("/")[3] not in OF_THE_HEAD:
            marked[path] = sum(path.startswith(below) for below in led) + (
                path in homes and path.count("/") == 3
            )
    assert len(marked) > 50
    assert {path: number for path, number in marked.items() if number != 1} == {}


@pytest.mark.parametrize(
    "url",
    [
        "/help/",
        "/help/leader/",
        "/glossary/",
        "/help/tour/",
        "/help/tour/2/",
        "/shortcuts/",
        "/c/hill/nothing/",
        "/c/hill/events/9/",
    ],
)
def test_it_keeps_the_place_where_no_door_was_opened(world: World, signed_in, url: str):
    page = signed_in("hill-leader").get(url)
    assert page.context["whereabouts"]().slug == "hill"
    assert [item.url for item in page.context["nav"]()][:2] == ["/c/hill/", "/c/hill/events/"]
    # Of what a leader may not open there is no entry either.
    assert "/c/hill/settings/" not in page.content.decode()


@pytest.mark.parametrize(
    ("person", "url", "slug"),
    [
        ("usa-staff", "/help/", "usa"),
        ("usa-staff", "/office/usa/nothing/", "usa"),
        ("oasis-staff", "/glossary/", "oasis"),
        ("hill-leader", "/help/?from=dale", "hill"),
        ("hill-leader", "/c/dale/nothing/", ""),
        ("hill-leader", "/c/dale/", ""),
        ("hill-leader", "/office/usa/nothing/", ""),
        ("hill-leader", "/account/notifications/", ""),
        ("stranger", "/help/", ""),
        ("stranger", "/c/hill/nothing/", ""),
    ],
)
def test_it_is_never_the_place_of_somebody_else(world: World, signed_in, person: str, url: str, slug: str):
    page = signed_in(person).get(url)
    assert page.context["whereabouts"]().slug == slug
    assert bool(page.context["nav"]()) == bool(slug)


def test_help_stands_in_the_place_that_its_address_names(world: World, signed_in):
    """Who is in two places reads on in the one from where they came."""
    with within(world.dale):
        Membership.objects.create(user=world["hill-coordinator"], community=world.dale, role=Role.MEMBER)
    client = signed_in("hill-coordinator")
    found = [client.get(f"/glossary/{query}").context["whereabouts"]().slug for query in ("", "?from=dale")]
    assert found == ["hill", "dale"]
    assert 'href="/shortcuts/?from=dale"' in client.get("/c/dale/events/").content.decode()
