"""Guides, glossary, news and tour as people open them: whose links lead where, and what is remembered of a person."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Role, User
from help.catalogue import GUIDES
from help.releases import RELEASES
from help.tour import STEPS
from tests.base import World, add_member, sign_in

pytestmark = pytest.mark.django_db


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.code)
def test_anybody_reads_every_guide_and_finds_where_things_are(world: World, guide):
    shown = text_of(Client(), f"/guide/{guide.code}/")
    assert str(guide.title) in shown
    assert "/c/" not in shown
    assert "/office/" not in shown


def test_its_links_lead_to_pages_that_open_for_the_reader(world: World):
    """Each is opened: a link that ends at a shut door would be worse than none."""
    for person, code in (
        ("hill-leader", "leader"),
        ("hill-member", "coordinator"),
        ("usa-staff", "staff"),
        ("oasis-staff", "international"),
    ):
        client = sign_in(Client(), world[person])
        steps = [step for one in client.get(f"/guide/{code}/").context["chapters"] for step in one["steps"]]
        urls = [step["url"] for step in steps if step["url"]]
        assert urls
        assert {(url, client.get(url, follow=True).status_code) for url in urls} == {
            (url, 200) for url in urls
        }
    member = sign_in(Client(), world["hill-member"])
    assert "/c/hill/team/invite/" not in text_of(member, "/guide/coordinator/")


def test_it_leads_into_the_place_that_the_reader_came_from(world: World):
    user = world["hill-leader"]
    add_member_of_dale(world, user)
    client = sign_in(Client(), user)
    assert "/c/dale/events/log/" in text_of(client, "/guide/leader/?from=dale")
    assert "/c/hill/events/log/" in text_of(client, "/guide/leader/?from=hill")
    # Not a place of this person's: as if nothing had been said.
    assert "/c/moor/" not in text_of(client, "/guide/leader/?from=moor")


def add_member_of_dale(world: World, user: User) -> None:
    from communities.models import Membership

    Membership.objects.create(community=world.dale, user=user, role=Role.LEADER)


def test_the_own_guide_comes_first(world: World):
    first = {
        person: sign_in(Client(), world[person]).get("/guide/").context["guides"][0].code
        for person in ("hill-member", "hill-leader", "hill-coordinator", "usa-staff", "oasis-staff")
    }
    assert list(first.values()) == ["member", "leader", "coordinator", "staff", "international"]
    assert Client().get("/guide/").context["own"] == ""


def test_a_guide_that_is_not_there_is_not_found(world: World):
    assert Client().get("/guide/nobody/").status_code == 404
    assert sign_in(Client(), world["hill-leader"]).get("/guide/tour/9/").status_code == 404


def test_main_pages_say_how_they_work_and_what_their_words_mean(world: World):
    client = sign_in(Client(), world["hill-leader"])
    events = text_of(client, "/c/hill/events/")
    assert "/guide/leader/?from=hill#event-list" in events
    assert "/glossary/#stakeholder-meeting" in events
    assert "tf-beside" not in text_of(client, "/c/hill/")
    assert 'id="event-list"' in text_of(client, "/guide/leader/")
    assert "/guide/staff/?from=usa#submission-list" in text_of(
        sign_in(Client(), world["usa-staff"]), "/office/usa/submissions/"
    )


def test_the_glossary_has_an_anchor_for_each_word(world: World):
    shown = text_of(Client(), "/glossary/")
    assert 'id="readiness"' in shown
    assert 'href="#pathway"' in shown


def test_a_dot_says_that_something_is_new_until_it_was_seen(world: World):
    user = world["hill-leader"]
    User.objects.filter(pk=user.pk).update(date_joined=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    client = sign_in(Client(), user)
    assert "tf-dot" in text_of(client, "/c/hill/")
    assert str(RELEASES[0].title) in text_of(client, "/whats-new/")
    assert "tf-dot" not in text_of(client, "/c/hill/")
    user.refresh_from_db()
    assert user.news_seen_on is not None
    assert Client().get("/whats-new/").status_code == 302


def test_whoever_is_new_here_finds_nothing_new(world: World):
    assert "tf-dot" not in text_of(
        sign_in(Client(), add_member(world.hill, "fresh", Role.LEADER)), "/c/hill/"
    )


def test_the_tour_is_offered_until_it_is_over_or_put_away(world: World):
    client = sign_in(Client(), world["hill-leader"])
    assert reverse("help:tour") in text_of(client, "/c/hill/")
    for number in range(1, len(STEPS) + 1):
        assert str(STEPS[number - 1].title) in text_of(client, f"/guide/tour/{number}/")
    assert "data-tour" not in text_of(client, "/c/hill/")
    other = sign_in(Client(), world["hill-member"])
    assert "data-tour" in text_of(other, "/c/hill/")
    assert other.post("/guide/tour/away/").status_code == 302
    assert "data-tour" not in text_of(other, "/c/hill/")
