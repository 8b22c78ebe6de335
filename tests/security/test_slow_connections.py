"""With hundreds of slow connections, help pages and health answer within two seconds."""

import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.base import COMMITTED, World
from tests.row_sets import stored_world
from tests.security.depth import times
from tests.support.public_base import publish, service
from tests.web_server.base import SlowVisitors, head
from tests.worker_processes import Plant

pytestmark = [COMMITTED, pytest.mark.xdist_group("traces")]

SECONDS = 2
SLOW = (
    (200, head(100_000, "/p/hill/volunteer/", "Content-Type: application/x-www-form-urlencoded")),
    (
        50,
        head(40_000_000, "/c/hill/", "Cookie: sessionid=x", "Content-Type: multipart/form-data; boundary=x"),
    ),
    (50, b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "),
)
PAGES = ("/health/live/", "/p/hill/help/", "/p/hill/")


@pytest.fixture
def town(transactional_db: None) -> World:
    return stored_world()


@pytest.fixture
def plant(town: World, tmp_path: Path) -> Iterator[Plant]:
    plant = Plant(tmp_path)
    plant.start_broker()
    yield plant
    plant.stop()


def ask(port: int, path: str) -> float:
    begin = time.monotonic()
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    with connection.getresponse() as answer:
        answer.read()
        assert answer.status == 200
    connection.close()
    return time.monotonic() - begin


@pytest.mark.thorough
def test_pages_answer_while_two_hundred_connections_are_slow(town: World, plant: Plant, tried: Any):
    publish(town.hill, town["hill-coordinator"])
    service(town.hill)
    port = plant.start_web()
    for path in PAGES:
        # The first visit compiles the templates.
        ask(port, path)
    slow = [SlowVisitors(port, number, beginning, 3) for number, beginning in SLOW]
    try:
        end, request_count = time.monotonic() + times(5, 12), 0
        while time.monotonic() < end:
            for path in PAGES:
                assert ask(port, path) < SECONDS
                request_count += 1
            time.sleep(0.2)
        tried(request_count)
    finally:
        for visitors in slow:
            visitors.stop()
