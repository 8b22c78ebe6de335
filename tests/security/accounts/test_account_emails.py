"""Emails about an account: a new device, a changed factor; and how they are sent."""

import datetime as dt
import re
import smtplib
from datetime import timedelta
from pathlib import Path
from typing import Any

import allauth
import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.template.loader import get_template
from django.test import Client
from django.utils import timezone

from communities.actions.mail_queue import queue_mail, send_waiting
from communities.models import OutgoingMail
from communities.tasks import send_outgoing
from tests.base import World
from tests.security.accounts.base import PASSWORD, PHONE, letters, prove, sign_in_by_page
from tfc.logins import ACCOUNTS, use_login
from tfc.queue_depth import get_all_work

NEW = "a-quite-long-new-secret"


ALLAUTH = Path(allauth.__file__).parent / "templates"
# Codes for actions that we confirm by link: never sent.
NEVER_SENT = {"account/email/password_reset_code"}
LETTERS = [
    str(path.relative_to(ALLAUTH)).removesuffix("_subject.txt")
    for app in ("account", "mfa")
    for path in sorted((ALLAUTH / app / "email").glob("*_subject.txt"))
]


@pytest.mark.parametrize("prefix", sorted({*LETTERS} - NEVER_SENT))
def test_each_email_of_allauth_has_our_template(prefix: str):
    """A template of allauth may also include one of ours."""
    for part in ("subject", "message"):
        template: Any = get_template(f"{prefix}_{part}.txt")
        origin = Path(template.origin.name)
        theirs = origin.read_text() if origin.is_relative_to(ALLAUTH) else ""
        assert theirs.strip() == "" or re.fullmatch(r"{% include \S+ %}", theirs.strip()), origin


def test_a_code_and_a_link_say_how_long_they_work_as_the_settings_do(world: World):
    client = Client()
    code, link = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60, settings.PASSWORD_RESET_TIMEOUT // 60
    text = f"It works once, for {code} minutes."
    assert text in client.get("/accounts/login/code/").content.decode()
    form = {"email": world["hill-leader"].email}
    assert text in client.post("/accounts/login/code/", form, follow=True).content.decode()
    assert text in letters()[0]
    client.post("/accounts/password/reset/", form)
    assert f"It works once, for {link} minutes." in letters()[0]


@pytest.mark.parametrize(
    ("own", "time"), [("", "9:13 a.m. (Pacific Time)"), ("Europe/Madrid", "6:13 p.m. (")]
)
def test_a_new_sign_in_is_reported_in_the_persons_time_zone(
    world: World, monkeypatch: pytest.MonkeyPatch, own: str, time: str
):
    """The time is that of the linked page: without a chosen zone, that of the person's first place."""
    user = world["hill-leader"]
    user.language, user.time_zone = "en", own
    user.save(update_fields=["language", "time_zone"])
    now = dt.datetime(2026, 11, 29, 17, 13, tzinfo=dt.UTC)
    monkeypatch.setattr("communities.actions.mail_queue.timezone.now", lambda: now)
    sign_in_by_page(user)
    with use_login(ACCOUNTS):
        text = OutgoingMail.objects.get(subject__startswith="[TraffickFree] New sign-in").text
    assert time in text.replace("\xa0", " ")


def test_a_new_device_is_reported_and_a_known_one_is_not(world: World):
    user = world["hill-leader"]
    user.language = "en"
    user.save(update_fields=["language"])
    client = sign_in_by_page(user, HTTP_USER_AGENT=PHONE, REMOTE_ADDR="203.0.113.5")
    _code, letter = letters()
    assert letter.startswith(f"{user.email}: [TraffickFree] New sign-in: Firefox on Android")
    assert "/account/sessions/" in letter
    # Nothing reveals a person's location.
    assert "203.0.113" not in letter
    client.post("/accounts/logout/")
    sign_in_by_page(user, client)
    assert letters() == []
    sign_in_by_page(user, Client())
    assert len(letters()) == 2


def test_another_persons_device_is_new(world: World):
    client = sign_in_by_page(world["hill-member"])
    client.post("/accounts/logout/")
    letters()
    sign_in_by_page(world["hill-leader"], client)
    _code, letter = letters()
    assert letter.startswith(f"{world['hill-leader'].email}: [TraffickFree] New sign-in")


