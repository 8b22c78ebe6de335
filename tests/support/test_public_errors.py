"""Errors under the public pages show the quick exit, have a neutral title and set no cookie."""

import re

import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.test.client import RequestFactory

from support import emergency_contacts
from support.views.errors import server_error
from tests.base import COMMITTED, World, hotline
from tests.support.public_base import get_text, page, publish


def check(response) -> None:
    text = get_text(response)
    first = re.search(r"<(a|button|input)\b[^>]*>", text.partition("<body")[2])
    assert first
    assert "data-exit" in first[0]
    title = re.search(r"<title>(.*?)</title>", text)
    assert title
    assert "Traffick" not in title[1]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"
    assert dict(response.cookies) == {}


@pytest.mark.parametrize("rest", ["nowhere/", "help/nowhere/", "events/nowhere.ics/"])
def test_it_shows_the_way_out_where_no_page_ever_was(world: World, client: Client, rest: str):
    response = client.get(page(rest), {"lang": "es"})
    check(response)
    assert response.status_code == 404
    assert '<html lang="es"' in get_text(response)
    # The same as for a community that does not exist.
    assert response.content == client.get(page(slug="nowhere"), {"lang": "es"}).content


@pytest.mark.parametrize("rest", ["nowhere/", "help/nowhere/", "events/99999999/", "survey/unknown/"])
def test_a_wrong_url_of_a_community_links_to_its_help(world: World, client: Client, rest: str):
    publish(world.hill, world["hill-coordinator"])
    response = client.get(page(rest), {"lang": "es"})
    check(response)
    assert response.status_code == 404
    assert response.headers["X-Robots-Tag"] == "noindex"
    text = get_text(response)
    assert '<html lang="es"' in text
    main = text.partition("<main")[2].partition("</main>")[0]
    assert 'href="/p/hill/help/?lang=es"' in main
    assert 'href="tel:+1-888-373-7888"' in main
    assert 'href="tel:911"' in main
    assert f'href="{page(rest)}?lang=zh-hans"' in text


@pytest.mark.parametrize("slug", ["nowhere", "hill"])
def test_any_other_wrong_url_says_whom_to_call_in_each_country(world: World, client: Client, slug: str):
    """Hill publishes no pages, so it looks like a community that does not exist."""
    text = get_text(client.get(page("help/", slug), {"lang": "es"}))
    countries = text.partition("<main")[2].split("<h2>")[1:]
    assert [country.partition("<")[0] for country in countries] == ["Estados Unidos", "Reino Unido"]
    assert 'href="tel:+1-888-373-7888"' in countries[0]
    assert 'href="tel:999"' in countries[1]
    assert 'href="?lang=zh-hans"' in text
    assert "hill" not in text.lower()


def test_it_names_no_number_of_a_sample(world: World, client: Client):
    type(world.uk).objects.filter(pk=world.uk.pk).update(is_sample=True)
    assert "tel:999" not in get_text(client.get(page(slug="nowhere")))


def test_it_shows_the_quick_exit_for_a_form_without_token(world: World):
    publish(world.hill, world["hill-coordinator"])
    response = Client(enforce_csrf_checks=True).post(page("volunteer/"), {"name": "Rosa"})
    check(response)
    assert response.status_code == 403
    assert "Your browser must accept cookies." in get_text(response)


def test_it_shows_the_way_out_where_a_request_cannot_be_read(world: World, client: Client):
    publish(world.hill, world["hill-coordinator"])
    response = client.post(page("volunteer/"), {f"field-{number}": "x" for number in range(2001)})
    check(response)
    assert response.status_code == 400


@COMMITTED
def test_it_shows_the_way_out_where_we_broke(monkeypatch):
    monkeypatch.setattr(emergency_contacts, "_last_shown", {})
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE communities_community RENAME TO communities_community_away")
        try:
            response = Client(raise_request_exception=False).get(page())
        finally:
            cursor.execute("ALTER TABLE communities_community_away RENAME TO communities_community")
    check(response)
    assert response.status_code == 500
    text = get_text(response)
    assert 'href="tel:+1-888-373-7888"' in text
    assert 'href="tel:911"' in text


def test_it_shows_what_it_showed_last_while_the_database_is_away(world: World, client: Client, monkeypatch):
    monkeypatch.setattr(emergency_contacts, "_last_shown", {})
    world.usa.hotlines, world.usa.emergency_number = [hotline("626-555-0142")], "912"
    world.usa.save()
    publish(world.hill, world["hill-coordinator"])
    client.get(page())
    try:
        raise OperationalError
    except OperationalError:
        response = server_error(RequestFactory().get(page()))
    assert response.status_code == 503
    text = get_text(response)
    assert 'href="tel:+1-626-555-0142"' in text
    assert 'href="tel:912"' in text
    # The suggestion for a country that was not shown yet.
    assert 'href="tel:999"' in text


def test_it_leaves_the_pages_inside_as_they_were(world: World, client: Client):
    assert "Page not found" in get_text(client.get("/nowhere/"))
    assert "Go to the start page" in server_error(RequestFactory().get("/c/hill/")).content.decode()
