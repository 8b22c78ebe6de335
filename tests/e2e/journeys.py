"""Five journeys through the app by the shortest way, with the taps, keys and transfers that they take.

A tap is a press of a button, link, box or field. Each journey runs twice: at full speed, and at 400 kbit/s.
"""

import re
import time
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from evaluation.instrument import PARTS
from tests.e2e.slow_network import Meter


@dataclass(frozen=True)
class Walked:
    taps: int
    keys: int
    seconds: float
    kilobytes: float


AWAY = "https://www.wikipedia.org/"


class Walk:
    """A person's journey through the pages, with an empty cache."""

    def __init__(self, page: Page, start: str, *, slow: bool = False) -> None:
        self.page = page
        self.taps = self.keys = 0
        page.set_default_timeout(60_000)
        self.meter = Meter(page, slow=slow)
        self.since = time.perf_counter()
        page.goto(start)

    def tap(self, what: Locator) -> None:
        self.taps += 1
        what.click()

    def link(self, name: str, *, exact: bool = False) -> None:
        self.tap(self.page.get_by_role("main").get_by_role("link", name=name, exact=exact).first)

    def button(self, name: str) -> None:
        self.tap(self.page.get_by_role("main").get_by_role("button", name=name).first)

    def section(self, name: str) -> None:
        """Open a section by the top bar; a phone keeps some behind “More”."""
        bar = self.page.locator(".tf-tabs, .tf-nav").locator("visible=true")
        link = bar.get_by_role("link", name=name, exact=True)
        if not link.is_visible():
            self.tap(bar.get_by_text("More"))
        self.tap(link)

    def left(self) -> Walked:
        return self._walked(time.perf_counter() - self.since)

    def end(self, text: str) -> Walked:
        """Finish when the page confirms."""
        expect(self.page.get_by_role("main")).to_contain_text(text, timeout=60_000)
        seconds = time.perf_counter() - self.since
        self.page.wait_for_load_state("networkidle")
        return self._walked(seconds)

    def _walked(self, seconds: float) -> Walked:
        return Walked(self.taps, self.keys, seconds, self.meter.bytes / 1000)


def log_a_meeting(page: Page, *, slow: bool) -> Walked:
    """A leader on a phone records the team's usual meeting."""
    walk = Walk(page, "/c/hill/", slow=slow)
    walk.section("Log")
    walk.button("Same as last time")
    walk.button("Save the meeting")
    return walk.end("Saved.")


def answer_the_survey(page: Page, *, slow: bool) -> Walked:
    """A coordinator on a phone answers the survey: all figures as computed, and no research."""
    walk = Walk(page, "/c/hill/", slow=slow)
    walk.link("View the survey")
    walk.link("Start", exact=True)
    for part in PARTS:
        expect(page).to_have_url(re.compile(f"/{part.code}/$"))
        walk.button("None this half-year" if part.label == "2" else "Yes, ")
    walk.button("Submit to the office")
    return walk.end("Your office reviews it. You will get an email.")


def review_a_submission(page: Page, *, slow: bool) -> Walked:
    """Office staff at a desk read and accept a submission."""
    walk = Walk(page, "/office/usa/", slow=slow)
    walk.section("Evaluation")
    walk.link("Hill")
    walk.link("Accept")
    walk.button("Accept")
    return walk.end("Accepted")


def build_a_report(page: Page, *, slow: bool) -> Walked:
    walk = Walk(page, "/c/hill/", slow=slow)
    walk.section("Evaluation")
    walk.link("Reports", exact=True)
    walk.button("Make a report")
    return walk.end("The report as PDF")


def find_help_and_leave(page: Page, *, slow: bool) -> Walked:
    """A visitor on a phone finds medical help and leaves."""
    walk = Walk(page, "/p/hill/", slow=slow)
    walk.link("Find help")
    walk.button("A safe place, food, a doctor")
    expect(page.get_by_role("heading", name="Safe House")).to_be_visible()
    # Only now, since it turns the browser's cache off.
    page.route(f"{AWAY}**", lambda route: route.fulfill(body="<p>Elsewhere</p>", content_type="text/html"))
    walk.tap(page.get_by_role("link", name="Exit this page"))
    page.wait_for_url(AWAY)
    return walk.left()
