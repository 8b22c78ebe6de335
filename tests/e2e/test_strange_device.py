"""A leader with a new phone: the password, a wrong code, the right one, and from then on the password alone."""

import pytest
from playwright.sync_api import expect

from tests.base import COMMITTED, World
from tests.e2e.visits import PHONE, Visits, code_by_mail, type_password

pytestmark = [COMMITTED, pytest.mark.browser]


def test_a_new_phone_takes_one_look_into_the_mail_and_is_known_then(visits: Visits, town: World):
    page, email = visits.open(width=PHONE), town["hill-leader"].email
    page.goto("/c/hill/events/")
    type_password(page, email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter the code")
    expect(page.locator("main")).to_contain_text("You have not signed in on this device before.")

    page.get_by_label("Code").fill("AAAA-AAAA")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("That is not the code of our newest e-mail.").first).to_be_visible()
    page.get_by_label("Code").fill(code_by_mail(email))
    page.get_by_role("button", name="Continue").click()
    # Where the way led before.
    page.wait_for_url("**/c/hill/events/")

    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    page.goto("/c/hill/events/")
    type_password(page, email)
    page.wait_for_url("**/c/hill/events/")
