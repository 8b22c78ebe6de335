"""Slow actions show progress, forms are sent once, and counts have minus and plus buttons."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from events.models import Event
from tests.base import COMMITTED, World, within
from tests.e2e.visits import PHONE, Visits

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("pages")]

LOG = "/c/hill/events/log/"
A_WHILE = 700  # milliseconds; the message appears after 300
# Playwright cannot query a page during navigation, so the page records each change of its status for later.
NOTES = """() => {
    const words = () => {
        const [line] = document.querySelectorAll("[data-under-way]");
        const button = document.querySelector("main form button[type=submit]");
        return [line.textContent, button?.textContent.trim(), button?.ariaDisabled];
    };
    let last = JSON.stringify(words());
    new MutationObserver(() => {
        if (JSON.stringify(words()) === last) return;
        last = JSON.stringify(words());
        sessionStorage.said = JSON.stringify([...JSON.parse(sessionStorage.said ?? "[]"), words()]);
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
}"""
SAID = "() => JSON.parse(sessionStorage.said ?? '[]')"


def held_back(page: Page, part: str) -> list[Route]:
    """Hold back all requests until released, as on a bad network."""
    routes: list[Route] = []

    def hold(route: Route) -> None:
        routes.append(route)

    page.route(f"**{part}", hold)
    page.evaluate(NOTES)
    return routes


def press(page: Page, locator: Locator, times: int = 1) -> None:
    """Press without waiting for the result."""
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    assert box
    for _time in range(times):
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(50)
    page.wait_for_timeout(A_WHILE)


def test_a_link_that_takes_long_says_so_until_the_page_is_there_and_what_is_quick_says_nothing(
    visits: Visits, town: World
):
    """Checked by a timer that ends before the message's, however slow the machine is."""
    page = visits.open("hill-leader")
    page.goto("/c/hill/")
    routes = held_back(page, "/c/hill/events/")
    page.evaluate("""() => document.addEventListener("click", () =>
        setTimeout(() => {
            sessionStorage.early = document.querySelector("[data-under-way]").textContent || "nothing";
        }, 200))""")
    press(page, page.get_by_role("navigation", name="Main").get_by_role("link", name="Events"))
    routes[0].continue_()
    page.wait_for_url("**/events/")
    assert page.evaluate("() => sessionStorage.early") == "nothing"
    assert page.evaluate(SAID)[-1][0] == "One moment…"
    expect(page.locator("[data-under-way]")).to_be_empty()


def test_a_button_that_was_pressed_says_so_and_sends_once(visits: Visits, town: World):
    page = visits.open("hill-leader", width=PHONE)
    page.goto(LOG)
    page.get_by_role("spinbutton", name="People present").fill("9")
    page.get_by_label("Starts").fill("00:00")
    routes = held_back(page, LOG)
    press(page, page.get_by_role("button", name="Save the meeting"), times=3)
    assert [route.request.method for route in routes] == ["POST"]
    routes[0].continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text("Team meeting")
    assert page.evaluate(SAID)[-1] == ["One moment…", "Saving…", "true"]
    with within(town.hill):
        assert Event.objects.count() == 1


def test_the_button_works_again_after_stopping_or_returning(visits: Visits, town: World):
    page = visits.open("hill-leader", width=PHONE)
    page.goto(LOG)
    routes = held_back(page, LOG)
    button = page.get_by_role("button", name="Save the meeting")
    for end in ("pageshow", "focus"):
        press(page, button)
        # Status 204: the page stays, as when a person stops loading.
        routes.pop().fulfill(status=204)
        assert page.evaluate(SAID)[-1] == ["One moment…", "Saving…", "true"]
        page.evaluate(f"() => dispatchEvent(new Event('{end}'))")
        expect(button).to_be_visible()
        expect(button).not_to_have_attribute("aria-disabled", "true")
        expect(page.locator("[data-under-way]")).to_be_empty()


def test_a_file_that_begins_to_come_ends_it(visits: Visits, town: World):
    """No page follows, and the browser fires no event."""
    page = visits.open("hill-leader")
    page.goto("/c/hill/")
    page.evaluate("""() => document.querySelector("main").insertAdjacentHTML(
        "afterbegin", '<form action="/c/hill/exports/events.csv"><button>A file</button></form>')""")
    routes = held_back(page, "/exports/events.csv*")
    with page.expect_download():
        press(page, page.get_by_role("button", name="A file"))
        routes[0].continue_()
    expect(page.locator("[data-under-way]")).to_be_empty()
    assert [texts[0] for texts in page.evaluate(SAID)] == ["One moment…", ""]


def test_a_count_has_a_minus_and_a_plus(visits: Visits, town: World):
    page = visits.open("hill-leader", width=320)
    page.goto(LOG)
    page.get_by_text("More: end, guests, counts").click()
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
    # The buttons are for touch: the Tab key skips them.
    field.press("Tab")
    expect(page.locator(".tf-count-row").nth(1).get_by_role("spinbutton")).to_be_focused()


def test_without_a_script_a_count_is_a_plain_field(visits: Visits, town: World):
    page = visits.open("hill-leader", width=320, javascript=False)
    page.goto(LOG)
    page.get_by_text("More: end, guests, counts").click()
    expect(page.locator(".tf-count-row button")).to_have_count(0)
    page.locator(".tf-count-row input").first.fill("3")
    page.get_by_label("People present").fill("3")
    page.get_by_label("Starts").fill("00:00")
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Team meeting")
