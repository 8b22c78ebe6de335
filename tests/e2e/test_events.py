"""Events in a browser: a series, a copy, a deletion that is undone, and the way back."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from tests.base import COMMITTED, World, within
from tests.e2e.visits import PHONE, Visits
from tests.events.base import days_ago, log

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("pages")]

LIST = "/c/hill/events/"


@pytest.mark.expectation(18, 19)
def test_a_deleted_event_is_restored_at_once_or_from_the_trash(visits: Visits, town: World):
    with within(town.hill):
        event = log(town, days_ago(town.hill, 2), title="Talk at the school")
    page = visits.open("hill-leader", width=PHONE)
    for restore in (undo, restore_from_trash):
        page.goto(f"{LIST}{event.pk}/")
        page.get_by_role("main").get_by_role("button", name="Delete").click()
        expect(page.locator("#messages")).to_contain_text("Deleted.")
        restore(page)
        page.goto(LIST)
        expect(page.get_by_role("link", name="Talk at the school")).to_be_visible()


def undo(page: Page) -> None:
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#messages")).not_to_contain_text("was deleted")


def restore_from_trash(page: Page) -> None:
    page.goto(LIST)
    page.get_by_role("main").get_by_role("link", name="Trash").click()
    row = page.get_by_role("main").get_by_role("listitem").filter(has_text="Talk at the school")
    row.get_by_role("button", name="Restore").click()
    expect(row).to_have_count(0)


@pytest.mark.expectation(21, 22, 36, 40)
def test_a_series_is_changed_from_one_meeting_on_and_the_last_meeting_is_copied(visits: Visits, town: World):
    with within(town.hill):
        last = log(town, days_ago(town.hill, 2), place="Library")
    page = visits.open("hill-leader")
    plan_four_weeks(page, days_ago(town.hill, -3))
    page.goto(LIST)
    places = page.get_by_role("region", name="Upcoming").get_by_role("listitem")
    for which, expected in (("This event", 1), ("This and later events", 3)):
        places.nth(1).get_by_role("link").first.click()
        page.get_by_role("link", name="Edit", exact=True).click()
        page.get_by_role("radio", name=which, exact=True).check()
        page.get_by_label("Place").fill(f"Town hall, {which}")
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("navigation", name="Breadcrumbs").get_by_role("link", name="Events").click()
        expect(page).to_have_url(re.compile(f"{LIST}$"))
        expect(places.filter(has_text=which)).to_have_count(expected)

    page.goto(f"{LIST}{last.pk}/")
    page.get_by_role("link", name="Duplicate").click()
    expect(page.get_by_label("Place")).to_have_value("Library")

    address = page.url
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert page.url == address


def plan_four_weeks(page: Page, first: dt.date) -> None:
    page.goto(LIST)
    page.get_by_role("link", name="Plan an event").click()
    page.get_by_label("Kind").select_option("team_meeting")
    page.get_by_label("Date", exact=True).fill(first.isoformat())
    page.get_by_label("Starts").fill("19:00")
    page.get_by_label("Place").fill("Church")
    page.get_by_label("Repeats").select_option("week")
    page.get_by_label("Until").fill((first + dt.timedelta(days=22)).isoformat())
    page.get_by_role("button", name="Save the event").click()
    expect(page.get_by_role("main")).to_contain_text("Part of a series.")
