"""Figures in a browser: from a number to its records and their history, compared, as a table and as a file."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from reports.models import Job
from reports.report_job import work_on
from tests.base import COMMITTED, World
from tests.e2e.half_year_pages import live_through
from tests.e2e.visits import Visits
from tests.security.accounts.base import link_in

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("pages")]


@pytest.mark.expectation(29, 30, 31)
def test_each_number_opens_its_records_is_compared_and_is_there_as_a_table_and_a_file(
    visits: Visits, town: World
):
    places = live_through(town)
    page = visits.open("hill-coordinator")
    page.goto("/c/hill/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Evaluation").click()
    page.get_by_role("navigation", name="In this section").get_by_role("link", name="Trends").click()
    row = page.get_by_role("row", name="Professionals trained")
    # Hill is compared with fewer than five communities.
    expect(row).to_contain_text("Too few to compare")
    chart = page.locator("#chart-professionals_trained")
    chart.get_by_text("View as table").click()
    for half_year in (places["before"], places["now"]):
        expect(chart.get_by_role("table")).to_contain_text(str(half_year))
    with page.expect_download() as loading:
        chart.get_by_role("link", name="Download data").click()
    assert loading.value.suggested_filename.endswith(".csv")
    row.locator("td").first.get_by_role("link").click()
    page.get_by_role("region", name="Records").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/c/hill/events/\d+/"))


@pytest.mark.expectation(33, 34)
def test_a_change_is_in_the_feed_and_in_the_history_of_its_record(visits: Visits, town: World):
    places = live_through(town)
    page = visits.open("hill-coordinator")
    page.goto(f"/c/hill/events/{places['event']}/edit/")
    page.get_by_label("Title").fill("Training at the fire station")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".tf-tenant-switcher summary").click()
    page.get_by_role("navigation", name="Hill").get_by_role("link", name="Audit log").click()
    page.get_by_role("navigation", name="In this section").get_by_role("link", name="Activity").click()
    page.get_by_role("link", name="Training at the fire station").first.click()
    page.get_by_role("link", name="History").click()
    newest = page.locator("main .tf-list > li").first
    expect(newest.locator("ins").first).to_have_text("Training at the fire station")
    page.get_by_role("link", name="Restore this version").last.click()
    expect(page.get_by_label("Title")).not_to_have_value("Training at the fire station")


@pytest.mark.expectation(28)
def test_an_email_says_that_the_report_is_ready_and_a_shared_link_expires(visits: Visits, town: World):
    live_through(town)
    page, board = visits.open("hill-coordinator"), visits.open()
    page.goto("/c/hill/reports/new/")
    page.get_by_role("button", name="Make a report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your report is being built")
    open_by_email(page, "The report of Hill is ready")
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("main").get_by_role("button", name="Publish").click()
    open_by_email(page, "The report of Hill is published")
    page.get_by_role("link", name="Share by link").click()
    page.get_by_role("button", name="Make a link").click()
    expect(page.get_by_role("region", name="Links")).to_contain_text("Works until")
    board.goto(link_in(page.locator("#new-link").inner_text()))
    expect(board.get_by_role("heading", level=1)).to_contain_text("Hill")


def open_by_email(page: Page, subject: str) -> None:
    assert work_on(Job.objects.latest("id").pk)
    assert mail.outbox[-1].subject == subject
    page.goto(link_in(str(mail.outbox[-1].body)))
    expect(page.get_by_role("heading", level=1)).to_have_text("Hill")
