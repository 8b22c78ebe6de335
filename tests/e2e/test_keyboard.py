"""The five journeys without a mouse: log a meeting, answer the survey, review a submission, build a report, find help
and leave."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from reports.models import Job
from reports.report_job import work_on
from tests.base import COMMITTED, World
from tests.e2e.half_year_pages import live_through
from tests.e2e.keyboard_user import Keys
from tests.e2e.visits import Visits
from tests.support.public_base import page as public_page
from tests.support.public_base import publish, service

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("public")]

NEUTRAL = "https://www.wikipedia.org/"


@pytest.mark.expectation(40)
@pytest.mark.thorough
def test_the_work_of_a_half_year(visits: Visits, town: World):
    places = live_through(town)
    log_a_meeting(visits.open("hill-leader"), town)
    answer_the_survey(visits.open("hill-coordinator"), str(places["now"]))
    review_a_submission(visits.open("usa-staff"), str(places["before"]))
    build_a_report(visits.open("hill-coordinator"))


def log_a_meeting(page: Page, town: World) -> None:
    keys, day = Keys(page), page.get_by_label("Date", exact=True)
    keys.open("/c/hill/events/")
    keys.skip()
    keys.go(page.get_by_role("link", name="Log a meeting"))
    keys.skip()
    keys.write(day, "01012999")
    keys.press(page.get_by_role("button", name="Save the meeting"))
    keys.mend(day)
    yesterday = timezone.now().astimezone(town.hill.zone).date() - dt.timedelta(days=1)
    page.keyboard.type(f"{yesterday:%m%d%Y}")
    # Proposed only if today's usual hour is over.
    keys.write(page.get_by_label("Starts"), "0700PM")
    keys.press(page.get_by_label("hill-member"), "Space")
    keys.press(page.get_by_role("button", name="Save the meeting"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Team meeting")


def answer_the_survey(page: Page, half_year: str) -> None:
    keys = Keys(page)
    keys.open(f"/c/hill/survey/{half_year}/diverse_participation/")
    keys.skip()
    keys.press(page.locator("summary").filter(has_text="No, override it"))
    use = page.get_by_role("button", name="Save override")
    keys.press(use)
    keys.mend(page.get_by_label("Your figure"))
    page.keyboard.type("63")
    keys.write(page.get_by_label("Override reason"), "Many did not fill in the sheet.")
    keys.write(page.get_by_label("Evidence"), "Photos of the meetings.")
    keys.press(use)
    expect(page).to_have_url(re.compile("/stakeholder_meetings/(#.*)?$"))


def review_a_submission(page: Page, half_year: str) -> None:
    keys = Keys(page)
    keys.open(f"/office/usa/submissions/?round={half_year}")
    keys.skip()
    keys.go(page.get_by_role("main").get_by_role("link", name="Hill"))
    keys.skip()
    keys.go(page.get_by_role("link", name="Return"))
    keys.skip()
    reason = page.get_by_label("What should the community check again?")
    keys.press(page.get_by_role("button", name="Return"))
    keys.mend(reason)
    page.keyboard.type("Please say more about 1a.")
    keys.press(page.get_by_role("button", name="Return"))
    expect(page.locator("main")).to_contain_text("Returned")


def build_a_report(page: Page) -> None:
    keys = Keys(page)
    keys.open("/c/hill/reports/")
    keys.skip()
    keys.go(page.get_by_role("link", name="Make a report"))
    keys.skip()
    keys.press(page.get_by_role("button", name="Make a report"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your report is being built")
    # Changes are announced.
    expect(page.locator("main [aria-live=polite]").first).to_be_attached()
    assert work_on(Job.objects.latest("id").pk)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hill", timeout=15_000)


def test_find_help_and_leave(visits: Visits, town: World):
    cache.clear()
    publish(town.hill, town["hill-coordinator"])
    service(town.hill)
    page = visits.open()
    page.route(f"{NEUTRAL}**", stand_in)
    keys = Keys(page)
    keys.open(public_page())
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Exit this page")).to_be_focused()
    keys.open(public_page())
    keys.skip()
    keys.go(page.get_by_role("main").get_by_role("link", name="Find help"))
    keys.skip()
    need = page.get_by_role("button", name="A safe place, food, a doctor")
    keys.press(need)
    expect(need).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("heading", name="Safe House")).to_be_visible()
    # Shift+Tab must not trigger the quick exit.
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    assert page.url.startswith(visits.url)
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(NEUTRAL)
    assert visits.complaints == [f"asked another host: {NEUTRAL}"]
    visits.complaints.clear()


def stand_in(route: Route) -> None:
    route.fulfill(body="<title>Elsewhere</title>", content_type="text/html")
