"""What a browser stores of a visit to the public pages: its profile is read after closing."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, Playwright, expect
from pytest_django.live_server_helper import LiveServer

from tests.base import COMMITTED, World
from tests.e2e.conftest import ARGUMENTS
from tests.e2e.visits import PHONE, Visits
from tests.residents.public_base import CODE, add_wave
from tests.support.public_base import page, publish, service

pytestmark = [
    COMMITTED,
    pytest.mark.browser,
    pytest.mark.xdist_group("public"),
    pytest.mark.control("browser-traces"),
]

SURVEY = f"survey/{CODE}/"
# The visible history: of a redirect only its end, which Chromium marks in the visit.
SHOWN = """
    SELECT DISTINCT urls.url, title FROM urls JOIN visits ON visits.url = urls.id
    WHERE urls.url LIKE '%/p/%' AND visits.transition & 0x20000000
"""
STORES = "() => [localStorage.length, sessionStorage.length, JSON.stringify(history.state)]"


@pytest.fixture
def hill(town: World) -> World:
    cache.clear()
    publish(town.hill, town["hill-coordinator"])
    add_wave(town.hill)
    service(town.hill, name="Safe House", kinds=["housing", "counseling"], languages=["es"])
    service(town.hill, name="Clinic", kinds=["medical"], languages=["en", "es"], always_open=True)
    service(town.hill, name="Listener", kinds=["counseling"], languages=["en"])
    return town


def check_all_are_listed(window: Page) -> None:
    assert names(window) == ["Clinic", "Safe House", "Listener"]
    card = window.locator(".card").first
    expect(card).to_contain_text("Open 24 hours")
    expect(card.locator("a[href^='tel:']").first).to_be_visible()
    assert window.locator("h2:visible").all_inner_texts()[:2] == [
        "A safe place, food, a doctor",
        "A person to talk to",
    ]


def names(window: Page) -> list[str]:
    return window.locator(".card h3:visible").all_inner_texts()


@pytest.mark.expectation(39)
def test_a_filter_hides_and_shows_without_a_trace(visits: Visits, hill: World):
    window = visits.open(width=PHONE)
    window.goto(page())
    window.get_by_role("main").get_by_role("link", name="Find help").click()
    window.wait_for_load_state("networkidle")
    before = (window.url, window.evaluate("history.length"))
    addresses: list[str] = []
    window.on("request", lambda request: addresses.append(request.url))
    assert names(window) == ["Clinic", "Safe House"]
    window.get_by_role("heading", name="A person to talk to").click()
    check_all_are_listed(window)
    need = window.get_by_role("group", name="What do you need?")
    language = window.get_by_role("group", name="In which language?")
    window.get_by_text("In which language?").click()
    need.get_by_role("button", name="A person to talk to").click()
    assert names(window) == ["Safe House", "Listener"]
    expect(window.locator("[data-count]")).to_have_text("2 places to turn to")
    expect(need.get_by_role("button", pressed=True)).to_have_text("A person to talk to")
    language.get_by_role("button", name="Spanish").click()
    assert names(window) == ["Safe House"]
    expect(window.locator("[data-count]")).to_have_text("1 place to turn to")
    need.get_by_role("button", name="Any", exact=True).click()
    assert names(window) == ["Clinic", "Safe House"]
    language.get_by_role("button", name="English").click()
    need.get_by_role("button", name="A safe place").click()
    assert names(window) == ["Clinic"]
    assert (window.url, window.evaluate("history.length")) == before
    assert (window.evaluate(STORES), addresses) == ([0, 0, "null"], [])
    window.reload()
    assert names(window) == ["Clinic", "Safe House"]
    expect(need.get_by_role("button", pressed=True)).to_have_text("Any")


def test_it_says_where_nothing_fits(visits: Visits, hill: World):
    window = visits.open(width=PHONE)
    window.goto(page("help/"))
    service(hill.hill, name="Chapel", kinds=["spiritual_care"], languages=["ko"])
    window.reload()
    window.get_by_role("button", name="Support in faith").click()
    window.get_by_text("In which language?").click()
    window.get_by_role("button", name="Spanish").click()
    assert names(window) == []
    nothing = window.locator("[data-nothing]")
    expect(nothing.get_by_role("heading", name="We know no place for this")).to_be_visible()
    expect(nothing.get_by_role("link", name="1-888-373-7888")).to_be_visible()


def test_without_javascript_one_page_lists_all_services_under_headings(visits: Visits, hill: World):
    window = visits.open(width=PHONE, javascript=False)
    window.goto(page("help/"))
    assert names(window) == ["Clinic", "Safe House", "Listener"]
    expect(window.get_by_role("heading", name="A person to talk to")).to_be_visible()
    expect(window.get_by_text("also help with this")).to_be_visible()
    assert window.get_by_role("main").get_by_role("button").count() == 0


@pytest.mark.parametrize("javascript", [True, False])
def test_back_never_asks_to_send_a_form_again(visits: Visits, hill: World, javascript: bool):
    """After errors and a change of language, each history entry is visited again."""
    window = visits.open(width=PHONE, javascript=javascript)
    window.goto(page(SURVEY))
    window.get_by_role("button", name="Next").click()
    window.get_by_label("Who would you turn to?").fill("the police")
    window.get_by_role("button", name="Español").click()
    window.get_by_role("button", name="English").click()
    window.get_by_role("group", name="If you wrote nothing:").nth(1).get_by_label("I don't know").check()
    window.get_by_role("button", name="Next").click()
    window.get_by_role("button", name="Send").click()
    expect(window.get_by_role("heading", name="There is a problem")).to_be_visible()
    window.get_by_role("button", name="Back to page 1").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("Your first two answers")
    check_back(window, 6)
    window.goto(page("volunteer/"))
    for _ in range(2):
        # The page with errors has the same button, and a browser that is still changing pages cannot go back.
        with window.expect_navigation():
            window.get_by_role("button", name="Send").click()
    check_back(window, 2)
    assert all("police" not in url for url in visits.complaints)


def check_back(window: Page, steps: int) -> None:
    for _ in range(steps):
        # Chromium answers an entry that would resubmit a form with ERR_CACHE_MISS, which Playwright raises.
        window.go_back()
        expect(window.locator("[data-exit]")).to_be_visible()


@pytest.fixture
def profile(
    playwright: Playwright, town: World, live_server: LiveServer, tmp_path: Path
) -> Iterator[BrowserContext]:
    """A full browser with a profile on disk, as a phone has."""
    context = playwright.chromium.launch_persistent_context(
        tmp_path / "profile",
        executable_path=os.environ["WHOLE_CHROMIUM"],
        args=list(ARGUMENTS),
        base_url=live_server.url,
        locale="en-US",
    )
    yield context
    context.close()


def test_the_profile_on_the_disk_holds_no_choice(profile: BrowserContext, hill: World, tmp_path: Path):
    """The profile contains neither URLs and titles of the history nor any other file that the browser wrote."""
    window = profile.pages[0]
    window.goto(page())
    window.get_by_role("main").get_by_role("link", name="Find help").click()
    window.get_by_role("button", name="A person to talk to").click()
    window.get_by_text("In which language?").click()
    window.get_by_role("button", name="Spanish").click()
    window.goto(page("help/?need=psychological&language=es"))
    window.goto(page(SURVEY))
    window.get_by_label("Who would you turn to?").fill("Canaryword")
    window.get_by_role("group", name="If you wrote nothing:").nth(1).get_by_label("I don't know").check()
    window.get_by_role("button", name="Next").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("Four more questions")
    profile.close()
    [history] = (tmp_path / "profile").rglob("History")
    with closing(sqlite3.connect(history)) as database:
        rows = database.execute(SHOWN).fetchall()
    assert {title for _url, title in rows} - {""} == {
        "Community page – Hill", "Local listings – Hill", "A few questions – Hill",
    }  # fmt: skip
    paths = {url.partition("/p/hill/")[2].partition("shown=")[0] for url, _title in rows}
    assert paths == {"", "help/", SURVEY, f"{SURVEY}?"}
    holding = [
        path.name
        for path in (tmp_path / "profile").rglob("*")
        if path.is_file() and any(word in path.read_bytes() for word in (b"Canaryword", b"Safe House"))
    ]
    assert holding == []
