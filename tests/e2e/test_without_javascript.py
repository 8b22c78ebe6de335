"""The same work in a browser without scripts: an old phone, a strict setting, a failed download."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from events.models import Event
from reports.models import Job
from reports.report_job import work_on
from stakeholders.models import Evidence, Finding, FocusStakeholder
from tests.base import COMMITTED, World, within
from tests.e2e.half_year_pages import live_through
from tests.e2e.research_path_samples import ago, create_research, picture_of_a_poster
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
    # The usual hour may be in the future.
    page.get_by_label("Starts").fill("00:00")
    expect(page.get_by_label("hill-member")).not_to_be_checked()
    # The server selects the last attendees and keeps what was typed.
    page.get_by_role("button", name="Same as last time").click()
    expect(page.get_by_label("Starts")).to_have_value("00:00")
    ticked = page.locator("input[type=checkbox]:checked")
    assert ticked.count() > 0
    while ticked.count():
        ticked.first.uncheck()
    page.get_by_label("hill-member").check()
    page.get_by_label("hill-leader").check()
    page.get_by_label("Hill High School").check()
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Team meeting")
    with within(town.hill):
        meeting = Event.objects.latest("id")
        assert (meeting.kind, meeting.status, meeting.people_present) == ("team_meeting", "held", 2)
        assert [presence.organization.name for presence in meeting.organizationpresences.all()] == [
            "Hill High School"
        ]


@pytest.mark.expectation(16)
def test_a_mistake_is_explained_at_its_field(page: Page):
    page.goto("/c/hill/events/log/")
    page.get_by_label("Date", exact=True).fill("2999-01-01")
    page.get_by_label("Note").fill("We met at the library.")
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    expect(page.get_by_label("Date", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Note")).to_have_value("We met at the library.")
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("Date", exact=True)).to_be_focused()


def test_a_question_of_the_survey_is_answered_with_an_own_figure(page: Page, places: dict[str, object]):
    page.goto(f"/c/hill/survey/{places['now']}/diverse_participation/")
    page.get_by_text("No, override it").click()
    page.get_by_label("Your figure").fill("63")
    page.get_by_label("Override reason").fill("Many did not fill in the sheet.")
    page.get_by_label("Evidence").fill("Photos of the meetings.")
    page.get_by_role("button", name="Save override").click()
    expect(page).to_have_url(re.compile("/stakeholder_meetings/$"))
    page.goto(f"/c/hill/survey/{places['now']}/check/")
    expect(page.locator("main")).to_contain_text("Override: 63%")


@pytest.mark.thorough
def test_a_report_is_asked_for_and_appears(page: Page):
    """The waiting page reloads itself."""
    page.goto("/c/hill/reports/new/")
    page.get_by_role("button", name="Make a report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your report is being built")
    assert work_on(Job.objects.latest("id").pk)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hill", timeout=15_000)
    expect(page.get_by_role("link", name="The report as PDF")).to_be_visible()


# ── Research


@pytest.fixture
def researched(town: World, places: dict[str, object]) -> dict[str, object]:
    return places | create_research(town)


def test_a_finding_with_a_phone_number_is_questioned_once(
    page: Page, town: World, researched: dict[str, object]
):
    text = "The office of the market answers at (626) 555-0142."
    page.goto("/c/hill/findings/")
    page.get_by_role("link", name="Record a finding", exact=True).first.click()
    page.get_by_label("Vulnerability").select_option("informal_jobs")
    page.get_by_label("What you found").fill(text)
    page.get_by_role("radio", name=re.compile("^4 · It often leads")).check()
    page.get_by_role("radio", name=re.compile("^2 · One person")).check()
    page.get_by_label("How you learned of it").select_option("Interview")
    page.get_by_label("When did you learn of it?").fill(ago(30).isoformat())
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("(626) 555-0142")
    expect(page.get_by_label("What you found")).to_have_value(text)
    expect(page.get_by_role("radio", name=re.compile("^4 · It often leads"))).to_be_checked()
    with within(town.hill):
        assert not Finding.objects.filter(vulnerability="informal_jobs").exists()
    page.get_by_label("It is public, keep it").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jobs without a contract, paid in cash")
    with within(town.hill):
        assert Finding.objects.get(vulnerability="informal_jobs").summary == text


def test_a_focus_is_chosen_in_place_of_the_one_before(page: Page, town: World, researched: dict[str, object]):
    page.goto("/c/hill/focus/")
    page.get_by_role("link", name="Decide again").click()
    first, second = (page.get_by_role("group", name=f"Focus {number}") for number in (1, 2))
    first.get_by_label("What you will do").fill("Speak with all motels.")
    first.get_by_label("Person responsible").fill("Ana")
    first.get_by_label("Due date").fill("2099-01-31")
    second.get_by_label("Sector", exact=True).select_option("")
    second.get_by_label("Finding").select_option("")
    page.get_by_label("It ends with this decision").check()
    page.get_by_label("Why, if it differs").fill("One is enough for us.")
    page.get_by_role("button", name="Save").click()
    now = page.get_by_role("region", name="Your focus")
    expect(now).to_contain_text("Speak with all motels.")
    with within(town.hill):
        assert FocusStakeholder.objects.get(ended_on=None).plan == "Speak with all motels."


@pytest.mark.thorough
def test_a_photo_shows_a_strategy(page: Page, town: World, researched: dict[str, object]):
    picture = FilePayload(name="Poster.png", mimeType="image/png", buffer=picture_of_a_poster())
    page.goto(f"/c/hill/strategies/{researched['strategy']}/")
    page.get_by_role("link", name="Add evidence").first.click()
    page.get_by_label("Or a file").set_input_files(picture)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("What it shows")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("main")).to_contain_text("Choose the file again.")
    page.get_by_label("What it shows").fill("A second poster.")
    page.get_by_label("Or a file").set_input_files(picture)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("region", name="Evidence")).to_contain_text("A second poster.")
    with within(town.hill):
        evidence = Evidence.objects.get(what="A second poster.").files.get()
        assert (evidence.media_type, bytes(evidence.content[:4])) == ("image/png", b"\x89PNG")
