"""Search as you type, and keyboard shortcuts that can be turned off."""

import pytest
from playwright.sync_api import Page, expect

from stakeholders.models import Organization, Sector
from tests.base import COMMITTED, World, within
from tests.e2e.layout_checks import faults
from tests.e2e.visits import PHONE, Visits

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("pages")]


@pytest.fixture
def radio(town: World) -> World:
    with within(town.hill):
        Organization.objects.create(name="Rádio Harbor", sector=Sector.MEDIA)
    return town


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.expectation(35)
def test_it_finds_while_one_types(visits: Visits, radio: World):
    page = visits.open("hill-leader")
    page.goto("/c/hill/team/")
    press(page, "/")
    page.keyboard.type("gh?n")
    assert page.locator("#tf-search-box").input_value() == "gh?n"
    page.locator("#tf-search-box").fill("")
    press(page, "Enter")
    page.wait_for_url("**/c/hill/search/?q=")
    press(page, "/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("radio har")
    expect(page.locator("#found mark").first).to_have_text("Rádio")
    expect(page.locator("#found-count")).to_have_text("1 result")
    assert page.url.endswith("/c/hill/search/?q=radio%20har")
    assert faults(page, page.url) == []


def test_keys_lead_on_until_they_are_switched_off(visits: Visits, town: World):
    page = visits.open("hill-leader")
    page.goto("/c/hill/team/")
    press(page, "?")
    dialog = page.locator("dialog.tf-dialog")
    expect(dialog).to_contain_text("Log a meeting")
    press(page, "n", "Escape")
    expect(dialog).to_have_count(0)
    press(page, "g", "e")
    page.wait_for_url("**/c/hill/events/")
    press(page, "g", "h")
    page.wait_for_url("**/c/hill/")
    press(page, "n")
    page.wait_for_url("**/c/hill/events/log/")
    assert faults(page, "/shortcuts/") == []
    page.get_by_role("button", name="Turn off shortcuts").click()
    page.goto("/c/hill/team/")
    press(page, "g", "e", "/")
    expect(page.locator("#tf-search-box")).not_to_be_focused()
    assert page.url.endswith("/c/hill/team/")


def test_it_finds_on_a_phone_and_without_javascript(visits: Visits, radio: World):
    page = visits.open("hill-leader", width=PHONE, javascript=False)
    page.goto("/c/hill/team/")
    page.locator(".tf-search-box__link").click()
    page.locator("#q").fill("radio")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Rádio Harbor").click()
    page.wait_for_url("**/c/hill/organizations/*/")
    page.locator(".tf-search-box__link").click()
    expect(page.locator("#lately")).to_have_text("Recently viewed")
    expect(page.locator("#found a")).to_have_text("Rádio Harbor")