def test_an_email_links_to_our_own_domain_whatever_the_request_used(world: World):
    """The server has several names, and the request chooses one."""
    user = world["hill-leader"]
    Client().post("/accounts/password/reset/", {"email": user.email}, HTTP_HOST="localhost")
    client = prove(sign_in_by_page(user))
    client.post("/accounts/email/", {"email": "new@example.org", "action_add": ""}, HTTP_HOST="localhost")
    texts = [letter for letter in letters() if "://" in letter]
    links = {name for text in texts for name in re.findall(r"https?://[^/\s]+", text)}
    assert (len(texts) >= 2, links) == (True, {settings.SITE_URL})
    assert any("/accounts/password/reset/key/" in text for text in texts)
    assert any("/accounts/confirm-email/" in text for text in texts)


def test_a_wrong_password_sends_no_email(world: World):
    sign_in_by_page(world["hill-leader"], password="not-the-right-one")
    assert letters() == []


def test_a_new_password_is_reported(world: World):
    client = prove(sign_in_by_page(world["hill-leader"]))
    letters()
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post("/accounts/password/change/", fields)
    [letter] = letters()
    assert letter.startswith(f"{world['hill-leader'].email}: [TraffickFree] Your password was changed\n")
    assert f"{settings.SITE_URL}/accounts/password/reset/" in letter
    assert NEW not in letter


def test_it_is_sent_once_and_gone(world: World):
    queue_mail(to="one@example.org", subject="x", text="y")
    queue_mail(to="", subject="x", text="y")
    assert (send_outgoing(), send_outgoing()) == (1, 0)
    assert [message.to for message in mail.outbox] == [["one@example.org"]]
    with use_login(ACCOUNTS):
        assert not OutgoingMail.objects.exists()


class Refusing(EmailBackend):
    def send_messages(self, messages):
        if messages[0].to == ["bad@example.org"]:
            raise smtplib.SMTPRecipientsRefused({"bad@example.org": (550, b"no such user")})
        return super().send_messages(messages)


class Silent(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_one_that_is_refused_keeps_no_other_from_its_way(world: World, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    queue_mail(to="bad@example.org", subject="x", text="y")
    queue_mail(to="good@example.org", subject="x", text="y")
    assert send_waiting() == 1
    with use_login(ACCOUNTS):
        assert [outgoing_mail.to for outgoing_mail in OutgoingMail.objects.all()] == ["bad@example.org"]


def test_it_waits_for_a_mail_server_and_not_for_ever(world: World, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Silent"
    queue_mail(to="one@example.org", subject="x", text="y")
    assert send_waiting() == 0
    with use_login(ACCOUNTS):
        assert OutgoingMail.objects.count() == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with use_login(ACCOUNTS):
        OutgoingMail.objects.update(made_at=timezone.now() - timedelta(minutes=61))
    assert send_waiting() == 0
    with use_login(ACCOUNTS):
        assert not OutgoingMail.objects.exists()


def test_unsent_emails_are_reported_as_pending_work(world: World):
    queue_mail(to="one@example.org", subject="x", text="y")
    assert waiting_letters() == (1, 0)
    with use_login(ACCOUNTS):
        OutgoingMail.objects.update(made_at=timezone.now() - timedelta(minutes=3))
    assert waiting_letters() == (1, 1)
    send_waiting()
    assert waiting_letters() == (0, 0)


def waiting_letters() -> tuple[int, int]:
    [letters] = [work for work in get_all_work() if work.name == "letters"]
    return letters.waiting, letters.overdue


@pytest.mark.parametrize("page", ["login/code/", "password/reset/"])
def test_the_address_typed_at_the_sign_in_is_used_by_its_other_buttons(world: World, page: str):
    client = Client()
    assert f'formaction="/accounts/{page}"' in client.get("/accounts/login/").content.decode()
    assert client.post(f"/accounts/{page}", {"login": world["hill-leader"].email}).status_code == 302
    assert len(letters()) == 1
    empty = Client().post(f"/accounts/{page}", {"login": " "})
    assert empty.status_code == 200
    assert not empty.context["form"].errors
