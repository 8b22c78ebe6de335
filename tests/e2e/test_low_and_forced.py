"""On a low screen nothing covers a form, the current page is marked in a system's own colors, and links are apart."""

import pytest
from playwright.sync_api import Page

from tests.base import COMMITTED, World
from tests.e2e.half_year_pages import live_through
from tests.e2e.visits import DESK, PHONE, Visits

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("pages")]

# What 1280 x 1024 pixels have left at 400 %, and a phone on its side.
LOW = ((320, 256), (667, 375))
FORMS = {
    "hill-leader": ["/c/hill/events/log/", "/c/hill/events/{planned}/record/"],
    "hill-coordinator": ["/c/hill/survey/{now}/all/"],
    "": ["/accounts/login/"],
}
# What stays where it is while the page is scrolled below it, and what it covers of the screen.
COVERS = """() => {
    scrollTo(0, document.documentElement.scrollHeight / 2);
    return [...document.querySelectorAll("body *")].filter(it => {
        const { position } = getComputedStyle(it), box = it.getBoundingClientRect();
        const sticks = position === "fixed" || (position === "sticky" && !it.closest("table"));
        return sticks && it.checkVisibility() && box.height > 0 && box.top < innerHeight && box.bottom > 0;
    }).map(it => it.className);
}"""
LOOKS = """(selector) => {
    const item = document.querySelector(`${selector}[aria-current]`);
    const other = document.querySelector(`${selector}:not([aria-current])`);
    const [one, two] = [item, other].map(it => getComputedStyle(it));
    return one.backgroundColor !== two.backgroundColor && one.color !== two.color;
}"""


# Links without a box of 24 px whose centers are nearer than that to another one's (WCAG 2.5.8).
TOO_NEAR = """() => {
    const links = [...document.querySelectorAll("main a[href]")].filter(it => it.checkVisibility());
    const small = links.filter(it => it.getBoundingClientRect().height < 24);
    const middle = (it) => (box) => [it, box.x + box.width / 2, box.y + box.height / 2];
    const centers = small.flatMap(it => [...it.getClientRects()].map(middle(it)));
    const near = ([one, x, y]) => centers.find(([other, x2, y2]) => other !== one && Math.hypot(x - x2, y - y2) < 23.5);
    return centers.filter(near).map(([it]) => it.textContent.trim());
}"""
TEXTS = {
    "hill-coordinator": ["/c/hill/", "/c/hill/events/{event}/", "/c/hill/organizations/", "/c/hill/survey/"],
    "usa-staff": ["/office/usa/", "/office/usa/submissions/{submission}/"],
    "": ["/privacy/usa/"],
}


def test_links_in_text_are_apart(visits: Visits, town: World):
    places, faults_found = live_through(town), []
    for name, paths in TEXTS.items():
        page = visits.open(name, width=PHONE)
        for path in paths:
            page.goto(path.format(**places))
            faults_found += [f"{path}: {link}" for link in page.evaluate(TOO_NEAR)]
    assert faults_found == []


def test_nothing_covers_a_form_on_a_low_screen(visits: Visits, town: World):
    places, faults_found = live_through(town), []
    for name, paths in FORMS.items():
        page = visits.open(name)
        for path in paths:
            page.goto(path.format(**places))
            for width, height in LOW:
                page.set_viewport_size({"width": width, "height": height})
                faults_found += [f"{path} at {width} x {height}: {what}" for what in page.evaluate(COVERS)]
            page.set_viewport_size({"width": PHONE, "height": 800})
            if path.endswith("/log/"):
                assert "tf-tabs" in page.evaluate(COVERS), "on a usual phone the menu stays in sight"
    assert faults_found == []


def test_forced_colors_show_the_current_page(visits: Visits):
    page = visits.open("hill-leader")
    page.emulate_media(forced_colors="active")
    for width, selectors in ((DESK, [".tf-nav a", ".tf-section-tabs a"]), (PHONE, [".tf-tabs li > a"])):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/c/hill/events/")
        assert [selector for selector in selectors if not marked(page, selector)] == []


def marked(page: Page, selector: str) -> bool:
    return bool(page.evaluate(LOOKS, selector))
