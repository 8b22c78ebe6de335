"""Slow connections wait in the web server's loop: they occupy no thread, and each is closed eventually."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings

from tests.web_server.base import (
    SlowVisitors,
    connect,
    head,
    read_all,
    read_answer,
    serving,
    tell_body,
    wait_until,
)
from tfc.logs import DropPublicRequests
from tfc.tokens import sign_session_key
from tfc.web_server import connections, request_bodies


@pytest.fixture
def short_deadlines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_bodies, "BODY_SECONDS", 0.3)
    monkeypatch.setattr(request_bodies, "HEADER_SECONDS", 0.3)
    monkeypatch.setattr(connections, "HEADER_SECONDS", 0.3)


@pytest.mark.parametrize("beginning", [b"", b"POST / HTT", head(100_000)], ids=["nothing", "headers", "body"])
def test_a_slow_visitor_keeps_nobody_waiting_and_is_ended(short_deadlines: None, beginning: bytes):
    with serving() as port:
        slow = SlowVisitors(port, 30, beginning, 60 if not beginning else 0.05)
        try:
            with connect(port) as connection:
                connection.sendall(head(2) + b"ab")
                assert read_answer(connection) == (200, "2")
            assert wait_until(lambda: slow.open_ones == 0)
        finally:
            slow.stop()


def test_a_late_body_is_answered_in_words(short_deadlines: None):
    with serving() as port, connect(port) as connection:
        connection.sendall(head(100) + b"a")
        assert read_all(connection).startswith("HTTP/1.1 408 Request Timeout")


def test_a_flood_of_late_bodies_is_closed_without_words(
    short_deadlines: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(connections, "TOLD_A_SECOND", 0)
    with serving() as port, connect(port) as connection:
        connection.sendall(head(100) + b"a")
        assert read_all(connection) == ""


def test_what_is_not_http_gets_an_answer_that_no_browser_runs_or_keeps():
    with serving() as port, connect(port) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n")
        answer = read_all(connection)
    assert answer.startswith("HTTP/1.1 400 ")
    assert "X-Content-Type-Options: nosniff" in answer
    assert "Cache-Control: no-store" in answer


def test_full_places_are_taken_from_those_who_wait_longest():
    """A new visitor is served although there are more connections than places."""
    with serving(connection_limit=20) as port:
        slow = SlowVisitors(port, 40, head(100_000), 60)
        try:
            with connect(port) as connection:
                connection.sendall(head(2) + b"ab")
                assert read_answer(connection) == (200, "2")
        finally:
            slow.stop()


def test_uploads_that_would_fill_the_disk_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(connections, "ALL_UPLOADS_BYTES", 3_000_000)
    large = head(
        2_000_000, "/c/hill/library/", f"Cookie: {settings.SESSION_COOKIE_NAME}={sign_session_key('x')}",
        "Content-Type: multipart/form-data; boundary=x",
    )  # fmt: skip
    with serving() as port, connect(port) as first, connect(port) as second, connect(port) as third:
        first.sendall(large + b"a")
        time.sleep(0.2)
        second.sendall(large + b"a")
        assert read_all(second).startswith("HTTP/1.1 503 ")
        third.sendall(head(2) + b"ab")
        assert read_answer(third) == (200, "2")
        first.sendall(b"a" * 1_999_999)
        assert read_answer(first) == (200, "2000000")


def test_a_slow_reader_keeps_no_thread():
    """There is one thread, and it sets the long response aside."""

    def long_answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        if environ["PATH_INFO"] != "/long/":
            return tell_body(environ, start_response)
        start_response("200 OK", [("Content-Length", str(20_000_000))])
        return [b"a" * 10_000_000, b"a" * 10_000_000]

    with (
        serving(long_answer, outbuf_high_watermark=128_000_000) as port,
        connect(port) as slow,
        connect(port) as quick,
    ):
        slow.sendall(head(0, "/long/"))
        time.sleep(0.2)
        quick.sendall(head(2) + b"ab")
        assert read_answer(quick) == (200, "2")


def test_connections_that_send_without_pause_keep_no_new_one_waiting():
    """As found in December 2026: 60 of them stopped the site for all others."""
    is_over = threading.Event()

    def work(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        time.sleep(0.02)
        return tell_body(environ, start_response)

    def send_without_pause(port: int) -> None:
        with connect(port) as connection:
            while not is_over.is_set():
                connection.sendall(head(2) + b"ab")
                read_answer(connection)

    with serving(work) as port, ThreadPoolExecutor(6) as senders:
        try:
            for _ in range(6):
                senders.submit(send_without_pause, port)
            time.sleep(0.5)
            for _ in range(3):
                with connect(port) as connection:
                    connection.settimeout(2)
                    connection.sendall(head(2) + b"ab")
                    assert read_answer(connection) == (200, "2")
        finally:
            is_over.set()


def test_of_many_requests_together_two_are_answered():
    with serving() as port, connect(port) as connection:
        connection.sendall((head(2) + b"ab") * 50)
        answer = read_all(connection)
    assert answer.count("HTTP/1.1 200 OK") == 2
    assert answer.count("Connection: close") == 1


def test_a_record_of_waitress_names_no_public_path():
    keep = DropPublicRequests().filter

    def record(path: str) -> logging.LogRecord:
        return logging.LogRecord(
            "waitress", logging.ERROR, "x", 1, "Exception while serving %s", (path,), None
        )

    assert keep(record("/c/hill/"))
    assert not keep(record("/p/hill/help/"))
