"""Public forms redirect after a POST, so the history neither repeats nor keeps what was typed."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from redis.exceptions import ConnectionError as CacheGoneError

from communities import after_post
from tests.base import World
from tests.residents.public_base import HERE, add_wave, choices, get_form_data
from tests.support.public_base import get_text, page, publish

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
TYPED = "Canaryword"


@pytest.fixture
def hill(world: World) -> World:
    cache.clear()
    publish(world.hill, world["hill-coordinator"])
    return world


def send(client: Client, path: str, data: dict[str, Any]) -> tuple[Any, str]:
    response = client.post(path, data, headers=BROWSER)
    assert response.status_code == 302
    assert response.content == b""
    for name, value in (("Cache-Control", "no-store"), ("Location", response.headers["Location"])):
        assert response.headers[name] == value
    return response, response.headers["Location"]


def test_a_mistake_is_shown_at_an_address_that_says_nothing(hill: World, client: Client):
    _response, there = send(client, page("volunteer/") + "?lang=es", {"name": TYPED})
    assert re.fullmatch(r"/p/hill/volunteer/\?lang=es&shown=[\w-]{43}%3D", there)
    response = client.get(there)
    assert response.status_code == 422
    assert TYPED in get_text(response)
    assert '<html lang="es"' in get_text(response)
    assert response.headers["Cache-Control"] == "no-store"
    assert "shown=" not in get_text(response)
    # Submitted again from there, it redirects to one page.
    _response, next_one = send(client, there, {"name": TYPED})
    assert next_one.count("shown=") == 1
    assert next_one != there


def test_the_survey_continues_after_a_redirect(hill: World, client: Client):
    wave = add_wave(hill.hill)
    _response, second_page = send(client, HERE, get_form_data(wave, route_unprompted=TYPED))
    text = get_text(client.get(second_page))
    assert "Page 2 of 2" in text
    assert TYPED not in text
    assert client.post(HERE, choices(wave), headers=BROWSER).headers["Location"].endswith("/thanks/")


def test_the_answer_is_gone_after_a_minute_and_the_address_leads_to_the_plain_page(
    hill: World, client: Client
):
    _response, there = send(client, page("volunteer/") + "?lang=es", {"name": TYPED})
    assert after_post.KEPT_SECONDS <= 60
    cache.clear()
    gone = client.get(there)
    assert (gone.status_code, gone.headers["Location"]) == (302, page("volunteer/") + "?lang=es")


def test_it_is_shown_by_its_own_page_alone(hill: World, client: Client):
    _response, there = send(client, page("volunteer/"), {"name": TYPED})
    elsewhere = there.replace("volunteer", "help")
    assert client.get(elsewhere).headers["Location"] == page("help/")


def test_the_server_cannot_read_what_it_keeps(hill: World, client: Client):
    _response, there = send(client, page("volunteer/"), {"name": TYPED})
    cached = repr(list(cache._cache.items()))  # type: ignore[attr-defined]
    assert "answer:" in cached
    key = there.partition("shown=")[2].removesuffix("%3D")
    for secret in (TYPED, key, "volunteer"):
        assert secret not in cached


def test_a_form_is_answered_without_the_cache_and_to_programs_at_once(
    hill: World, client: Client, monkeypatch: pytest.MonkeyPatch
):
    assert client.post(page("volunteer/"), {"name": TYPED}).status_code == 422

    def gone(*_args: object, **_kwargs: object) -> None:
        raise CacheGoneError

    monkeypatch.setattr(type(cache._connections[cache._alias]), "set", gone)  # type: ignore[attr-defined]
    assert client.post(page("volunteer/"), {"name": TYPED}, headers=BROWSER).status_code == 422


def test_the_csrf_cookie_is_set(hill: World):
    client = Client(enforce_csrf_checks=True)
    form = client.get(page("volunteer/")).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
    assert token
    _response, there = send(client, page("volunteer/"), {"csrfmiddlewaretoken": token[1]})
    again = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(there).content.decode())
    assert again
    send(client, there, {"csrfmiddlewaretoken": again[1]})
