"""Request ids, log lines and metrics of requests and jobs; the public pages leave none."""

import json
import logging
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest
from celery.signals import before_task_publish, task_postrun, task_prerun
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from prometheus_client import REGISTRY
from structlog.contextvars import get_contextvars

from evaluation.models import StaleMark
from reports import queue_depth
from tests.base import within
from tfc import tracing
from tfc.logs import json_lines
from tfc.queue_depth import get_all_work

TOKEN = "hq9Zk3x-Vb_7Lr2mN8pQ4sT6uW0yA1cE5gI3jK7oM9d"
ID = "3f0c9a7e-from-the-proxy"


def test_a_worker_reports_the_number_of_stale_marks(world, monkeypatch):
    monkeypatch.setattr(queue_depth, "FIGURES", "default")
    with within(world.hill):
        before = told_marks()
        StaleMark.objects.create(community=world.hill, marked_at=timezone.now() - timedelta(hours=1))
        after = told_marks()
    assert (after.waiting, after.overdue) == (before.waiting + 1, before.overdue + 1)
    assert after.failed == 0


def told_marks():
    queue_depth.tell_marks()
    [marks] = [work for work in get_all_work() if work.name == "marks"]
    return marks


@pytest.fixture
def ask(settings):
    """``ask("/path/", id)`` returns the response and the fields of a log line written during the request."""
    settings.METRICS_TOKEN = "secret"
    visited = {}

    def view(request):
        visited.update(trace=get_contextvars(), unseen=tracing.is_unseen())
        request.resolver_match = SimpleNamespace(view_name="tests:here")
        return HttpResponse(status=418)

    middleware = tracing.request_id_middleware(view)

    def ask_page(path, request_id=""):
        answer = middleware(
            RequestFactory().get(path, headers={"X-Request-ID": request_id} if request_id else {})
        )
        return answer.headers.get("X-Request-ID"), visited

    yield ask_page
    tracing.end_request()


def counted() -> float:
    labels = {"view": "tests:here", "method": "GET", "status": "418"}
    return REGISTRY.get_sample_value("tfc_request_seconds_count", labels) or 0


def test_a_request_has_one_id_from_the_proxy_to_the_log(ask):
    assert ask("/c/hill/", ID) == (ID, {"trace": {"request_id": ID}, "unseen": False})
    made, made_id = ask("/c/hill/")
    assert len(made) == 32
    assert made_id["trace"] == {"request_id": made}


@pytest.mark.parametrize("given_id", ["short", 'a"b\nc' * 3, "x" * 65, "-dash-first"])
def test_it_takes_nothing_from_outside_that_is_no_id(ask, given_id):
    made, _ = ask("/c/hill/", given_id)
    assert len(made) == 32
    assert made != given_id


def test_a_public_page_has_no_id_and_is_not_counted(ask):
    before = counted()
    assert ask("/p/hill/help/", ID) == (None, {"trace": {}, "unseen": True})
    assert counted() == before
    assert ask("/c/hill/")[1]["unseen"] is False
    assert counted() == before + 1


def test_a_job_has_the_id_of_the_request_that_rang_for_it(ask):
    headers = {}
    ask("/c/hill/", ID)
    before_task_publish.send("some.task", headers=headers)
    assert headers == {"request_id": ID}
    task = SimpleNamespace(name="some.task", request=headers)
    task_prerun.send("some.task", task_id="7", task=task)
    assert get_contextvars() == {"task": "some.task", "task_id": "7", "request_id": ID}
    task_postrun.send("some.task", task_id="7", task=task)
    assert get_contextvars() == {}


def test_a_line_in_json_has_the_id_and_no_secret(ask):
    text = f"refused\nDETAIL:  Key (email)=({'ann'}@example.org) exists.\n/invitations/{TOKEN}/"
    try:
        raise ValueError(text)
    except ValueError:
        record = logging.LogRecord(
            "tfc.x", logging.ERROR, "x", 1, "At %s", (f"/data/a/{TOKEN}/",), sys.exc_info()
        )
    ask("/c/hill/", ID)
    line = json_lines().format(record)
    assert not [word for word in (TOKEN, "ann@") if word in line]
    data = json.loads(line)
    assert (data["level"], data["logger"], data["event"], data["request_id"]) == (
        "error",
        "tfc.x",
        "At /data/a/…/",
        ID,
    )
    assert "Traceback" in data["exception"]
    assert "\n" not in line


def test_a_slow_query_is_logged_without_its_values(db, settings, caplog, ask):
    settings.SLOW_QUERY_MS = 1
    assert tracing.time_query in connection.execute_wrappers
    with connection.cursor() as cursor:
        ask("/c/hill/")
        cursor.execute("SELECT pg_sleep(0.002),\n %s", ["Sentinel"])
        ask("/p/hill/")
        cursor.execute("SELECT pg_sleep(0.003)")
    [line] = caplog.messages
    assert line.endswith(" ms by default: SELECT pg_sleep(0.002), %s")


def test_metrics_need_the_token(db, client, settings):
    assert client.get("/metrics/").status_code == 401
    settings.METRICS_TOKEN = "very-secret-token"
    assert client.get("/metrics/").status_code == 401
    assert client.get("/metrics/", headers={"Authorization": "Bearer wrong-tökén"}).status_code == 401
    answer = client.get("/metrics/", headers={"Authorization": "Bearer very-secret-token"})
    assert answer.status_code == 200
    text = answer.content.decode()
    names = {line.partition("{")[0].partition(" ")[0] for line in text.splitlines() if line[0] != "#"}
    assert names >= {
        "tfc_part_status", "tfc_work_waiting", "tfc_work_overdue", "tfc_work_failed", "tfc_queue_messages",
        "tfc_database_connections", "tfc_database_connections_max",
    }  # fmt: skip
    assert 'tfc_work_waiting{kind="reports"} 0.0' in text
    assert 'login="tfc_app"' in text
