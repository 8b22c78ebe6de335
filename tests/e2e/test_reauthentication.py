"""Files ask for the password again after ten minutes, visibly, and then the file downloads."""

import time

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.base import COMMITTED, World, sign_in
from tests.e2e.visits import PHONE, Visits
from tests.security.accounts.base import PASSWORD

pytestmark = [COMMITTED, pytest.mark.browser]

LISTS = "/c/hill/exports/"
LONG_AGO = 20 * 60


def test_a_file_asks_first_and_returns_to_the_page_of_its_link(visits: Visits, town: World):
    client = sign_in(Client(), town["hill-leader"], at=time.time() - LONG_AGO)
    page = visits.open(width=PHONE)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": visits.url}])
    page.goto(LISTS)
    page.locator("main summary").first.click()
    page.locator("main a[href$='.csv']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm it’s you")
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_download() as download:
        page.get_by_role("button", name="Continue").click()
    assert download.value.suggested_filename.endswith(".csv")
    page.wait_for_url(f"**{LISTS}")


def test_the_open_menu_shows_the_quick_exit(visits: Visits, town: World):
    page = visits.open("hill-leader", width=PHONE)
    page.set_viewport_size({"width": PHONE, "height": 600})
    page.goto("/c/hill/")
    page.locator("summary").filter(has_text="Your account").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_in_viewport(ratio=1)
