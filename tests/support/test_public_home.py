import json
import re
from datetime import date

import pytest
from django.test import Client

from events.models import Campaign, CampaignStage, Event
from tests.base import World, within
from tests.evaluation.public_tables_base import figures, freeze, tally
from tests.events.base import days_ago
from tests.support.public_base import get_text, page, public_event, publish, service


@pytest.fixture
def published(world: World) -> World:
    publish(
        world.hill, world["hill-coordinator"], about_en="We stand by our neighbors.", about_es="Estamos aquí."
    )
    return world


@pytest.mark.parametrize(
    ("language", "sentence", "note"),
    [("en", "We stand by", False), ("es", "Estamos aquí.", False), ("zh-hans", "We stand by", True)],
)
def test_it_uses_the_readers_language_and_says_when_it_cannot(
    published: World, client: Client, language: str, sentence: str, note: bool
):
    text = get_text(client.get(page(), {"lang": language}))
    assert sentence in text
    assert ('<p class="text" lang="en">' in text) is note


def test_it_says_whom_to_call_before_anything_else(published: World, client: Client):
    text = get_text(client.get(page()))
    before = text.partition("<main")[2].partition("<h2")[0]
    assert 'href="tel:+1-888-373-7888"' in before
    assert 'href="tel:911"' in before


def test_it_shows_public_events_that_are_coming(published: World, client: Client):
    public_event(published, title="Open evening", place="Library")
    public_event(published, title="Closed circle", place="Back room", is_public=False)
    text = get_text(client.get(page()))
    assert "Open evening" in text
    assert "Library" in text
    assert "Closed circle" not in text
    assert "Back room" not in text


def test_it_shows_public_campaigns_with_their_stage_and_not_who_decides(published: World, client: Client):
    with within(published.hill):
        for title, values in (
            ("Shown", {}),
            ("Internal", {"is_public": False}),
            ("Gone", {"deleted_at": "2026-01-01T00:00Z"}),
        ):
            fields = {
                "kind": "policy",
                "goal": f"Goal of {title}",
                "decider_name": "Council",
                "is_public": True,
            }
            campaign = Campaign.objects.create(title=title, **fields | values)
            CampaignStage.objects.create(
                campaign=campaign, stage="adopted", on=date(2025, 5, 1), by=published["hill-leader"]
            )
    text = get_text(client.get(page()))
    assert "Goal of Shown" in text
    assert "Adopted since May 1, 2025" in text
    for hidden in ("Internal", "Gone", "Council"):
        assert hidden not in text


@pytest.mark.parametrize("change", [{"status": "cancelled"}, {"deleted_at": "2026-01-01T00:00Z"}], ids=str)
def test_it_shows_no_event_that_will_not_be(published: World, client: Client, change: dict):
    event = public_event(published)
    with within(published.hill):
        Event.objects.filter(pk=event.pk).update(**change)
    assert "Open evening" not in get_text(client.get(page()))


def test_it_shows_no_event_that_is_over(published: World, client: Client):
    event = public_event(published)
    with within(published.hill):
        past = event.starts_at.replace(year=event.starts_at.year - 1)
        Event.objects.filter(pk=event.pk).update(starts_at=past, ends_at=past)
    assert "Open evening" not in get_text(client.get(page()))


def test_it_leads_to_all_help_in_the_language_of_the_page_and_not_to_a_need(published: World, client: Client):
    """A link for each need would show the need in the history."""
    service(published.hill)
    text = get_text(client.get(page(), {"lang": "es"}))
    main = text.partition("<main")[2].partition("</main>")[0]
    assert set(re.findall(r'href="(/p/hill/help/[^"]*)"', main)) == {"/p/hill/help/?lang=es"}
    assert "need=" not in text


def test_it_names_only_needs_that_a_service_meets(published: World, client: Client):
    assert "What do you need?" not in get_text(client.get(page()))
    service(published.hill, kinds=["legal"])
    service(published.hill, name="Hidden", kinds=["counseling"], is_public=False)
    text = get_text(client.get(page()))
    assert "Legal help, papers, work, learning" in text
    assert "A person to talk to" not in text
    assert "A safe place, food, a doctor" not in text


def test_it_says_in_which_language_a_team_announces_its_meetings(published: World, client: Client):
    event = public_event(published)
    sentence = "in our own words, mostly in"
    assert sentence not in get_text(client.get(page()))
    text = get_text(client.get(page(), {"lang": "es"}))
    assert re.search(r'<a href="[^"]+" lang="en">Open evening</a>', text)
    assert '<span lang="en">Library</span>' in text
    there = get_text(client.get(f"/p/hill/events/{event.pk}/", {"lang": "es"}))
    assert '<h1 lang="en">Open evening</h1>' in there
    assert 'lang="en">Open' not in get_text(client.get(f"/p/hill/events/{event.pk}/"))


def test_it_gives_search_engines_the_events_and_ends_no_element_early(published: World, client: Client):
    public_event(published, title="Tea </script><b>& talk", place="Library")
    html = client.get(page()).content.decode()
    [element] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert not re.search("[<>&]", element)
    [event] = json.loads(element)["@graph"]
    assert (event["@type"], event["name"]) == ("Event", "Tea </script><b>& talk")
    assert event["startDate"].startswith(f"{days_ago(published.hill, -3)}T19:00-0")
    assert event["location"]["name"] == "Library"
    assert "<b>" not in html


def test_it_shows_the_picture_that_the_team_chose_and_says_what_is_on_it(world: World, client: Client):
    publish(world.hill, world["hill-coordinator"], picture="coast")
    [picture] = re.findall(r"<img[^>]+>", get_text(client.get(page())))
    assert "img/towns/coast" in picture
    assert 'alt="Houses by the sea, with a lighthouse"' in picture


def test_it_draws_what_residents_know_once_a_half_year_is_published(published: World, client: Client):
    assert "<rect" not in get_text(client.get(page()))
    freeze(published.hill, figures(tally(12, 60), tally(20, 58)))
    text = get_text(client.get(page(), {"lang": "es"}))
    assert '<rect class="bar" width="20.0"' in text
    assert "20% (12 of 60)" in get_text(client.get(page()))


def test_it_draws_no_bar_where_a_number_is_hidden(published: World, client: Client):
    freeze(published.hill, figures(tally(2, 60), tally(20, 58)))
    text = get_text(client.get(page()))
    assert text.count('<rect class="bar"') == 1
