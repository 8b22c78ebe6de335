"""The page of the partner survey's link: no account, no trace of who answered."""

import datetime as dt
import io
import logging

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stakeholders.models import Sector, TrustAnswer
from tests.base import World, sign_in, within
from tests.stakeholders.base import add
from tests.stakeholders.trust_base import a_round, answer_url, answers, ask_trust, invitations

TOKEN = "a-token-that-only-hill-high-got-by-email-x"


@pytest.fixture
def invited(world: World):
    far = dt.date(2099, 1, 1)
    return ask_trust(world.hill, a_round(world.hill, closes_on=far), add(world.hill), TOKEN)


def test_it_asks_about_each_other_sector_in_words(world: World, client: Client, invited):
    response = client.get(answer_url(TOKEN))
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count('type="radio"') == 7 * 4
    assert 'name="schools"' not in page
    assert "We know whom to ask, and seldom do" in page
    assert "Hill High" not in page


def test_it_keeps_the_answers_without_the_organization(world: World, client: Client, invited):
    response = client.post(answer_url(TOKEN), {"media": "3", "law_enforcement": "0", "schools": "3"})
    assert response.status_code == 200
    assert "Your answers arrived" in response.content.decode()
    assert answers(world.hill) == [("schools", "law_enforcement", 0), ("schools", "media", 3)]
    assert [invitation.answered for invitation in invitations(world.hill)] == [True]
    columns = {column.name for column in TrustAnswer._meta.get_fields()}
    assert columns == {"id", "community", "round", "sector", "other", "score"}


def test_it_takes_one_answer_only(world: World, client: Client, invited):
    client.post(answer_url(TOKEN), {"media": "3"})
    again = client.post(answer_url(TOKEN), {"media": "0"})
    assert (again.status_code, client.get(answer_url(TOKEN)).status_code) == (410, 410)
    assert answers(world.hill) == [("schools", "media", 3)]


WRONG = [{"media": "4"}, {"media": "x"}, {"media": "-1"}, {}]


def test_it_explains_what_is_wrong_and_keeps_the_other_answers(
    world: World, client: Client, invited, subtests
):
    for bad in WRONG:
        with subtests.test(bad=bad):
            data = {"consumers": "2"} | bad if bad else {}
            response = client.post(answer_url(TOKEN), data)
            page = " ".join(response.content.decode().split())
            assert response.status_code == 422
            assert "There is a problem" in page
            assert page.count("checked") == len(data) - len(bad)
            assert answers(world.hill) == []
            assert not invitations(world.hill)[0].answered


def test_it_is_the_same_calm_page_for_every_link_that_does_not_work(world: World, client: Client, invited):
    over = ask_trust(
        world.hill, a_round(world.hill, year=2025, closes_on=dt.date(2025, 6, 1)), add(world.hill), "old"
    )
    assert over.answered is False
    client.post(answer_url(TOKEN), {"media": "3"})
    pages = {
        name: client.get(path)
        for name, path in {
            "used": answer_url(TOKEN),
            "closed": answer_url("old"),
            "unknown": answer_url("x"),
            "other town": answer_url(TOKEN, "dale"),
            "no town": answer_url(TOKEN, "nowhere"),
        }.items()
    }
    assert {name: page.status_code for name, page in pages.items()} == {
        "used": 410,
        "closed": 410,
        "unknown": 404,
        "other town": 404,
        "no town": 404,
    }
    assert len({page.content for page in pages.values()}) == 1
    assert b"Hill" not in pages["used"].content


@pytest.mark.parametrize("path", [answer_url(TOKEN), answer_url("x"), answer_url("x", "nowhere")])
def test_it_sets_no_cookie_and_stays_out_of_caches_and_search(client: Client, invited, path):
    for response in (client.get(path), client.post(path, {"media": "2"})):
        assert not response.cookies
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "csrf" not in response.content.decode().lower().replace("x-csrftoken", "")


def test_it_needs_no_csrf_token_since_only_the_link_opens_it(world: World, invited):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(answer_url(TOKEN), {"media": "3"}).status_code == 200
    assert len(answers(world.hill)) == 1


def test_it_looks_the_same_to_who_is_signed_in(world: World, client: Client, invited):
    anonymous = client.get(answer_url(TOKEN)).content
    assert sign_in(client, world["hill-coordinator"]).get(answer_url(TOKEN)).content == anonymous


@pytest.mark.parametrize(("language", "text"), [("es", '<html lang="es"'), ("xx", '<html lang="en"')])
def test_it_uses_the_language_that_was_chosen(client: Client, invited, language, text):
    page = client.get(answer_url(TOKEN), {"language": language}).content.decode()
    assert text in page


def test_it_never_acts_as_a_coordinator(client: Client, invited):
    with CaptureQueriesContext(connection) as captured:
        client.post(answer_url(TOKEN), {"media": "3"})
    scopes = [query["sql"] for query in captured if "tfc.coordinator" in query["sql"]]
    assert scopes
    assert all("set_config('tfc.coordinator', '', true)" in scope for scope in scopes)


def test_its_address_is_in_no_log(client: Client, invited):
    [console] = [handler for handler in logging.getLogger().handlers if handler.get_name() == "console"]
    assert isinstance(console, logging.StreamHandler)
    stream = io.StringIO()
    stream_before = console.setStream(stream)
    try:
        client.get(answer_url(TOKEN + "x"))
        client.put(answer_url(TOKEN))
        client.post(answer_url(TOKEN), {"media": "9"})
    finally:
        console.setStream(stream_before)
    assert stream.getvalue() == ""


def test_answers_are_read_by_their_own_community_alone(world: World, client: Client, invited):
    client.post(answer_url(TOKEN), {"media": "3"})
    with within(world.dale):
        assert TrustAnswer.objects.count() == 0
    assert answers(world.hill)[0][0] == Sector.SCHOOLS
