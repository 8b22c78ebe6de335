"""GET /health/ reports the state of every part, for monitors and for `make run`; GET /health/live/ that this process
answers.

Everyone may read it, so it says what is down, but never quotes the server's own message, which may contain passwords.
"""

import contextlib
import functools
import os
import shutil
import time
from dataclasses import dataclass

import psycopg2
import redis
from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse

from tfc import read_replica
from tfc.queue_depth import get_all_work

WORKER, SCHEDULE = "tfc:worker-heartbeat", "tfc:schedule-heartbeat"
# The schedule sends a heartbeat every 10 seconds; a part that missed six of them is down.
HEARTBEAT_SECONDS = 60
SECONDS = 1
LEAST_FREE_BYTES = 1024**3

OK, WARNING, DOWN = RANKS = ("ok", "warning", "down")


@dataclass(frozen=True)
class Part:
    """The state of one part. With a warning the pages still work, but the operator should check it."""

    status: str = OK
    why: str = ""


def build_down_part(why: str) -> Part:
    return Part(DOWN if why else OK, why)


def warning(why: str) -> Part:
    return Part(WARNING if why else OK, why)


def health(request: HttpRequest) -> JsonResponse:
    """Return 503 if a part is down, otherwise 200: {"status": "ok", "database": {"status": "ok", "why": ""}, …}."""
    parts_by_name = parts()
    worst = max((part.status for part in parts_by_name.values()), key=RANKS.index)
    body = {name: {"status": part.status, "why": part.why} for name, part in parts_by_name.items()}
    return JsonResponse({"status": worst, **body}, status=503 if worst == DOWN else 200)


def live(request: HttpRequest) -> HttpResponse:
    """Answer load balancers, which ask often, without checking other parts: a failure that all servers share is not a
    reason to remove one.
    """
    return HttpResponse(OK, content_type="text/plain")


def parts() -> dict[str, Part]:
    """Return the state of each part, first the parts that others depend on."""
    database, migrations = _database_and_migrations()
    broker, schedule, worker = _signs()
    works = not (database or migrations)
    return {
        "database": build_down_part(database),
        "broker": build_down_part(broker),
        "schedule": build_down_part(schedule),
        "worker": build_down_part(worker),
        "migrations": build_down_part(migrations),
        "jobs": warning(_late_jobs()) if works else warning("Not known without the database."),
        "files": _files(),
        **({"standby": _standby()} if read_replica.is_there() else {}),
    }


def leave_sign(key: str) -> None:
    """Store a heartbeat in the broker; do nothing if the broker is down."""
    try:
        with contextlib.closing(broker()) as client:
            client.set(key, int(time.time()), ex=HEARTBEAT_SECONDS)
    except redis.RedisError:
        return


def broker() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS, retry=None
    )


def _signs() -> tuple[str, str, str]:
    """Return the reasons why broker, schedule and worker are down; "" for each that is up."""
    try:
        with contextlib.closing(broker()) as client:
            scheduled, worked = client.mget(SCHEDULE, WORKER)
    except redis.RedisError:
        unknown = "Not known, since the broker does not answer."
        return "The broker does not answer.", unknown, unknown
    silent = f"gave a sign of life in the last {HEARTBEAT_SECONDS} seconds."
    return "", "" if scheduled else f"No schedule {silent}", "" if worked else f"No worker {silent}"


def _late_jobs() -> str:
    try:
        late = sum(work.overdue for work in get_all_work())
    except DatabaseError:
        return "Not known, since the database did not say."
    return f"{late} jobs wait longer than they should." if late else ""


def _files() -> Part:
    """Return the state of the folder of the library's files, or of the folder in which it will be created."""
    folder = next(path for path in (settings.FILES_ROOT, *settings.FILES_ROOT.parents) if path.exists())
    if not os.access(folder, os.W_OK | os.X_OK):
        return build_down_part("The folder of the files cannot be written.")
    free = shutil.disk_usage(folder).free
    return warning(f"Only {free // 1024**2} MB are free for files." if free < LEAST_FREE_BYTES else "")


def _standby() -> Part:
    behind = f"The standby is away, or more than {settings.REPLICA_LAG_SECONDS:g} seconds behind; the primary is read."
    return warning("" if read_replica.is_fresh() else behind)


def _database_and_migrations() -> tuple[str, str]:
    """Return the reasons why the database and the migrations are down; "" for each that is up.

    It uses a connection of its own with a short timeout: a pooled connection may hang for minutes.
    """
    chosen = connections["default"].settings_dict
    try:
        connection = psycopg2.connect(
            dbname=chosen["NAME"],
            user=chosen["USER"],
            password=chosen["PASSWORD"],
            host=chosen["HOST"],
            port=chosen["PORT"] or None,
            connect_timeout=2 * SECONDS,  # libpq's shortest timeout
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
    missing = len(_list_written_migrations() - applied)
    return "", f"{missing} migrations are not applied." if missing else ""


@functools.cache
def _list_written_migrations() -> frozenset[tuple[str, str]]:
    """Return app and name of every migration in the code of this process."""
    return frozenset(MigrationLoader(None).disk_migrations)
