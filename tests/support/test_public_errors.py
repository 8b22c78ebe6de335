"""What breaks under the public pages breaks with the way out in sight, a neutral title and no cookie."""

import re

import pytest
from django.db import connections
from django.test import Client
from django.test.client import RequestFactory

from communities.views.errors import server_error
from tests.base import COMMITTED, World
from tests.support.public_base import page, publish, text_of


def check(response) -> None:
    text = text_of(response)
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
    assert '<html lang="es"' in text_of(response)
    # The same as for a town that is not there.
    assert response.content == client.get(page(slug="nowhere"), {"lang": "es"}).content


def test_it_shows_the_way_out_where_a_form_came_without_its_token(world: World):
    publish(world.hill, world["hill-coordinator"])
    response = Client(enforce_csrf_checks=True).post(page("help-us/"), {"name": "Rosa"})
    check(response)
    assert response.status_code == 403
    assert "Your browser must accept cookies." in text_of(response)


def test_it_shows_the_way_out_where_a_request_cannot_be_read(world: World, client: Client):
    publish(world.hill, world["hill-coordinator"])
    response = client.post(page("help-us/"), {f"field-{number}": "x" for number in range(2001)})
    check(response)
    assert response.status_code == 400


@COMMITTED
def test_it_shows_the_way_out_where_we_broke():
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE communities_community RENAME TO communities_community_away")
        try:
            response = Client(raise_request_exception=False).get(page())
        finally:
            cursor.execute("ALTER TABLE communities_community_away RENAME TO communities_community")
    check(response)
    assert response.status_code == 500


def test_it_leaves_the_pages_inside_as_they_were(world: World, client: Client):
    assert "We could not find this page" in text_of(client.get("/nowhere/"))
    assert "Go to the start page" in server_error(RequestFactory().get("/c/hill/")).content.decode()
