"""The first page of all, before its fonts are there."""

import pytest
from playwright.sync_api import Page

from tests.base import COMMITTED, World
from tests.e2e.visits import DESK, PHONE, Visits

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("pages")]

HEADING = """() => {
    const box = document.querySelector("h1").getBoundingClientRect(), range = document.createRange();
    range.selectNodeContents(document.querySelector("h1"));
    return [box.height, range.getBoundingClientRect().width];
}"""


def measure(page: Page, path: str) -> tuple[float, float]:
    page.goto(path)
    page.evaluate("() => document.fonts.ready")
    height, width = page.evaluate(HEADING)
    return height, width


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_headings_keep_their_lines_when_their_font_arrives(visits: Visits, town: World, width: int):
    early = visits.open("hill-coordinator", width=width)
    early.route("**/literata*", lambda route: route.abort())
    visits.expected.append("net::ERR_FAILED")
    late_page = visits.open("hill-coordinator", width=width)
    for path in ("/c/hill/settings/", "/c/hill/events/log/", "/c/hill/survey/"):
        before, after = measure(early, path), measure(late_page, path)
        assert before[0] == after[0], path
        assert before[1] == pytest.approx(after[1], rel=0.06), path
