"""An account in a browser: ways to sign in, devices, an invitation, and the way between places."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.db.models import F
from playwright.sync_api import Page, expect

from communities.models import Invitation
from tests.base import COMMITTED, World
from tests.e2e.visits import Visits, code_by_mail, type_password
from tests.security.accounts.base import PASSWORD, link_in

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("account")]

SENSOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.mark.expectation(1, 2, 3, 4)
def test_codes_a_passkey_and_recovery_codes_sign_in_and_a_device_is_signed_out(
    visits: Visits, town: World, settings: Any
):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    email = town["hill-leader"].email
    page, laptop = visits.open(), visits.open()

    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    page.locator("[name=code]").fill(code_by_mail(email))
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hill")

    code = add_passkey(page)
    open_menu(page, "Sign out")
    page.wait_for_url(f"{visits.url}/")
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hill")

    laptop.goto("/accounts/login/")
    type_password(laptop, email)
    laptop.locator("[name=code]").fill(code)
    laptop.get_by_role("button", name="Sign in", exact=True).click()
    expect(laptop.get_by_role("heading", level=1)).to_have_text("Hill")

    open_menu(page, "Devices and sessions")
    rows = page.get_by_role("main").get_by_role("list").first.get_by_role("listitem")
    expect(rows).to_have_count(2)
    rows.get_by_role("button", name="Sign out").click()
    expect(rows).to_have_count(1)
    laptop.reload()
    expect(laptop).to_have_url(re.compile("/accounts/login/"))


def add_passkey(page: Page) -> str:
    """Add a passkey by the link that is offered after signing in, and return a recovery code."""
    sensor = page.context.new_cdp_session(page)
    sensor.send("WebAuthn.enable")
    sensor.send("WebAuthn.addVirtualAuthenticator", {"options": SENSOR})
    page.locator("#messages").get_by_role("link", name="add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name").fill("My phone")
    page.get_by_label("Sign in without a password").check()
    page.get_by_role("main").get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    expect(page.get_by_role("link", name="Download")).to_be_visible()
    return page.locator("#recovery_codes").input_value().split()[0]


def open_menu(page: Page, item: str) -> None:
    page.locator("header summary", has_text="Your account").click()
    page.locator("header .tf-menu-item", has_text=item).click()


@pytest.mark.expectation(5, 6)
def test_an_invitation_states_the_role_is_sent_again_and_leads_to_the_other_place(
    visits: Visits, town: World
):
    coordinator, invited = visits.open("hill-coordinator"), visits.open("dale-leader")
    visits.expected.append("a status of 404")
    coordinator.goto("/c/hill/team/")
    coordinator.get_by_role("link", name="Invite people").click()
    coordinator.locator("[name=email]").fill(town["dale-leader"].email)
    coordinator.get_by_role("radio", name="Leader").check()
    coordinator.get_by_role("button", name="Send").click()
    row = coordinator.get_by_role("region", name="Invitations").get_by_role("listitem")
    expect(row).to_contain_text("Leader")
    expect(row).to_contain_text("The link works until")
    first = link_in(str(mail.outbox[-1].body))
    # Within a minute nothing is sent again.
    Invitation.objects.update(expires_at=F("expires_at") - dt.timedelta(minutes=2))
    row.get_by_role("button", name="Send again").click()
    expect(coordinator.locator("#messages")).to_be_visible()

    invited.goto(first)
    expect(invited.get_by_role("button", name="Accept invitation")).to_have_count(0)
    invited.goto(link_in(str(mail.outbox[-1].body)))
    expect(invited.get_by_role("main")).to_contain_text("Your role: Leader.")
    invited.get_by_role("button", name="Accept invitation").click()
    for here, there in (("Hill", "Dale"), ("Dale", "Hill")):
        switcher = invited.locator(".tf-tenant-switcher summary")
        expect(switcher).to_contain_text(here)
        expect(switcher).to_contain_text("Community · you: Leader")
        switcher.click()
        invited.get_by_role("navigation", name="Your communities").get_by_role("link", name=there).click()
