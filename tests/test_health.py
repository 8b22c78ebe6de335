import pytest
import redis
from django.db import connections

from tfc import health


@pytest.fixture(autouse=True)
def no_worker(settings):
    """A numbered database of the broker that is ours alone: tests beside this one start workers, which leave signs."""
    settings.REDIS_URL = settings.REDIS_URL.rpartition("/")[0] + "/15"
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.delete(health.HEARTBEAT)


def down(answer) -> list[str]:
    found = answer.json()
    assert found["status"] == ("ok" if answer.status_code == 200 else "down")
    return [name for name, one in found.items() if name != "status" and one["status"] == "down"]


@pytest.mark.xdist_group("heartbeat")
def test_it_is_well_once_a_worker_gave_a_sign_of_life(db, client):
    answer = client.get("/health/")
    assert (answer.status_code, down(answer)) == (503, ["worker"])
    assert "60 seconds" in answer.json()["worker"]["why"]
    health.beat()
    answer = client.get("/health/")
    assert (answer.status_code, down(answer)) == (200, [])


@pytest.mark.xdist_group("heartbeat")
def test_it_answers_without_a_database(client, monkeypatch):
    """And without the mark that would let it reach one: no session, no user, no pooled connection."""
    health.beat()
    monkeypatch.setitem(connections["default"].settings_dict, "PORT", "1")
    answer = client.get("/health/")
    assert (answer.status_code, down(answer)) == (503, ["database", "migrations"])


@pytest.mark.xdist_group("heartbeat")
def test_it_answers_without_a_broker_and_says_no_secret(db, client, settings):
    settings.REDIS_URL = "redis://:very-secret@127.0.0.1:1/0"
    health.beat()
    answer = client.get("/health/")
    assert down(answer) == ["broker", "worker"]
    assert "very-secret" not in answer.content.decode()


@pytest.mark.xdist_group("heartbeat")
def test_it_notices_a_migration_that_is_not_applied(db, client, monkeypatch):
    health.beat()
    monkeypatch.setattr(health, "_written", lambda: frozenset({("evaluation", "9999_from_tomorrow")}))
    assert down(client.get("/health/")) == ["migrations"]
