import time
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.core.signing import TimestampSigner
from django.test import Client
from django.utils import timezone
from redis.exceptions import ConnectionError as CacheGoneError

from support.models import Interest
from support.views import public
from tests.base import World, within
from tests.support.public_base import interests, page, publish, text_of

HERE = page("help-us/")


@pytest.fixture
def hill(world: World) -> World:
    publish(world.hill, world["hill-coordinator"])
    return world


def opened(seconds: float, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the form carries when it was shown so many seconds ago."""
    with monkeypatch.context() as patch:
        then = time.time() - seconds
        patch.setattr(time, "time", lambda: then)
        return TimestampSigner(salt="support.interest").sign("interest")


@pytest.fixture
def form(monkeypatch: pytest.MonkeyPatch):
    def typed(seconds: float = 60, **changes: Any) -> dict[str, Any]:
        return {
            "client_id": str(uuid.uuid4()),
            "opened": opened(seconds, monkeypatch),
            "name": "Rosa Diaz",
            "reach": "rosa@example.net",
            "words": "I can cook.",
            "website": "",
        } | changes

    return typed


def test_whoever_needs_help_finds_it_before_the_form(hill: World, client: Client):
    before = text_of(client.get(HERE, {"lang": "es"})).partition("<main")[2].partition("<form")[0]
    assert 'href="tel:+1-888-373-7888"' in before
    assert 'href="/p/hill/help/?lang=es"' in before


def test_it_takes_what_somebody_writes(hill: World, client: Client, form):
    response = client.post(HERE, form())
    [one] = interests(hill.hill)
    assert response.status_code == 200
    assert "Thank you. It arrived." in text_of(response)
    assert (one.name, one.reach, one.words) == ("Rosa Diaz", "rosa@example.net", "I can cook.")
    assert one.on == timezone.now().astimezone(hill.hill.zone).date()
    assert interests(hill.dale) == []


def test_it_says_when_it_is_deleted_and_who_reads_it(hill: World, client: Client):
    text = text_of(client.get(HERE))
    assert "We delete what you send after 30 days" in text
    assert "Only its coordinators read this" in text


def test_it_counts_what_is_sent_twice_once(hill: World, client: Client, form):
    data = form()
    first, second = client.post(HERE, data), client.post(HERE, data)
    assert text_of(first) == text_of(second)
    assert len(interests(hill.hill)) == 1


def test_it_lies_where_leaders_and_members_cannot_read_it(hill: World, client: Client, form):
    client.post(HERE, form())
    with within(hill.hill):
        assert Interest.objects.count() == 0


def test_it_needs_no_words(hill: World, client: Client, form):
    client.post(HERE, form(words=""))
    assert [one.words for one in interests(hill.hill)] == [""]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": " "}, "Write your name."),
        ({"reach": ""}, "Write how we can reach you."),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"words": "x" * 601}, "at most 600 characters"),
        ({"opened": "interest:1abc:forged"}, "lay open for too long"),
        ({"opened": ""}, "There is a problem"),
        ({"client_id": "x"}, "There is a problem"),
    ],
    ids=str,
)
def test_it_explains_what_is_wrong_and_keeps_the_rest(hill: World, client: Client, form, changes, message):
    response = client.post(HERE, form() | changes)
    text = text_of(response)
    assert response.status_code == 422
    assert message in text
    assert "<title>Error:" in text
    assert ('value="rosa@example.net"' in text) is ("reach" not in changes)
    assert interests(hill.hill) == []


def test_it_asks_again_when_it_lay_open_for_a_day(hill: World, client: Client, form):
    response = client.post(HERE, form(seconds=24 * 3600))
    assert (response.status_code, interests(hill.hill)) == (422, [])


def test_it_asks_a_hasty_person_to_look_over_it_and_then_takes_it(hill: World, client: Client, form):
    data = form(seconds=-60)  # by a clock ahead of ours, since a slow machine takes as long as a hasty person
    hasty = client.post(HERE, data)
    assert (hasty.status_code, interests(hill.hill)) == (422, [])
    assert "That was very quick" in text_of(hasty)
    client.post(HERE, form(seconds=4))
    assert len(interests(hill.hill)) == 1


def test_it_thanks_a_program_and_keeps_nothing(hill: World, client: Client, form):
    response = client.post(HERE, form(website="https://spam.example"))
    assert "Thank you. It arrived." in text_of(response)
    assert interests(hill.hill) == []


def test_it_takes_only_so_many_in_a_day(hill: World, client: Client, form, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(public, "MOST_INTERESTED_A_DAY", 3)
    publish(hill.dale, hill["dale-coordinator"])
    codes = [client.post(HERE, form()).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    assert len(interests(hill.hill)) == 3
    assert client.post(page("help-us/", "dale"), form()).status_code == 200


def test_it_takes_messages_without_the_cache(
    hill: World, client: Client, form, monkeypatch: pytest.MonkeyPatch
):
    def gone(*args: object, **kwargs: object) -> None:
        raise CacheGoneError

    monkeypatch.setattr(type(cache._connections[cache._alias]), "add", gone)  # type: ignore[attr-defined]
    client.post(HERE, form())
    assert len(interests(hill.hill)) == 1


def test_it_refuses_a_form_without_its_token(hill: World, form):
    response = Client(enforce_csrf_checks=True).post(HERE, form())
    assert (response.status_code, interests(hill.hill)) == (403, [])


def test_it_takes_a_form_as_a_browser_sends_it(hill: World, form):
    """With the cookie, the token and the origin that the page's referrer policy lets the browser tell."""
    client = Client(enforce_csrf_checks=True)
    shown = client.get(HERE)
    token = shown.context["csrf_token"]
    response = client.post(
        HERE, form(csrfmiddlewaretoken=str(token)), headers={"Origin": "http://testserver"}
    )
    assert (response.status_code, len(interests(hill.hill))) == (200, 1)


def test_it_takes_nothing_where_no_page_is_public(world: World, client: Client, form):
    assert client.post(HERE, form()).status_code == 404
    assert interests(world.hill) == []
