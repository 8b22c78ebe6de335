"""A value in Redis runs no code and cannot be forged."""

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from django.core.signing import BadSignature
from django.utils.safestring import SafeString, mark_safe

from tests.worker_processes import Plant
from tfc import settings as production
from tfc.celery import app
from tfc.signed_cache import SignedJson, SignedRedisCache

CALLED: list[str] = []


class Hostile:
    """Calls a function when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return CALLED.append, ("called",)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[str]:
    plant = Plant(tmp_path)
    plant.start_broker()
    yield plant.valkey.url
    plant.stop()


@pytest.fixture
def cache(broker: str) -> SignedRedisCache:
    chosen = production.CACHES["default"]
    assert chosen["BACKEND"] == "tfc.signed_cache.SignedRedisCache"
    return SignedRedisCache(broker, {"OPTIONS": chosen["OPTIONS"]})


def test_it_keeps_values_counters_and_markup(cache: SignedRedisCache):
    card = mark_safe("<b>Open</b>")
    for value in ([12.5, 1796031793.6], {"card": card, "codes": ["en"]}, True, "", None, "<b>text</b>"):
        cache.set("key", value)
        assert cache.get("key", "absent") == value
    cache.set("key", {"card": card})
    assert isinstance(cache.get("key")["card"], SafeString)
    assert cache.add("count", 1, 60)
    assert cache.incr("count") == 2
    assert cache.add("new", ["es"], 60)
    assert not cache.add("new", ["en"], 60)
    cache.set_many({"first": "one", "second": None})
    assert cache.get_many(["first", "second", "third", "new"]) == {
        "first": "one",
        "second": None,
        "new": ["es"],
    }


def test_a_forged_value_is_ignored(cache: SignedRedisCache, broker: str):
    cache.set("key", "ours")
    client = redis.Redis.from_url(broker)
    signed = client.get(":1:key")
    assert isinstance(signed, bytes)
    for other in (
        pickle.dumps(Hostile()),
        b'"theirs"',
        b'"theirs":abc',
        signed.replace(b"ours", b"hers"),
        b"\xff",
    ):
        client.set(":1:key", other)
        assert cache.get("key", "absent") == "absent"
    assert CALLED == []


def test_a_value_that_is_copied_to_another_key_is_ignored(cache: SignedRedisCache, broker: str):
    cache.set("hers", "secret")
    client = redis.Redis.from_url(broker)
    for copied in (
        client.get(":1:hers"),
        SignedJson().dumps("of an earlier release"),
        SignedJson().dumps({}),
    ):
        assert isinstance(copied, bytes)
        client.set(":1:mine", copied)
        assert cache.get("mine", "absent") == "absent"
        assert cache.get_many(["mine"]) == {}
    assert cache.get("hers") == "secret"


def test_a_former_key_of_the_installation_is_still_read(settings: Any):
    stored = SignedJson().dumps("value")
    assert isinstance(stored, bytes)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key", [settings.SECRET_KEY]
    assert SignedJson().loads(stored) == "value"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(BadSignature):
        SignedJson().loads(stored)


def test_workers_read_messages_as_json_alone():
    assert (app.conf.task_serializer, tuple(app.conf.accept_content)) == ("json", ("json",))
