"""A coordinator deletes a person in a real browser, and an account holder downloads their data."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from stakeholders.models import Contact, Organization
from tests.base import COMMITTED, World, within
from tests.e2e.screens import faults
from tests.e2e.visits import Visits

pytestmark = [COMMITTED, pytest.mark.browser]


def test_a_coordinator_deletes_what_is_stored_about_a_person(visits: Visits, town: World):
    with within(town.hill, coordinator=True):
        organization = Organization.objects.create(
            name="Old mill", sector="business", note="Ask Maria Lopez.", created_by=town["hill-leader"]
        )
        Contact.objects.create(
            organization=organization, name="Maria Lopez", role="Director", created_by=town["hill-leader"]
        )
    page = visits.open("hill-coordinator")
    assert faults(page, "/c/hill/settings/requests/") == []
    page.goto("/c/hill/settings/")
    page.get_by_role("link", name="Find, export, correct or delete").click()
    page.locator("#id_name").fill("Maria Lopez")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("checkbox")).to_have_count(2)
    assert "Maria" not in page.url
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the selected records").click()
    assert "Director" in Path(download.value.path()).read_text()
    # The form waits until the file has arrived.
    expect(page.locator("main [aria-disabled]")).to_have_count(0)
    page.get_by_role("button", name="Delete the selected records").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    assert "Maria" not in page.content()
    with within(town.hill, coordinator=True):
        assert not Contact.objects.exists()
        assert Organization.objects.get(name="Old mill").note == "Ask […]."


def test_an_account_holder_downloads_their_data(visits: Visits, town: World):
    page = visits.open("hill-member")
    assert faults(page, "/account/data/") == []
    page.goto("/account/data/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert town["hill-member"].email in Path(download.value.path()).read_text()
