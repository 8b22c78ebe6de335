"""gunicorn's processes with our worker: start, log, end and replacement."""

import os
import signal
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from dev.processes import Service, free_port
from tests.web_server.base import connect, head, read_all, wait_until

SLOW = b"GET /slow/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


class Web:
    """``options``: gunicorn's, besides those of production."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.port = free_port()
        self.service = Service(
            name="web",
            command=[
                sys.executable, "-m", "gunicorn", "tests.web_server.applications:slow", "--config",
                "deploy/gunicorn_conf.py", "--workers", "1", *options,
            ],
            folder=folder,
            ready=lambda: "Booting worker" in self.log,
            environment={**os.environ, "BIND": f"127.0.0.1:{self.port}"},
            working_folder=str(settings.BASE_DIR),
        )  # fmt: skip
        self.service.start()

    @property
    def log(self) -> str:
        return self.service.log.read_text()

    def ask(self, path: str = "/", **headers: str) -> str:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 (our own address)
            return answer.read().decode()


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = Web(tmp_path_factory.mktemp("web"))
    yield web
    web.service.stop()


def test_a_reload_replaces_its_processes_and_loses_no_request(web: Web):
    before = web.ask()
    with connect(web.port) as connection:
        connection.sendall(SLOW)
        time.sleep(0.3)
        assert web.service.process
        web.service.process.send_signal(signal.SIGHUP)
        assert read_all(connection).startswith("HTTP/1.1 200 OK")
    assert wait_until(lambda: web.ask() != before, 15)


def test_a_process_that_dies_is_replaced(web: Web):
    before = web.ask()
    os.kill(int(before.split()[1]), signal.SIGKILL)
    assert wait_until(lambda: f"Worker (pid:{before.split()[1]}) was sent SIGKILL" in web.log)
    assert web.ask() != before


@pytest.mark.thorough
def test_its_log_names_what_was_asked_and_not_who_asked(web: Web):
    web.ask("/c/hill/events/?need=x", **{"User-Agent": "Canary-Agent", "X-Forwarded-For": "203.0.113.77"})
    web.ask("/p/hill/help/")
    assert wait_until(lambda: " GET /c/hill/events/ 200 OK " in web.log)
    assert not [
        word for word in ("Canary", "203.0.113", "127.0.0.1 ", "need=x", "/p/hill") if word in web.log
    ]


def test_a_trusted_proxy_reports_tls(web: Web):
    assert web.ask(**{"X-Forwarded-Proto": "https"}).startswith("https ")
    assert web.ask().startswith("http ")


def test_the_life_of_a_server(tmp_path: Path):
    """One test, since a start takes seconds: trusted TLS headers, replaced processes, graceful shutdown."""
    other = Web(
        tmp_path, "--forwarded-allow-ips", "192.0.2.0/24", "--max-requests", "4", "--max-requests-jitter", "0"
    )
    try:
        first = other.ask(**{"X-Forwarded-Proto": "https"})
        assert first.startswith("http ")
        # A connection made between two processes may be lost when the server ends; its new process has begun here.
        assert wait_until(lambda: other.ask() != first, 15)
        end_in_good_order(other)
    finally:
        other.service.stop()


def end_in_good_order(web: Web) -> None:
    """Requests are answered also just after the signal; an incomplete body delays the end by seconds."""
    with (
        connect(web.port) as connection,
        connect(web.port) as slow,
        connect(web.port),
        connect(web.port) as new,
    ):
        connection.sendall(SLOW)
        slow.sendall(head(100_000) + b"a")
        # Long enough for a busy server to accept each connection, and shorter than its slow answer.
        time.sleep(0.6)
        assert web.service.process
        web.service.process.send_signal(signal.SIGTERM)
        begin = time.monotonic()
        time.sleep(0.3)
        new.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert read_all(new).startswith("HTTP/1.1 200 OK")
        assert read_all(connection).startswith("HTTP/1.1 200 OK")
        web.service.process.wait(timeout=10)
        assert time.monotonic() - begin < 6
