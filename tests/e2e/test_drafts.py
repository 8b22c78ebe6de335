"""Unsaved input stays on the device for its author; and times follow the right time zone."""

import pytest
from playwright.sync_api import Page, expect

from communities.models import Role
from tests.base import COMMITTED, World, within
from tests.communities.base import invite_to
from tests.e2e.visits import PHONE, Visits
from tests.events.base import days_ago, log

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("pages")]

LOG = "/c/hill/events/log/"
WORDS = "We spoke of the school fair."
RESTORED = "We restored what you typed here."
KEYS = "() => Object.keys(localStorage)"
OLD = """() => {
    const [key] = Object.keys(localStorage), it = JSON.parse(localStorage[key]);
    localStorage[key] = JSON.stringify({ ...it, at: it.at - 8 * 24 * 60 * 60 * 1000 });
}"""


def crashed(page: Page) -> Page:
    """Close the window without events, and open another one of the same browser."""
    context = page.context
    page.close(run_before_unload=False)
    return context.new_page()


def typed(page: Page) -> None:
    page.goto(LOG)
    page.get_by_label("Note").fill(WORDS)
    page.get_by_label("hill-member").check()
    page.wait_for_function("() => Object.keys(localStorage).length === 1")


def test_what_was_typed_is_there_again_until_it_is_saved_or_thrown_away(visits: Visits, town: World):
    page = visits.open("hill-leader", width=PHONE)
    typed(page)
    page = crashed(page)
    page.goto(LOG)
    expect(page.get_by_label("Note")).to_have_value(WORDS)
    expect(page.get_by_label("hill-member")).to_be_checked()
    expect(page.get_by_role("status").filter(has_text=RESTORED)).to_be_visible()

    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_label("Note")).to_have_value("")
    expect(page.get_by_label("hill-member")).not_to_be_checked()
    page = crashed(page)
    page.goto(LOG)
    expect(page.get_by_label("Note")).to_have_value("")
    expect(page.get_by_text(RESTORED)).to_be_hidden()

    # A validation error keeps the draft, saving deletes it.
    page.get_by_label("Note").fill(WORDS)
    page.get_by_label("Starts").fill("")
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.get_by_label("Note")).to_have_value(WORDS)
    expect(page.get_by_text(RESTORED)).to_be_hidden()
    page.get_by_label("Starts").fill("00:00")
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Team meeting")
    assert page.evaluate(KEYS) == []


def test_what_was_typed_ticks_nobody_in_a_copy_of_another_meeting(visits: Visits, town: World):
    with within(town.hill):
        meeting = log(town, days_ago(town.hill, 7), place="Library")
    page = visits.open("hill-leader", width=PHONE)
    typed(page)
    page.goto(f"{LOG}?from={meeting.pk}")
    expect(page.get_by_label("Place")).to_have_value("Library")
    page.wait_for_timeout(300)
    expect(page.get_by_label("hill-member")).not_to_be_checked()
    page.goto(LOG)
    expect(page.get_by_label("hill-member")).to_be_checked()


def test_the_total_is_the_number_of_ticked_members_after_a_mistake_too(visits: Visits, town: World):
    page = visits.open("hill-leader", width=PHONE)
    page.goto(LOG)
    total = page.get_by_role("spinbutton", name="People present")
    page.get_by_label("hill-member").check()
    page.get_by_label("Starts").fill("")
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("hill-leader").check()
    expect(total).to_have_value("2")
    total.fill("9")
    page.get_by_label("hill-leader").uncheck()
    expect(total).to_have_value("9")


def test_the_total_includes_people_who_are_invited(visits: Visits, town: World):
    invite_to(town.hill, "lena@example.org", town["hill-coordinator"], Role.LEADER)
    page = visits.open("hill-coordinator", width=PHONE)
    page.goto(LOG)
    page.get_by_label("Starts").fill("00:00")
    page.get_by_label("hill-member").check()
    page.get_by_label("lena@example.org").check()
    expect(page.get_by_role("spinbutton", name="People present")).to_have_value("2")
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Team meeting")


@pytest.mark.parametrize("javascript", [True, False])
def test_going_back_to_the_form_of_a_saved_meeting_ticks_nobody(
    visits: Visits, town: World, *, javascript: bool
):
    page = visits.open("hill-leader", width=PHONE, javascript=javascript)
    page.goto(LOG)
    page.get_by_label("Starts").fill("00:00")
    page.get_by_label("hill-member").check()
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Team meeting")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log a meeting")
    page.wait_for_timeout(300)
    expect(page.get_by_label("hill-member")).not_to_be_checked()


def test_it_is_nobody_elses_and_ends_by_itself(visits: Visits, town: World):
    page = visits.open("hill-leader", width=PHONE)
    typed(page)
    page.evaluate(OLD)
    page = crashed(page)
    page.context.clear_cookies()
    # Also if its author is signed out and opens no form.
    page.goto("/accounts/login/")
    assert page.evaluate(KEYS) == []

    visits.become(page.context, "hill-leader")
    typed(page)
    context = page.context
    page = crashed(page)
    visits.become(context, "hill-coordinator")
    page.goto(LOG)
    expect(page.get_by_label("Note")).to_have_value("")
    assert page.evaluate(KEYS) == []

    typed(page)
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").last.click()
    page.wait_for_url(f"{visits.url}/")
    assert page.evaluate(KEYS) == []


def test_it_names_the_time_zone_if_it_is_not_ones_own(visits: Visits, town: World):
    with within(town.hill):
        log(town, days_ago(town.hill, 2))
    for zone, is_told in (("America/Los_Angeles", False), ("Europe/Madrid", True)):
        page = visits.open("hill-leader", zone=zone)
        for path in ("/c/hill/events/", LOG):
            page.goto(path)
            expect(page.get_by_text("Times here: Pacific Time.")).to_be_visible(visible=is_told)
