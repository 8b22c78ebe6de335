"""The same work in a browser that runs no scripts: an old phone, a strict one, a script that did not arrive."""

import re

import pytest
from playwright.sync_api import Page, expect

from evaluation.models import Job
from evaluation.reports.work import work_on
from events.models import Event
from tests.base import COMMITTED, World, within
from tests.e2e.half_year import live_through
from tests.e2e.visits import PHONE, Visits

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("main-job")]


@pytest.fixture
def places(town: World) -> dict[str, object]:
    return live_through(town)


@pytest.fixture
def page(visits: Visits, places: dict[str, object]) -> Page:
    return visits.open("hill-coordinator", width=PHONE, javascript=False)


def test_a_meeting_is_logged(page: Page, town: World):
    page.goto("/c/hill/events/")
    page.get_by_role("link", name="Log a meeting").click()
    page.get_by_label("hill-member").check()
    page.get_by_label("hill-leader").check()
    page.get_by_text("More: end, guests, who the people were").click()
    page.get_by_label("Hill High School").check()
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Team meeting")
    with within(town.hill):
        meeting = Event.objects.latest("id")
        assert (meeting.kind, meeting.status, meeting.people_present) == ("team_meeting", "held", 2)
        assert [each.organization.name for each in meeting.organizationpresences.all()] == [
            "Hill High School"
        ]


def test_a_mistake_is_explained_at_its_field(page: Page):
    page.goto("/c/hill/events/log/")
    page.get_by_label("Day", exact=True).fill("2999-01-01")
    page.get_by_label("Note").fill("We met at the library.")
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    expect(page.get_by_label("Day", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Note")).to_have_value("We met at the library.")


def test_a_question_of_the_survey_is_answered_with_an_own_figure(page: Page, places: dict[str, object]):
    page.goto(f"/c/hill/survey/{places['now']}/diverse_participation/")
    page.get_by_text("No, I have a different figure").click()
    page.get_by_label("Your figure").fill("63")
    page.get_by_label("Why is it better?").fill("Many did not fill in the sheet.")
    page.get_by_label("Where can it be checked?").fill("Photos of the meetings.")
    page.get_by_role("button", name="Use my figure").click()
    expect(page).to_have_url(re.compile("/research_done/$"))
    page.goto(f"/c/hill/survey/{places['now']}/check/")
    expect(page.locator("main")).to_contain_text("Our own figure: 63%")


def test_a_report_is_asked_for_and_appears(page: Page):
    """The waiting page loads itself anew."""
    page.goto("/c/hill/reports/new/")
    page.get_by_role("button", name="Make the report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your report is being built")
    assert work_on(Job.objects.latest("id").pk)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hill", timeout=15_000)
    expect(page.get_by_role("link", name="The report as PDF")).to_be_visible()
