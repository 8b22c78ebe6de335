"""A practice travels: told in one town, found and tried in another, and both read what came of it."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.base import COMMITTED, World
from tests.e2e.visits import PHONE, Visits

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("library")]

TITLE = "Barbers who ask"


@pytest.mark.thorough
def test_a_town_tries_what_another_told(visits: Visits, town: World):
    teller = visits.open("hill-coordinator")
    tell(teller)
    share(teller)
    adopter = visits.open("dale-leader", width=PHONE)
    try_it(adopter)
    teller.reload()
    row = teller.get_by_role("row").filter(has=teller.get_by_role("rowheader", name="Dale"))
    expect(row).to_contain_text("We are trying it")
    expect(row).to_contain_text("12 of 30")
    expect(row).to_contain_text("Two barbers call us by name.")
    expect(teller.locator("main")).not_to_contain_text("dale-leader")


def tell(page: Page) -> None:
    page.goto("/c/hill/library/")
    page.get_by_role("link", name="Stories", exact=True).click()
    page.get_by_role("link", name="Tell a story").click()
    page.get_by_label("A practice that works").check()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("What was it like before?").fill("Workers without papers trust nobody.")
    page.get_by_label("What did you do?").fill("We trained the barbers.")
    page.get_by_label("What did you count, if you did?").select_option(label="Contacts face to face")
    # The sentence beside the field, with what was typed still there.
    page.get_by_label("Of how many?").fill("60")
    page.get_by_role("button", name="Save").click()
    expect(how_many(page)).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("What did you do?")).to_have_value("We trained the barbers.")
    how_many(page).fill("40")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("main")).to_contain_text("40 of 60")


def how_many(page: Page) -> Locator:
    return page.get_by_role("spinbutton", name="How many? (optional)", exact=True)


def share(page: Page) -> None:
    page.get_by_role("link", name="Choose who may read it").click()
    page.get_by_label("All communities of our office").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def try_it(page: Page) -> None:
    page.goto("/c/dale/library/stories/")
    page.get_by_role("main").get_by_label("Search").fill("barbrs")
    page.get_by_role("button", name="Show").click()
    # Until the answer is there, the link of the whole list may be pressed, and vanish under the finger.
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="We are trying this").click()
    page.get_by_label("Since when?").fill("2026-03-01")
    page.get_by_label("We are trying it", exact=True).check()
    page.get_by_label("What came of it for you?").fill("Two barbers call us by name.")
    how_many(page).fill("12")
    page.get_by_label("Of how many?").fill("30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_role("link", name="Say how it goes")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
