from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from redis.exceptions import ConnectionError as CacheGoneError

from communities.models import Community
from support.actions.public import DAILY_INTEREST_LIMIT
from support.models import Interest
from tests.base import World, within
from tests.support.public_base import get_text, interests, page, publish
from tests.support.public_forms_base import sent

HERE = page("volunteer/")


@pytest.fixture
def hill(world: World) -> World:
    publish(world.hill, world["hill-coordinator"])
    return world


@pytest.fixture
def form(world: World, monkeypatch: pytest.MonkeyPatch):
    def typed(seconds: float = 60, *, town: Community | None = None, **changes: Any) -> dict[str, Any]:
        fields_sent = {"name": "Rosa Diaz", "reach": "rosa@example.net", "message": "I can cook."}
        return sent(f"interest:{(town or world.hill).pk}", monkeypatch, seconds, **(fields_sent | changes))

    return typed


def test_help_comes_before_the_form(hill: World, client: Client):
    before = get_text(client.get(HERE, {"lang": "es"})).partition("<main")[2].partition("<form")[0]
    assert 'href="tel:+1-888-373-7888"' in before
    assert 'href="/p/hill/help/?lang=es"' in before


def test_it_stores_the_inquiry(hill: World, client: Client, form):
    response = client.post(HERE, form())
    [interest] = interests(hill.hill)
    assert response.status_code == 200
    assert "Thank you. We have your message." in get_text(response)
    assert (interest.name, interest.reach, interest.message) == (
        "Rosa Diaz",
        "rosa@example.net",
        "I can cook.",
    )
    assert interest.on == timezone.now().astimezone(hill.hill.zone).date()
    assert interests(hill.dale) == []


def test_it_says_when_it_is_deleted_and_who_reads_it(hill: World, client: Client):
    text = get_text(client.get(HERE))
    assert "We delete your message after 30 days" in text
    assert "Only its coordinators read this" in text


def test_it_counts_what_is_sent_twice_once(hill: World, client: Client, form):
    data = form()
    first, second = client.post(HERE, data), client.post(HERE, data)
    assert get_text(first) == get_text(second)
    assert len(interests(hill.hill)) == 1


def test_a_corrected_message_is_not_taken_for_the_first(hill: World, client: Client, form):
    """As found in December 2026: who sent the form again with another number read "We have your message"."""
    client.post(HERE, form_data := form())
    again = client.post(HERE, form_data | {"reach": "626-555-0199", "total": "9"})
    assert again.status_code == 409
    assert "We have your first message." in get_text(again)
    assert again.context["form"]["reach"].value() == "626-555-0199"
    assert again.context["form"]["total"].value() is None
    assert again.context["form"].ticket != form_data["ticket"]
    assert [interest.reach for interest in interests(hill.hill)] == ["rosa@example.net"]


def test_a_message_sent_many_times_uses_up_no_limit(hill: World, client: Client, form):
    data = form()
    for _ in range(DAILY_INTEREST_LIMIT // 4 + 1):
        client.post(HERE, data)
    client.post(HERE, form(name="Ana"))
    assert [interest.is_set_aside for interest in interests(hill.hill)] == [False, False]


def test_leaders_and_members_cannot_read_it(hill: World, client: Client, form):
    client.post(HERE, form())
    with within(hill.hill):
        assert Interest.objects.count() == 0


def test_it_needs_no_words(hill: World, client: Client, form):
    client.post(HERE, form(message=""))
    assert [interest.message for interest in interests(hill.hill)] == [""]


WRONG = [
    ({"name": " "}, "Enter a name."),
    ({"reach": ""}, "Enter an email address or phone number."),
    ({"name": "x" * 121}, "Shorten it to 120 or fewer."),
    ({"message": "x" * 601}, "Shorten it to 600 or fewer."),
    ({"ticket": "interest:1abc:forged"}, "was open too long"),
    ({"ticket": ""}, "was open too long"),
    ({"proof": ""}, "Enter the sum in digits."),
]


def test_it_explains_what_is_wrong_and_keeps_the_rest(hill: World, client: Client, form, subtests):
    for changes, message in WRONG:
        with subtests.test(changes=changes):
            response = client.post(HERE, form() | changes)
            text = get_text(response)
            assert response.status_code == 422
            assert message in text
            assert "<title>Error:" in text
            assert ('value="rosa@example.net"' in text) is ("reach" not in changes)
            assert interests(hill.hill) == []


def test_it_asks_again_when_it_lay_open_for_a_day(hill: World, client: Client, form):
    response = client.post(HERE, form(seconds=24 * 3600))
    assert (response.status_code, interests(hill.hill)) == (422, [])


def test_it_asks_a_hasty_person_to_look_over_it_and_then_takes_it(hill: World, client: Client, form):
    data = form(seconds=-60)  # by a clock that is ahead, since a slow machine takes as long as a hasty person
    hasty = client.post(HERE, data)
    assert (hasty.status_code, interests(hill.hill)) == (422, [])
    assert "That was very quick" in get_text(hasty)
    client.post(HERE, form(seconds=4))
    assert len(interests(hill.hill)) == 1


def test_it_thanks_a_program_and_keeps_nothing(hill: World, client: Client, form):
    response = client.post(HERE, form(website="https://spam.example"))
    assert "Thank you. We have your message." in get_text(response)
    assert interests(hill.hill) == []


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
    """The browser sends a cookie, a token and the origin that the page's referrer policy allows."""
    client = Client(enforce_csrf_checks=True)
    answer = client.get(HERE)
    token = answer.context["csrf_token"]
    response = client.post(
        HERE, form(csrfmiddlewaretoken=str(token)), headers={"Origin": "http://testserver"}
    )
    assert (response.status_code, len(interests(hill.hill))) == (200, 1)


def test_it_takes_nothing_where_no_page_is_public(world: World, client: Client, form):
    assert client.post(HERE, form()).status_code == 404
    assert interests(world.hill) == []
