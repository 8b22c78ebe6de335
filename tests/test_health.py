import math
from pathlib import Path

import pytest
import redis
from django.db import connections

from tfc import health, read_replica
from tfc.queue_depth import Work

SIGNS = (health.SCHEDULE, health.WORKER)


@pytest.fixture(autouse=True)
def no_sign(settings, tmp_path):
    """Use a broker database of our own: workers of other tests leave heartbeats."""
    settings.REDIS_URL = settings.REDIS_URL.rpartition("/")[0] + "/15"
    settings.FILES_ROOT = tmp_path / "files"
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.delete(*SIGNS)


def all_live() -> None:
    for sign in SIGNS:
        health.leave_sign(sign)


def not_ok(answer) -> dict[str, str]:
    data = answer.json()
    parts = {name: part["status"] for name, part in data.items() if name != "status"}
    worst = max(parts.values(), key=health.RANKS.index)
    assert (data["status"], answer.status_code) == (worst, 503 if worst == "down" else 200)
    return {name: status for name, status in parts.items() if status != "ok"}


@pytest.mark.xdist_group("heartbeat")
def test_it_is_well_once_schedule_and_worker_gave_a_sign_of_life(db, client):
    answer = client.get("/health/")
    assert not_ok(answer) == {"schedule": "down", "worker": "down"}
    assert "60 seconds" in answer.json()["worker"]["why"]
    health.leave_sign(health.SCHEDULE)
    assert not_ok(client.get("/health/")) == {"worker": "down"}
    health.leave_sign(health.WORKER)
    assert not_ok(client.get("/health/")) == {}


@pytest.mark.xdist_group("heartbeat")
def test_it_answers_without_a_database(client, monkeypatch):
    """It uses no session, no user and no pooled connection, also if there is a database."""
    all_live()
    monkeypatch.setitem(connections["default"].settings_dict, "PORT", "1")
    assert not_ok(client.get("/health/")) == {"database": "down", "migrations": "down", "jobs": "warning"}
    live = client.get("/health/live/")
    assert (live.status_code, live.content) == (200, b"ok")


@pytest.mark.xdist_group("heartbeat")
def test_it_answers_without_a_broker_and_says_no_secret(db, client, settings):
    settings.REDIS_URL = "redis://:very-secret@127.0.0.1:1/0"
    all_live()
    answer = client.get("/health/")
    assert not_ok(answer) == {"broker": "down", "schedule": "down", "worker": "down"}
    assert "very-secret" not in answer.content.decode()


@pytest.mark.xdist_group("heartbeat")
def test_it_says_whether_the_standby_can_be_read_where_there_is_one(db, client, monkeypatch):
    all_live()
    assert "standby" not in client.get("/health/").json()
    monkeypatch.setitem(connections.databases, read_replica.REPLICA, connections.databases["default"])
    for lag, expected in ((0.0, {}), (60.0, {"standby": "warning"})):
        monkeypatch.setattr(read_replica, "_known", {"lag": lag, "until": math.inf})
        assert not_ok(client.get("/health/")) == expected


@pytest.mark.xdist_group("heartbeat")
def test_it_notices_a_migration_that_is_not_applied(db, client, monkeypatch):
    all_live()
    monkeypatch.setattr(
        health, "_list_written_migrations", lambda: frozenset({("evaluation", "9999_from_tomorrow")})
    )
    assert not_ok(client.get("/health/")) == {"migrations": "down", "jobs": "warning"}


@pytest.mark.xdist_group("heartbeat")
def test_it_warns_of_jobs_that_nobody_takes_and_of_a_full_disk(db, client, monkeypatch, settings):
    all_live()
    monkeypatch.setattr(
        health, "get_all_work", lambda: [Work("reports", 9, overdue=2), Work("imports", 1, overdue=1)]
    )
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 2**80)
    answer = client.get("/health/")
    assert not_ok(answer) == {"jobs": "warning", "files": "warning"}
    assert answer.json()["jobs"]["why"].startswith("3 jobs")
    settings.FILES_ROOT = Path("/proc/sys/files")
    assert not_ok(client.get("/health/")) == {"jobs": "warning", "files": "down"}
