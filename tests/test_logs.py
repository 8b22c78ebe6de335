import json
import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import signing
from gunicorn.config import Config

from dev.programs import application_services
from tfc.access_log import AccessLog
from tfc.logs import HideSecrets, json_lines
from tfc.tokens import new_token
from tfc.web_server.worker import WaitressWorker

TOKEN = "hq9Zk3x-Vb_7Lr2mN8pQ4sT6uW0yA1cE5gI3jK7oM9d"


@pytest.mark.parametrize(
    ("message", "args", "line"),
    [
        ("%s: %s", ("Not Found", f"/p/hill/working-together/{TOKEN}/"), "Not Found: /p/hill/working-together/…/"),
        ('"%s" %s', (f"GET /invitations/{TOKEN}/accept/?x=1 HTTP/1.1", 200),
         '"GET /invitations/…/accept/?x=1 HTTP/1.1" 200'),
        (f"/p/hill/{TOKEN}", (), "/p/hill/…"),
        ("%s", ("/c/hill/services/?need=physical",), "/c/hill/services/?need=physical"),
        ("%s has no right to that", ("ann.lee+x@example.org",), "… has no right to that"),
        ("Not Found: /c/boyle-heights/organizations/12/", (), "Not Found: /c/boyle-heights/organizations/12/"),
    ],
)  # fmt: skip
def test_it_takes_tokens_out_of_addresses(message, args, line):
    record = logging.LogRecord("x", logging.WARNING, "x", 1, message, args, None)
    assert HideSecrets().filter(record)
    assert record.getMessage() == line


@pytest.mark.parametrize("path", ["accounts/confirm-email", "stop"])
def test_it_knows_the_tokens_that_are_signed(path: str):
    """They hold a value, a time and a signature, with colons between."""
    for what in (12, [1, None, 7, 25]):
        token = signing.dumps(what, salt="any")
        record = logging.LogRecord("x", logging.WARNING, "x", 1, "%s", (f"/{path}/{token}/",), None)
        HideSecrets().filter(record)
        assert record.getMessage() == f"/{path}/…/"


def test_it_knows_the_tokens_that_we_draw():
    record = logging.LogRecord("x", logging.WARNING, "x", 1, "%s", (f"/p/hill/{new_token()}/",), None)
    HideSecrets().filter(record)
    assert record.getMessage() == "/p/hill/…/"


@pytest.fixture
def get_access_line(caplog: pytest.LogCaptureFixture):
    """``get_access_line("/path/")`` returns the web server's log line."""
    caplog.set_level(logging.INFO)
    log = AccessLog(Config())

    def line(path: str) -> str:
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "RAW_URI": f"{path}?need=x", "QUERY_STRING": "need=housing",
            "REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "Sentinel-Agent", "HTTP_REFERER": "https://from.example",
        }  # fmt: skip
        answer = SimpleNamespace(status="200 OK", headers=[("X-Request-ID", "a1b2c3d4e5")])
        log.access(answer, None, environ, timedelta(milliseconds=12))
        return "".join(caplog.messages)

    return line


def test_the_access_log_holds_what_was_asked_and_not_who_asked(get_access_line):
    line = get_access_line("/c/hill/events/")
    assert line.endswith(" GET /c/hill/events/ 200 OK 12 ms")
    assert not [word for word in ("203.0.113.77", "Sentinel", "from.example", "housing") if word in line]


def test_the_access_log_holds_no_token(get_access_line):
    assert " GET /invitations/…/accept/ " in get_access_line(f"/invitations/{TOKEN}/accept/")


def test_the_access_log_has_no_public_pages(get_access_line):
    assert get_access_line("/p/hill/survey/bcdf2345/") == ""


def test_the_access_log_in_json_has_the_id_of_the_request(get_access_line, monkeypatch, caplog):
    monkeypatch.setenv("LOG_FORMAT", "json")
    log = AccessLog(Config())
    answer = SimpleNamespace(status="200 OK", headers=[("X-Request-ID", "a1b2c3d4e5")])
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": f"/invitations/{TOKEN}/"}
    log.access(answer, None, environ, timedelta(milliseconds=12))
    data = json.loads(json_lines().format(caplog.records[-1]))
    data.pop("timestamp")
    assert data == {
        "event": "request", "level": "info", "logger": "gunicorn.access", "method": "GET",
        "path": "/invitations/…/", "status": "200 OK", "ms": 12, "request_id": "a1b2c3d4e5",
    }  # fmt: skip


def test_the_web_server_writes_that_access_log():
    [web] = [
        application_service
        for application_service in application_services(8000, {})
        if application_service.name == "web"
    ]
    option = web.command.index("--logger-class")
    assert web.command[option + 1] == f"{AccessLog.__module__}.{AccessLog.__qualname__}"


def test_make_run_reads_a_request_before_a_thread_works_on_it():
    [web] = [
        application_service
        for application_service in application_services(8000, {})
        if application_service.name == "web"
    ]
    option = web.command.index("--worker-class")
    assert web.command[option + 1] == f"{WaitressWorker.__module__}.{WaitressWorker.__qualname__}"
