"""Where exactly something was found: coordinators read it, which is written down; others never learn of it."""

import pytest
from playwright.sync_api import Page, expect

from tests.base import COMMITTED, World
from tests.e2e.half_year import live_through
from tests.e2e.research_rows import research_of
from tests.e2e.visits import Visits

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("research")]

CANARY = "Canary-at-the-blue-door-of-Elm-Street"
PAGES = (
    "/c/hill/", "/c/hill/research/", "/c/hill/research/{research}/steps/ranked_findings/", "/c/hill/findings/",
    "/c/hill/findings/?text=Canary", "/c/hill/findings/{unlocated}/", "/c/hill/focus/", "/c/hill/strategies/",
    "/c/hill/strategies/{strategy}/", "/c/hill/briefings/", "/c/hill/briefings/{briefing}/", "/c/hill/connections/",
    "/c/hill/organizations/{organization}/",
)  # fmt: skip


@pytest.mark.thorough
def test_a_location_note_is_for_coordinators_and_each_reading_is_seen(visits: Visits, town: World):
    places = live_through(town) | research_of(town)
    page = visits.open("hill-coordinator")
    write(page, f"/c/hill/findings/{places['unlocated']}/")
    expect(page.locator("main")).to_contain_text("Nobody yet.")
    assert CANARY not in page.content()

    page.get_by_role("button", name="Show the note").click()
    expect(page.locator("main")).to_contain_text(CANARY)
    readings = page.get_by_role("region", name="Who read it").get_by_role("listitem")
    expect(readings).to_have_count(1)
    expect(readings).to_contain_text("hill-coordinator")

    page.goto(page.url)
    assert CANARY not in page.content()
    expect(readings).to_have_count(1)
    assert leaks(page, places) == []
    for name in ("hill-leader", "hill-member"):
        other = visits.open(name)
        assert leaks(other, places) == []
        other.goto(f"/c/hill/findings/{places['unlocated']}/")
        expect(other.get_by_role("heading", name="What came of it")).to_be_visible()
        expect(other.get_by_role("heading", name="Where exactly")).to_have_count(0)
        answer = other.request.get(f"{visits.url}/c/hill/findings/{places['unlocated']}/location/")
        assert answer.status == 403
        assert CANARY not in answer.text()


def write(page: Page, finding: str) -> None:
    page.goto(finding)
    page.get_by_role("link", name="Write one").click()
    page.get_by_label("Where exactly?").fill(CANARY)
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_role("button", name="Show the note")).to_be_visible()


def leaks(page: Page, places: dict[str, object]) -> list[str]:
    """Pages with the note anywhere in them, seen or not; all of them open to members."""
    found = []
    for path in PAGES:
        answer = page.goto(path.format(**places))
        assert answer is not None
        assert answer.status == 200, path
        if CANARY in answer.text() or CANARY in page.content():
            found.append(path)
    return found
