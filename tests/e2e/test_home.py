"""A community's home on a phone: tasks first, few words, and a short page."""

import pytest
from playwright.sync_api import Page

from communities.models import Community
from demo.sample_actions import make_sample
from tests.base import COMMITTED, World
from tests.e2e.half_year_pages import live_through
from tests.e2e.layout_checks import faults
from tests.e2e.visits import PHONE, Visits

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("pages")]

MOST_WORDS, TALLEST, FIRST_LOOK = 200, 2000, 400
# Visible words, without those for screen readers and in closed details.
WORDS = """() => {
    const hidden = node => !node.checkVisibility() || node.closest(".visually-hidden")
        || getComputedStyle(node).clipPath === "inset(50%)";
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    let count = 0;
    while (walker.nextNode()) {
        if (hidden(walker.currentNode.parentElement)) continue;
        count += walker.currentNode.data.split(/\\s+/).filter(word => word).length;
    }
    return count;
}"""


def check_home(page: Page, path: str) -> None:
    page.set_viewport_size({"width": PHONE, "height": 812})
    page.goto(path)
    assert 20 < page.evaluate(WORDS) <= MOST_WORDS
    assert page.evaluate("document.documentElement.scrollHeight") <= TALLEST
    log = page.get_by_role("main").get_by_role("link", name="Log a meeting")
    boxes = [log.bounding_box(), page.locator(".tf-home__steps").bounding_box()]
    assert all(box and box["y"] + box["height"] <= FIRST_LOOK for box in boxes)
    buttons = page.locator(".tf-home__steps").locator("a.btn, button")
    assert 1 <= buttons.count() <= 3


def test_a_sample_town_shows_what_to_do_first(visits: Visits, town: World):
    made: Community = make_sample(by=town["hill-leader"], time_zone="UTC")
    page = visits.open("hill-leader", width=PHONE)
    check_home(page, f"/c/{made.slug}/")
    assert faults(page, f"/c/{made.slug}/") == []


def test_a_community_after_half_a_year_shows_what_to_do_first(visits: Visits, town: World):
    live_through(town)
    page = visits.open("hill-coordinator", width=PHONE)
    check_home(page, "/c/hill/")
    # Each missing figure opens and says where to add it.
    missing = page.locator("section[aria-labelledby=missing]")
    if missing.locator("summary").count():
        missing.locator("summary").first.click()
        assert missing.get_by_role("link", name="Add what is missing").first.is_visible()
