"""The navigation, section tabs and breadcrumbs: the current place, and only pages that may be opened."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from activity.menus import COMMUNITY, INTERNATIONAL, OFFICE, Menus, Section
from activity.navigation import PlaceLinks, _find_section, build_place_links, reverse_in_place
from communities.models import Membership, Role
from help.reader import INTERNATIONAL_PAGES
from tests.base import World, sign_in, within
from tests.communities.notice_base import unread

pytestmark = pytest.mark.django_db
ACCESS = Path(__file__).resolve().parents[1] / "matrix" / "access.txt"
# Who reads the menus of a place, and its part of addresses.
READERS = (
    (COMMUNITY, "hill-coordinator", "hill"), (OFFICE, "usa-staff", "usa"), (INTERNATIONAL, "oasis-staff", "oasis"),
)  # fmt: skip
SECTIONS = [
    (section, person, slug) for menus, person, slug in READERS for section in (*menus.main, *menus.place)
]
WITH_TABS = [
    (section, entry.name, person, slug)
    for section, person, slug in SECTIONS
    for entry in section.pages
    if len(section.pages) > 1
]
SECOND_LEVEL = [
    (entry.name, person, slug) for section, person, slug in SECTIONS for entry in section.second_level
]
# Linked in every header, outside the sections.
IN_THE_HEADER = {"search", "notifications", "alerts", "offline"}


@pytest.mark.parametrize(
    ("section", "name", "person", "slug"), WITH_TABS, ids=[f"{slug} {name}" for _, name, _, slug in WITH_TABS]
)
def test_it_shows_the_pages_of_the_section_and_which_one_is_open(
    section: Section, name: str, person: str, slug: str, world: World
):
    url = reverse_in_place(name, slug)
    tabs = sign_in(Client(), world[person]).get(url).context["tabs"]()
    assert [tab.url for tab in tabs] == [reverse_in_place(entry.name, slug) for entry in section.pages]
    assert [tab.url for tab in tabs if tab.current] == [url]


def test_the_pages_of_all_offices_show_the_notification_badge(world: World, signed_in):
    client = signed_in("oasis-staff")
    urls = [
        reverse_in_place(entry.name, "oasis") for section in INTERNATIONAL.main for entry in section.pages
    ]
    assert {url: unread(client.get(url)) for url in urls} == dict.fromkeys(urls, 0)


def test_no_section_has_more_than_seven_tabs():
    assert {section.label: len(section.pages) for section, _, _ in SECTIONS if len(section.pages) > 7} == {}


@pytest.mark.parametrize(("name", "person", "slug"), SECOND_LEVEL)
def test_a_page_without_a_tab_is_next_to_the_heading_of_the_page_that_its_breadcrumbs_lead_to(
    name: str, person: str, slug: str, world: World
):
    client, url = sign_in(Client(), world[person]), reverse_in_place(name, slug)
    crumbs = re.search(r'<nav class="tf-crumbs".*?</nav>', client.get(url).content.decode(), re.DOTALL)
    assert crumbs
    above = client.get(re.findall(r'<a href="\s*([^"\s]+)', crumbs[0])[-1])
    assert above.context["tabs"]()
    actions = re.search(r'class="tf-page-header-actions".*?</div>', above.content.decode(), re.DOTALL)
    assert actions
    assert f'href="{url}"' in actions[0]


def test_help_opens_the_pages_in_the_menus_of_the_international_office():
    names = {entry.name for section in (*INTERNATIONAL.main, *INTERNATIONAL.place) for entry in section.pages}
    others = ("dashboards:international-", "activity:")
    assert {name for name in names if not name.startswith(others)} == INTERNATIONAL_PAGES


def test_it_shows_no_tabs_on_a_form(world: World, signed_in):
    page = signed_in("hill-leader").get(reverse("stakeholders:finding-add", args=["hill"]))
    assert page.context["tabs"]() == ()


def test_it_marks_the_section_in_the_navigation_on_each_of_its_pages(world: World, signed_in):
    page = signed_in("hill-leader").get(reverse("stakeholders:finding-add", args=["hill"]))
    assert [item.url for item in page.context["navigation"]().main if item.current] == ["/c/hill/research/"]


def get_routes(kind: str) -> list[str]:
    """Return the routes of a place from the access table: "/c/hill/events/<int:event_id>/"."""
    routes = [line.partition(": ")[2] for line in ACCESS.read_text().splitlines()]
    root = {"community": "c/<slug:community>/", "office": "office/<slug:office>/"}[kind]
    return [f"/{route.replace(f'<slug:{kind}>', 'hill')}" for route in routes if route.startswith(root)]


@pytest.mark.parametrize(("kind", "menus"), [("community", COMMUNITY), ("office", OFFICE)])
def test_every_page_of_a_place_belongs_to_exactly_one_section(kind: str, menus: Menus):
    links = build_place_links("en", menus, "hill", None)
    routes = [route for route in get_routes(kind) if route.split("/")[3] not in IN_THE_HEADER]
    assert len(routes) > 100
    assert [route for route in routes if _find_section(links, route) is None] == []
    # No page belongs to two sections by its URL, except in the trash, where the longer one counts.
    sections = (*links.main, *links.place)
    ways = [below for section in sections for below in section.below]
    assert len(ways) == len(set(ways))


def is_open_to(role: Role, least: str) -> bool:
    return {"community member": Role.MEMBER, "community leader": Role.LEADER}.get(
        least, Role.COORDINATOR
    ) <= role


def test_every_page_that_a_leader_may_open_is_marked_in_the_navigation_or_the_menu_of_the_place():
    links: PlaceLinks = build_place_links("en", COMMUNITY, "hill", Role.LEADER)
    assert len(links.main) == 6
    wrong = {}
    for line in ACCESS.read_text().splitlines():
        least, _colon, route = line.partition(": ")
        if not route.startswith("c/<slug:community>/") or not is_open_to(Role.LEADER, least):
            continue
        path = f"/{route.replace('<slug:community>', 'hill')}"
        here = _find_section(links, path)
        marked = [section for section in (*links.main, *links.place) if section is here]
        if len(marked) != (path.split("/")[3] not in IN_THE_HEADER):
            wrong[path] = marked
    assert wrong == {}


def test_the_page_itself_has_the_mark(world: World, signed_in):
    client = signed_in("hill-leader")
    for url, label in (
        ("/c/hill/", "Home"),
        ("/c/hill/events/calendar/", "Events"),
        ("/c/hill/strategies/", "Network"),
        ("/c/hill/reports/", "Evaluation"),
        ("/c/hill/service-gaps/", "Local services"),
    ):
        page = client.get(url).content.decode()
        navigation = re.search(r'<nav class="tf-nav".*?</nav>', page, re.DOTALL)
        assert navigation, url
        assert re.findall(r'aria-current="page">([^<]+)<', navigation[0]) == [label]
    page = client.get("/c/hill/events/trash/").content.decode()
    menu = re.search(r'<div class="tf-tenant-switcher">.*?</nav>', page, re.DOTALL)
    assert menu
    assert 'aria-current="true"' in menu[0]
    assert re.search(r'href="/c/hill/events/trash/"\s+aria-current="page"', menu[0])


def test_a_leader_logs_a_meeting_from_the_bar_of_a_phone(world: World, signed_in):
    bars = {
        person: [item.label for item in signed_in(person).get("/c/hill/").context["navigation"]().tab_bar]
        for person in ("hill-member", "hill-leader")
    }
    assert bars == {
        "hill-member": ["Home", "Events", "Network", "Research"],
        "hill-leader": ["Home", "Events", "Log", "Network"],
    }


def test_breadcrumbs_lead_back_over_the_section_and_its_page(world: World, signed_in):
    page = signed_in("hill-leader").get("/c/hill/partnerships/new/").content.decode()
    crumbs = re.search(r'<nav class="tf-crumbs".*?</nav>', page, re.DOTALL)
    assert crumbs
    assert re.findall(r'<a href="([^"]+)"', crumbs[0]) == ["/c/hill/organizations/", "/c/hill/partnerships/"]


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
def test_it_keeps_the_place_on_pages_without_access_rule(world: World, signed_in, url: str):
    page = signed_in("hill-leader").get(url)
    assert page.context["whereabouts"]().slug == "hill"
    assert [item.url for item in page.context["navigation"]().main][:2] == ["/c/hill/", "/c/hill/events/"]
    # Pages that a leader may not open have no entry.
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
def test_it_is_never_another_persons_place(world: World, signed_in, person: str, url: str, slug: str):
    page = signed_in(person).get(url)
    assert page.context["whereabouts"]().slug == slug
    assert bool(page.context["navigation"]().main) == bool(slug)


def test_help_belongs_to_the_place_in_its_url(world: World, signed_in):
    """A person in two places keeps the one they came from."""
    with within(world.dale):
        Membership.objects.create(user=world["hill-coordinator"], community=world.dale, role=Role.MEMBER)
    client = signed_in("hill-coordinator")
    places = [client.get(f"/glossary/{query}").context["whereabouts"]().slug for query in ("", "?from=dale")]
    assert places == ["hill", "dale"]
    assert 'href="/shortcuts/?from=dale"' in client.get("/c/dale/events/").content.decode()
