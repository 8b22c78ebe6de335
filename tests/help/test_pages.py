"""Guides, glossary, news and tour: their links, and what is stored of a reader."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from communities.models import Membership, Role, User
from help.guides import GUIDES
from help.releases import get_releases
from tests.base import World, add_member, sign_in
from tests.thorough import sample
from tfc import help_pages as pages
from tfc.help_pages import get_page

pytestmark = pytest.mark.django_db


def get_text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_visitors_read_every_guide_without_links_into_a_place(world: World):
    for guide in GUIDES:
        main = get_main(Client(), f"/help/{guide.code}/")
        assert guide.page.title in main
        assert not re.search("/(c|office)/", main)


@pytest.mark.parametrize(
    ("person", "own"),
    sample(
        [
            ("hill-member", "member"),
            ("hill-leader", "leader"),
            ("hill-coordinator", "coordinator"),
            ("usa-staff", "staff"),
            ("oasis-staff", "international"),
        ],
        first=2,
    ),
)
def test_every_link_opens_for_each_role_whose_own_guide_has_all_of_its_links(
    world: World, person: str, own: str
):
    client = sign_in(Client(), world[person])
    assert client.get("/help/").context["guides"][0].code == own
    paths = [f"/help/{guide.code}/" for guide in GUIDES] + [f"/help/tour/{step}/" for step in range(1, 6)]
    links = "".join(get_main(client, path) for path in [*paths, "/glossary/", "/whats-new/"])
    urls = set(re.findall(r'<a[^>]* href="([^"#]+)', links))
    assert {url: client.get(url, follow=True).status_code for url in urls} == dict.fromkeys(urls, 200)
    assert "See the page" not in get_main(client, f"/help/{own}/")


def get_main(client: Client, path: str) -> str:
    return get_text(client, path).partition("<main")[2].partition("</main>")[0]


def test_a_link_that_the_reader_may_not_open_is_a_name(world: World):
    main = get_main(sign_in(Client(), world["hill-member"]), "/help/coordinator/")
    assert "/c/hill/team/invite/" not in main
    assert "See the page “Invite a person”." in main


@pytest.fixture
def only_english(tmp_path, settings):
    (tmp_path / "en").symlink_to(settings.HELP_PAGES / "en")
    settings.HELP_PAGES = tmp_path
    pages._read_page.cache_clear()
    yield
    pages._read_page.cache_clear()


@pytest.mark.parametrize("language", ["es", "zh-hans"])
def test_a_page_that_is_missing_in_a_language_is_shown_in_english_with_a_note(
    world: World, only_english, language: str
):
    with translation.override(language):
        note = translation.gettext("This page is not translated yet.")
    for path, title in (("/help/leader/", "For leaders"), ("/glossary/", "Glossary")):
        main = get_main(Client(headers={"accept-language": language}), path)
        assert f'<h1 lang="en">{title}</h1>' in main
        assert re.search(r'<details [^>]*lang="en"', main)
        assert note in main
        assert note not in get_main(Client(), path)


def test_it_links_to_the_place_that_the_reader_came_from(world: World):
    user = world["hill-leader"]
    Membership.objects.create(community=world.dale, user=user, role=Role.LEADER)
    client = sign_in(Client(), user)
    assert "/c/dale/events/log/" in get_text(client, "/help/leader/?from=dale")
    assert "/c/hill/events/log/" in get_text(client, "/help/leader/?from=hill")
    # Not this person's place: treated as if none was given.
    assert "/c/moor/" not in get_text(client, "/help/leader/?from=moor")


def test_a_guide_that_is_not_there_is_not_found(world: World):
    assert Client().get("/help/nobody/").status_code == 404
    assert sign_in(Client(), world["hill-leader"]).get("/help/tour/9/").status_code == 404


def test_the_question_mark_leads_to_what_the_guide_says_of_the_page(world: World):
    client = sign_in(Client(), world["hill-leader"])
    assert 'href="/help/leader/?from=hill#event-list"' in get_text(client, "/c/hill/events/")
    assert 'id="event-list"' in get_text(client, "/help/leader/")
    assert 'href="/help/?from=hill"' in get_text(client, "/c/hill/search/")
    assert 'href="/help/staff/?from=usa#submission-list"' in get_text(
        sign_in(Client(), world["usa-staff"]), "/office/usa/submissions/"
    )


def test_a_dot_says_that_something_is_new_until_it_was_seen(world: World):
    user = world["hill-leader"]
    User.objects.filter(pk=user.pk).update(date_joined=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    client = sign_in(Client(), user)
    assert "tf-status-dot" in get_text(client, "/c/hill/")
    assert get_releases()[0].title in get_text(client, "/whats-new/")
    assert "tf-status-dot" not in get_text(client, "/c/hill/")
    user.refresh_from_db()
    assert user.news_seen_on is not None
    assert Client().get("/whats-new/").status_code == 302


def test_a_new_person_has_no_news(world: World):
    assert "tf-status-dot" not in get_text(
        sign_in(Client(), add_member(world.hill, "fresh", Role.LEADER)), "/c/hill/"
    )


def test_the_tour_is_offered_until_finished_or_dismissed(world: World):
    client = sign_in(Client(), world["hill-leader"])
    assert reverse("help:tour") in get_text(client, "/c/hill/")
    for number, step in enumerate(get_page("tour").topics, start=1):
        assert step.title in get_text(client, f"/help/tour/{number}/")
    assert "data-tour" not in get_text(client, "/c/hill/")
    other = sign_in(Client(), world["hill-member"])
    home = get_text(other, "/c/hill/")
    assert "data-tour" in home
    assert ">Hide<" in re.sub(r"\s+", "", home)
    assert "Stage: " in home
    assert other.post("/help/tour/away/").status_code == 302
    assert "data-tour" not in get_text(other, "/c/hill/")
