"""A real Chromium on the real server. A test fails on every problem that its pages report (`Visits`)."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.base import World
from tests.e2e.slow_network import collect, served
from tests.e2e.visits import Visits
from tests.row_sets import stored_world

# The last option blocks every other host and reports requests to one.
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
)  # fmt: skip


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright keeps an event loop running in this thread, where Django would refuse to work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as started:
            yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all tests, without windows if such a build is installed (dev/tests.py)."""
    browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=list(ARGUMENTS))
    yield browser
    browser.close()


@pytest.fixture
def whole_chromium(playwright: Playwright) -> Iterator[Browser]:
    """A full browser for features that need it, such as background sync."""
    browser = playwright.chromium.launch(executable_path=os.environ["WHOLE_CHROMIUM"], args=list(ARGUMENTS))
    yield browser
    browser.close()


@pytest.fixture
def town(transactional_db: None) -> World:
    """The committed world, so that the server's threads and the worker see it."""
    return stored_world()


@pytest.fixture(scope="session")
def compressed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Serve static files and pages compressed, as production does."""
    return collect(tmp_path_factory.mktemp("static"))


@pytest.fixture
def proxied(town: World, compressed: dict[str, Any]) -> Iterator[str]:
    """The URL of a server with these settings."""
    with served(compressed) as url:
        yield url


@pytest.fixture
def visits(chromium: Browser, town: World, live_server: LiveServer) -> Iterator[Visits]:
    yield from _visiting(chromium, town, live_server)


@pytest.fixture
def whole_visits(whole_chromium: Browser, town: World, live_server: LiveServer) -> Iterator[Visits]:
    yield from _visiting(whole_chromium, town, live_server)


def _visiting(browser: Browser, town: World, live_server: LiveServer) -> Iterator[Visits]:
    visits = Visits(browser, town, live_server.url)
    yield visits
    visits.close()
    assert visits.complaints == []
