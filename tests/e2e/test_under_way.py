"""What takes longer than a moment says so, a form is sent once, and counts have a minus and a plus for thumbs."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from events.models import Event
from tests.base import COMMITTED, World, within
from tests.e2e.visits import PHONE, Visits

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("pages")]

LOG = "/c/hill/events/log/"
# While the next page is on its way Playwright waits for it; what is asked in the page itself is answered at once.
UNDER_WAY = "() => document.querySelector('[data-under-way]').textContent"
BUTTON = "() => document.querySelector('main form button[type=submit]')"


def held_back(page: Page, part: str) -> list[Route]:
    """As on a bad line: what is asked from now on waits until it is let go."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(f"**{part}", hold)
    return held


def press(page: Page, locator: Locator) -> None:
    """As a finger does, who does not wait for what comes of it."""
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def says(page: Page, words: str, what: str = UNDER_WAY) -> None:
    page.wait_for_function(f"() => ({what})() === {words!r}")


def test_a_link_that_takes_long_says_so_until_the_page_is_there(visits: Visits, town: World):
    page = visits.open("hill-leader")
    page.goto("/c/hill/")
    assert page.evaluate(UNDER_WAY) == ""
    held = held_back(page, "/c/hill/events/")
    press(page, page.get_by_role("navigation", name="Main").get_by_role("link", name="Events"))
    says(page, "One moment…")
    line = "() => getComputedStyle(document.querySelector('.tf-busy'), '::after').height"
    assert page.evaluate(line) == "4px"
    held[0].continue_()
    page.wait_for_url("**/events/")
    assert page.evaluate(UNDER_WAY) == ""


def test_a_button_that_was_pressed_says_so_sends_once_and_comes_back(visits: Visits, town: World):
    page = visits.open("hill-leader", width=PHONE)
    page.goto(LOG)
    page.get_by_role("spinbutton", name="How many people in all").fill("9")
    page.get_by_label("Starts").fill("00:00")
    held = held_back(page, LOG)
    button = page.locator("main form button[type=submit]")
    place = button.bounding_box()
    press(page, button)
    says(page, "Saving…", f"() => ({BUTTON})().textContent")
    assert page.evaluate(f"() => ({BUTTON})().getAttribute('aria-disabled')") == "true"
    assert place
    for _more in range(2):
        page.mouse.click(place["x"] + 20, place["y"] + 20)
    page.keyboard.press("Enter")
    held[0].continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text("Team meeting")
    assert [one.request.method for one in held] == ["POST"]
    with within(town.hill):
        assert Event.objects.count() == 1


def test_whoever_stops_it_or_comes_back_can_press_again(visits: Visits, town: World):
    page = visits.open("hill-leader", width=PHONE)
    page.goto(LOG)
    held = held_back(page, LOG)
    before = page.evaluate(f"() => ({BUTTON})().outerHTML")
    for end in ("() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))", ""):
        press(page, page.locator("main form button[type=submit]"))
        says(page, "Saving…", f"() => ({BUTTON})().textContent")
        held.pop().abort()
        if end:
            page.evaluate(end)
        else:
            page.keyboard.press("Escape")
        says(page, before, f"() => ({BUTTON})().outerHTML.replace(' style=\"\"', '')")


def test_a_count_has_a_minus_and_a_plus(visits: Visits, town: World):
    page = visits.open("hill-leader", width=320)
    page.goto(LOG)
    page.get_by_text("More: end, guests, who the people were").click()
    row = page.locator(".tf-count-row").first
    field, name = row.get_by_role("spinbutton"), row.locator("label").inner_text()
    fewer, more = (
        row.get_by_role("button", name=f"Fewer: {name}"),
        row.get_by_role("button", name=f"More: {name}"),
    )
    for button in (fewer, more):
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    expect(field).to_have_value("")
    more.click()
    more.click()
    expect(field).to_have_value("2")
    expect(field).to_have_attribute("aria-valuenow", "2")
    expect(row.get_by_role("status")).to_have_text("2")
    for _press in range(4):
        fewer.click()
    expect(field).to_have_value("0")
    field.press("ArrowUp")
    expect(field).to_have_value("1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    # The buttons are for fingers: by keyboard the next field follows at once.
    field.press("Tab")
    expect(page.locator(".tf-count-row").nth(1).get_by_role("spinbutton")).to_be_focused()


def test_without_a_script_a_count_is_a_plain_field(visits: Visits, town: World):
    page = visits.open("hill-leader", width=320, javascript=False)
    page.goto(LOG)
    page.get_by_text("More: end, guests, who the people were").click()
    expect(page.locator(".tf-count-row button")).to_have_count(0)
    page.locator(".tf-count-row input").first.fill("3")
    page.get_by_label("How many people in all").fill("3")
    page.get_by_label("Starts").fill("00:00")
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Team meeting")
