"""People's browser windows, and the problems that their pages report."""

import time
from urllib.parse import urlsplit

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from communities.models import OutgoingMail
from tests.base import World, sign_in
from tests.security.accounts.base import PASSWORD, SECRET, code_in
from tfc.logins import ACCOUNTS, use_login

PHONE, DESK = 375, 1280


class Visits:
    """``complaints``: console errors (with CSP violations), script errors, requests to other hosts."""

    def __init__(self, chromium: Browser, town: World | None, url: str) -> None:
        self.chromium = chromium
        self.town = town
        self.url = url
        self.complaints: list[str] = []
        # Text in problems that a test causes on purpose.
        self.expected: list[str] = []
        self.contexts: list[BrowserContext] = []

    def open(
        self,
        name: str = "",
        *,
        width: int = DESK,
        javascript: bool = True,
        zone: str = "America/Los_Angeles",
        worker: bool = False,
    ) -> Page:
        """Open a new window, signed in as the named person, on a device in ``zone``: people are where their community
        is, and in its evening the day in UTC is another. ``worker``: with the service worker, which loads a dozen
        pages."""
        context = self.chromium.new_context(
            base_url=self.url,
            viewport={"width": width, "height": 800},
            has_touch=width < 800,
            java_script_enabled=javascript,
            locale="en-US",
            timezone_id=zone,
            service_workers="allow" if worker else "block",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        if name:
            self.become(context, name)
        page = context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"error in a script: {error}"))
        page.on("request", self._request)
        return page

    def become(self, context: BrowserContext, name: str) -> None:
        """Sign in without the login pages, which the main journey covers."""
        assert self.town is not None
        session = sign_in(Client(), self.town[name]).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.url}])

    def _console(self, message: ConsoleMessage) -> None:
        """Chromium logs every status from 400 as an error; 422 is our status for invalid forms."""
        expected_errors = ("a status of 422", *self.expected)
        if message.type == "error" and not any(error in message.text for error in expected_errors):
            self.complaints.append(f"{urlsplit(message.location['url']).path}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and not request.url.startswith(f"{self.url}/"):
            self.complaints.append(f"asked another host: {request.url}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def sign_in_by_hand(page: Page, email: str, *, second_factor: bool) -> None:
    """Sign in on a device that is new for this person, which always asks for a code."""
    page.goto("/accounts/login/")
    type_password(page, email)
    if second_factor:
        page.locator("[name=code]").fill(code_of_now())
        page.get_by_role("button", name="Sign in", exact=True).click()
    else:
        page.locator("[name=code]").fill(code_by_mail(email))
        page.get_by_role("button", name="Continue", exact=True).click()


def type_password(page: Page, email: str) -> None:
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def code_by_mail(email: str) -> str:
    """Return the code of the newest email."""
    with use_login(ACCOUNTS):
        return code_in(OutgoingMail.objects.filter(to=email).latest("pk").text)


def code_of_now(secret: str = SECRET) -> str:
    """Return the code of an authenticator app; wait if it is about to expire."""
    left = app_settings.TOTP_PERIOD - time.time() % app_settings.TOTP_PERIOD
    if left < 2:
        time.sleep(left)
    [counter] = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, counter))
