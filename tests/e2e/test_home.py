"""A community's home on a phone: tasks first, few words, and a short page."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from communities.models import Community, Stage
from demo.sample_actions import make_sample
from tests.base import COMMITTED, World
from tests.e2e.half_year_pages import live_through
from tests.e2e.layout_checks import faults
from tests.e2e.visits import PHONE, Visits

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("pages")]

MOST_WORDS, TALLEST, FIRST_LOOK = 200, 2000, 400
BUTTONS = ".tf-home__steps a.btn, .tf-home__steps button"
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


def check_home(page: Page) -> None:
    assert 20 < page.evaluate(WORDS) <= MOST_WORDS
    assert page.evaluate("document.documentElement.scrollHeight") <= TALLEST
    boxes = [page.locator(selector).bounding_box() for selector in (".tf-home__log", ".tf-home__steps")]
    assert all(box and box["y"] + box["height"] <= FIRST_LOOK for box in boxes)


def test_a_sample_community_shows_what_to_do_first(visits: Visits, town: World):
    made: Community = make_sample(by=town["hill-leader"], time_zone="UTC")
    page = visits.open("hill-leader", width=PHONE)
    page.goto(f"/c/{made.slug}/")
    check_home(page)
    assert 1 <= page.locator(BUTTONS).count() <= 3
    assert faults(page, f"/c/{made.slug}/") == []


def test_a_leader_of_a_new_community_has_a_short_page(visits: Visits, town: World):
    Community.objects.filter(pk=town.hill.pk).update(stage=Stage.AWARENESS)
    page = visits.open("hill-leader", width=PHONE)
    page.goto("/c/hill/")
    check_home(page)
    page.get_by_text("Steps", exact=True).click()
    expect(page.get_by_text("Meeting rhythm")).to_be_visible()


@pytest.mark.expectation(7)
def test_a_community_after_half_a_year_shows_what_to_do_first(visits: Visits, town: World, settings: Any):
    """The page is in each language and under the demo's banner."""
    settings.DEMO = True
    live_through(town)
    page = visits.open("hill-coordinator", width=PHONE)
    for language in ("zh-hans", "es", "en"):
        page.context.add_cookies(
            [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": visits.url}]
        )
        page.goto("/c/hill/")
        expect(page.locator("html")).to_have_attribute("lang", language)
        check_home(page)
        assert page.locator(BUTTONS).count() == 3
    page.locator(".tf-home__standing summary").first.click()
    expect(page.locator(".tf-home__standing details[open] li .tf-row-meta").first).to_be_visible()
    # Each missing figure opens and says where to add it.
    missing = page.locator("section[aria-labelledby=missing]")
    if missing.locator("summary").count():
        missing.locator("summary").first.click()
        assert missing.get_by_role("link", name="Add what is missing").first.is_visible()
