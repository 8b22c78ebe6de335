"""GET /health/: whether database, broker, worker and migrations are in order, for monitors and for `make run`.

Open to everyone, so it says what is down and never why in the words of the server, where passwords may stand.
"""

import contextlib
import functools
import time

import psycopg2
import redis
from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse

HEARTBEAT = "tfc:worker-heartbeat"
# The schedule asks for a sign of life every 10 seconds; a worker that missed six of them is not at work.
HEARTBEAT_SECONDS = 60
SECONDS = 1

OK = "ok"


def health(request: HttpRequest) -> JsonResponse:
    """200 when all is well, 503 when one is down: {"status": "ok", "database": {"status": "ok", "why": ""}, …}."""
    database, migrations = _database_and_migrations()
    broker, worker = _broker_and_worker()
    found = {"database": database, "broker": broker, "worker": worker, "migrations": migrations}
    well = not any(found.values())
    body = {name: {"status": "down" if why else OK, "why": why} for name, why in found.items()}
    return JsonResponse({"status": OK if well else "down", **body}, status=200 if well else 503)


def beat() -> None:
    """Leave a worker's sign of life at the broker; without a broker there is nobody to tell."""
    try:
        with contextlib.closing(_client()) as client:
            client.set(HEARTBEAT, int(time.time()), ex=HEARTBEAT_SECONDS)
    except redis.RedisError:
        return


def _client() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS, retry=None
    )


def _broker_and_worker() -> tuple[str, str]:
    """Why the broker and the worker are down; empty where they are not."""
    try:
        with contextlib.closing(_client()) as client:
            seen = client.get(HEARTBEAT)
    except redis.RedisError:
        return "The broker does not answer.", "Not known, since the broker does not answer."
    return "", "" if seen else f"No worker gave a sign of life in the last {HEARTBEAT_SECONDS} seconds."


def _database_and_migrations() -> tuple[str, str]:
    """Why the database and the migrations are down; empty where they are not.

    A connection of its own with a short time to answer: one that waits in the pool may hang for minutes.
    """
    chosen = connections["default"].settings_dict
    try:
        connection = psycopg2.connect(
            dbname=chosen["NAME"],
            user=chosen["USER"],
            password=chosen["PASSWORD"],
            host=chosen["HOST"],
            port=chosen["PORT"] or None,
            connect_timeout=2 * SECONDS,  # libpq knows no shorter time
            **chosen.get("OPTIONS", {}),
        )
        with contextlib.closing(connection), connection, connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [1000 * SECONDS])
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = set(cursor.fetchall())
    except psycopg2.OperationalError:
        return "The database does not answer.", "Not known, since the database does not answer."
    except psycopg2.Error:
        return "", "The tables are not there yet."
    missing = len(_written() - applied)
    return "", f"{missing} migrations are not applied." if missing else ""


@functools.cache
def _written() -> frozenset[tuple[str, str]]:
    """App and name of every migration in the code of this process."""
    return frozenset(MigrationLoader(None).disk_migrations)
