"""GET /metrics/: metrics for Prometheus, for clients with METRICS_TOKEN.

Requests are counted by view name and never by URL. Public pages are not counted, since they promise that no visit is
counted (tfc/tracing.py).
"""

import contextlib
import os
import shutil
from collections.abc import Iterator

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from tfc import health
from tfc.queue_depth import get_all_work

METHODS = ("GET", "HEAD", "POST")
QUEUE = "celery"
# Not from pg_stat_activity: it shows what others run, and the default login has no access to it
# (tfc/db_roles/create.py).
CONNECTIONS = """
    SELECT COALESCE(rolname, 'none'), count(*), current_setting('max_connections')::int
    FROM pg_stat_get_backend_idset() one LEFT JOIN pg_roles ON pg_roles.oid = pg_stat_get_backend_userid(one)
    WHERE pg_stat_get_backend_dbid(one) = (SELECT oid FROM pg_database WHERE datname = current_database())
    GROUP BY rolname
"""

REQUESTS = Histogram(
    "tfc_request_seconds",
    "How long requests took, by the name of the view",
    ("view", "method", "status"),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)

WRONG_PASSWORDS = Counter("tfc_wrong_passwords", "Passwords that were wrong, whoever's account was tried")


def observe(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    match = request.resolver_match
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(match.view_name if match else "none", method, response.status_code).observe(seconds)


def metrics(request: HttpRequest) -> HttpResponse:
    """Return the counters of the web server's processes and the current state."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(token, settings.METRICS_TOKEN):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
    else:
        registry.register(REGISTRY)
    registry.register(Standing())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Standing(Collector):
    """Collects the current state. Parts that do not answer are left out; tfc_part_status says that they are down."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        parts = _gauge("tfc_part_status", "Each part of /health/: 0 ok, 1 warning, 2 down", "part")
        for name, part in health.parts().items():
            parts.add_metric([name], health.RANKS.index(part.status))
        yield parts
        with contextlib.suppress(DatabaseError):
            yield from _jobs()
            yield from _connections()
        with contextlib.suppress(redis.RedisError), contextlib.closing(health.broker()) as client:
            queue = _gauge("tfc_queue_messages", "Messages that no worker has taken")
            queue.add_metric([], client.llen(QUEUE))
            yield queue
        with contextlib.suppress(OSError):
            free = _gauge("tfc_files_free_bytes", "Free room where the library's files lie")
            free.add_metric([], shutil.disk_usage(settings.FILES_ROOT).free)
            yield free


def _jobs() -> Iterator[GaugeMetricFamily]:
    waiting = _gauge("tfc_work_waiting", "Work that waits for a worker", "kind")
    overdue = _gauge("tfc_work_overdue", "Work that a worker should long have taken", "kind")
    failed = _gauge("tfc_work_failed", "Work that failed in the last day", "kind")
    for work in get_all_work():
        waiting.add_metric([work.name], work.waiting)
        overdue.add_metric([work.name], work.overdue)
        failed.add_metric([work.name], work.failed)
    yield from (waiting, overdue, failed)


def _connections() -> Iterator[GaugeMetricFamily]:
    by_login = _gauge("tfc_database_connections", "Connections to this database", "login")
    most = _gauge("tfc_database_connections_max", "Connections that the server takes")
    with connection.cursor() as cursor:
        cursor.execute(CONNECTIONS)
        for login, number, limit in cursor.fetchall():
            by_login.add_metric([login], number)
            most.samples.clear()
            most.add_metric([], limit)
    yield from (by_login, most)


def _gauge(name: str, what: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, what, labels=labels)
