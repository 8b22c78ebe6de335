from typing import Any

import pytest
from django.test import Client

from communities.models import Office
from support.actions.public import get_profile_version
from support.models import PublicProfile
from tests.base import World, within
from tests.support.public_base import get_text, page, public_event, publish, service

EDIT = "/c/hill/public-page/"
PREVIEW = f"{EDIT}preview/"


def stored(world: World) -> PublicProfile | None:
    with within(world.hill):
        return PublicProfile.objects.first()


def form(world: World, **changes: Any) -> dict[str, Any]:
    fields_sent = {
        "about_en": "We stand by our neighbors.",
        "about_es": "",
        "about_zh": "",
        "picture": "hills",
    }
    return {"shown_version": get_profile_version(stored(world)), **fields_sent} | changes


@pytest.mark.parametrize(("then", "public", "status"), [("publish", True, 200), ("keep", False, 404)])
def test_it_saves_the_words_and_publishes_them_when_asked(
    world: World, signed_in, then: str, public: bool, status: int
):
    client = signed_in("hill-coordinator")
    response = client.post(EDIT, form(world, about_zh="我们在这里。", then=then))
    assert response.url == EDIT
    profile = stored(world)
    assert profile is not None
    assert (profile.about_en, profile.about_zh) == ("We stand by our neighbors.", "我们在这里。")
    assert (profile.is_published, profile.updated_by) == (public, world["hill-coordinator"])
    assert Client().get(page()).status_code == status


@pytest.mark.parametrize(("then", "public"), [("hide", False), ("", True)])
def test_it_takes_the_pages_down_only_when_asked(world: World, signed_in, then: str, public: bool):
    publish(world.hill, world["hill-coordinator"])
    client = signed_in("hill-coordinator")
    client.post(EDIT, form(world, about_en="New words", then=then))
    profile = stored(world)
    assert profile is not None
    assert (profile.about_en, profile.is_published) == ("New words", public)


def test_it_publishes_no_empty_page(world: World, signed_in):
    response = signed_in("hill-coordinator").post(EDIT, form(world, about_en=" ", then="publish"))
    assert response.status_code == 422
    assert response.context["form"].errors["about_en"] == [
        "Describe your community in at least one language."
    ]
    assert stored(world) is None


def test_the_first_text_is_in_the_language_of_the_reader(world: World, signed_in):
    client = signed_in("hill-coordinator")
    client.cookies["django_language"] = "es"
    response = client.post(EDIT, form(world, about_en=" ", then="publish"))
    assert response.context["form"].own_text.name == "about_es"
    assert "about_es" in response.context["form"].errors
    assert '<details class="tf-details">' in response.content.decode()
    response = client.post(EDIT, form(world, about_zh="y" * 1501))
    assert '<details class="tf-details" open>' in response.content.decode()


def test_it_publishes_no_page_without_a_hotline_and_says_before_what_is_missing(world: World, signed_in):
    Office.objects.filter(pk=world.usa.pk).update(hotlines=[])
    client = signed_in("hill-coordinator")
    assert "Services approved" not in get_text(client.get(EDIT))
    service(world.hill, kinds=["housing"])
    before = get_text(client.get(EDIT))
    assert "Services approved" in before
    assert "Required. Your office has to confirm it." in before
    assert "Missing: Psychological, Spiritual, Social" in before
    response = client.post(EDIT, form(world, about_zh="我们在这里。", then="publish"))
    assert response.status_code == 422
    text = get_text(response)
    assert "Your office has not confirmed a hotline yet." in text
    assert "我们在这里。" in text
    assert stored(world) is None
    assert client.post(EDIT, form(world, then="keep")).status_code == 302


def test_it_empties_no_page_that_is_public(world: World, signed_in):
    publish(world.hill, world["hill-coordinator"])
    response = signed_in("hill-coordinator").post(EDIT, form(world, about_en=""))
    profile = stored(world)
    assert profile is not None
    assert (response.status_code, profile.about_en) == (422, "We stand by our neighbors.")


def test_it_explains_words_that_are_too_long_and_keeps_them(world: World, signed_in):
    response = signed_in("hill-coordinator").post(EDIT, form(world, about_es="y" * 1501))
    assert response.status_code == 422
    assert "Shorten it to 1500 or fewer." in get_text(response)
    assert "y" * 1501 in get_text(response)
    assert stored(world) is None


def test_it_reports_a_conflict_and_then_saves(world: World, signed_in):
    publish(world.hill, world["hill-coordinator"])
    client, first = signed_in("hill-coordinator"), form(world, about_en="First")
    second = form(world, about_en="Second")
    client.post(EDIT, first)
    response = client.post(EDIT, second)
    text = get_text(response)
    assert response.status_code == 409
    assert "Another person saved meanwhile" in text
    assert "First" in text
    assert "Second" in text
    profile = stored(world)
    assert profile is not None
    assert profile.about_en == "First"
    client.post(EDIT, second | {"shown_version": response.context["form"]["shown_version"].value()})
    saved = stored(world)
    assert saved is not None
    assert saved.about_en == "Second"


def test_it_says_what_is_shown(world: World, signed_in):
    publish(world.hill, world["hill-coordinator"])
    service(world.hill)
    service(world.hill, name="Hidden", is_public=False)
    public_event(world)
    public_event(world, title="Another")
    public_event(world, title="Closed", is_public=False)
    text = get_text(signed_in("hill-coordinator").get(EDIT))
    assert "1 service " in text
    assert "2 upcoming events" in text
    assert 'href="/p/hill/"' in text


def test_it_shows_a_preview_before_the_pages_are_public(world: World, signed_in):
    client = signed_in("hill-coordinator")
    client.post(EDIT, form(world, about_es="Estamos aquí.", then="keep"))
    text = get_text(client.get(PREVIEW, {"lang": "es"}))
    assert "Estamos aquí." in text
    assert "data-exit" in text
    assert 'href="/p/hill/help/' not in text


def test_the_preview_says_whether_it_is_public_and_leads_back(world: World, signed_in):
    client = signed_in("hill-coordinator")
    client.post(EDIT, form(world, about_en="Here we are.", then="keep"))
    assert "Your pages are not public yet" in get_text(client.get(PREVIEW))
    client.post(EDIT, form(world, about_en="Here we are.", then="publish"))
    text = get_text(client.get(PREVIEW))
    assert "a preview of your public page" in text
    assert f'href="{EDIT}"' in text


@pytest.mark.parametrize("path", [EDIT, PREVIEW])
def test_it_refuses_a_leader(world: World, signed_in, path: str):
    assert signed_in("hill-leader").get(path).status_code == 403
