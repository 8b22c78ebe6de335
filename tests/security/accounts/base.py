"""Signing in through the pages."""

import re
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

from communities.actions.mail_queue import send_waiting
from communities.models import User

PASSWORD = "traffickfree-demo"
SECRET = "GEZDGNBVGY3TQOJQ"
CONFIRM = "/accounts/login/code/confirm/"
LOGIN, SESSIONS = "/accounts/login/", "/account/sessions/"
PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


def sign_in_by_page(
    user: User, client: Client | None = None, password: str = PASSWORD, **headers: Any
) -> Client:
    """Sign in by the page, with the code if there is one."""
    client = client or Client()
    client.post(LOGIN, {"login": user.email, "password": password}, **headers)
    if code := get_requested_code(client):
        client.post(CONFIRM, {"code": code}, **headers)
    return client


def get_requested_code(client: Client) -> str:
    stages = client.session.get("account_login", {}).get("state", {}).get("stages", {})
    return str(stages.get("login_by_code", {}).get("data", {}).get("code", ""))


def guess(user: User, client: Client, times: int) -> str:
    """Return the page after the last of several wrong passwords."""
    page = ""
    for number in range(times):
        response = client.post(LOGIN, {"login": user.email, "password": f"wrong-password-{number}"})
        page = response.content.decode()
    return page


def is_in(client: Client, path: str = "/c/hill/team/") -> bool:
    return client.get(path).status_code == 200


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def prove(client: Client, password: str = PASSWORD) -> Client:
    client.post("/accounts/reauthenticate/", {"password": password})
    return client


def letters() -> list[str]:
    mail.outbox.clear()
    send_waiting()
    return [f"{message.to[0]}: {message.subject}\n{message.body}" for message in mail.outbox]


def code_in(letter: str) -> str:
    match = re.search(r"^([A-Z0-9-]{6,12})$", letter, re.MULTILINE)
    assert match, letter
    return match[1]


def link_in(letter: str) -> str:
    match = re.search(r"https?://[^/\s]+(/\S+)", letter)
    assert match, letter
    return match[1]
