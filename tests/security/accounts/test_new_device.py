"""A password alone signs nobody in on a new device (ADR 35)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from communities.models import Invitation, Role
from tests.base import World, within
from tests.security.accounts.base import (
    CONFIRM,
    LOGIN,
    PASSWORD,
    SESSIONS,
    code_in,
    get_requested_code,
    is_in,
    letters,
    sign_in_by_page,
)
from tfc.tokens import hash_token

WHY = "This device is new to us."
# Emails with a code per password within a minute.
MOST = 3


def with_password(world: World, name: str, client: Client | None = None) -> Client:
    client = client or Client()
    client.post(LOGIN, {"login": world[name].email, "password": PASSWORD})
    return client


def open_invitation(world: World, email: str, client: Client) -> None:
    with within(world.hill):
        Invitation.objects.create(
            community=world.hill, email=email, role=Role.LEADER, token_hash=hash_token("told-by-mail"),
            invited_by=world["hill-coordinator"], expires_at=timezone.now() + timedelta(hours=1),
        )  # fmt: skip
    client.get("/invitations/told-by-mail/")


def test_who_stole_a_password_is_asked_for_a_code_and_reads_nothing(world: World):
    thief = with_password(world, "hill-leader")
    page = thief.get(CONFIRM).content.decode()
    assert WHY in page
    assert world["hill-leader"].email in page
    assert not is_in(thief)
    assert thief.get(SESSIONS).status_code == 302
    for _each in range(3):
        thief.post(CONFIRM, {"code": "AAAA-AAAA"})
    thief.post(CONFIRM, {"code": get_requested_code(thief)})
    assert not is_in(thief)


def test_the_email_has_the_code(world: World):
    client = with_password(world, "hill-leader")
    [letter] = letters()
    assert letter.startswith(world["hill-leader"].email)
    assert "someone knows your password" in letter
    assert f"{settings.SITE_URL}/accounts/password/reset/" in letter
    client.post(CONFIRM, {"code": code_in(letter)})
    assert is_in(client)


def test_a_public_code_request_reveals_nothing_of_a_password(world: World):
    Client().post("/accounts/login/code/", {"email": world["hill-leader"].email})
    [letter] = letters()
    assert "you can ignore it" in letter
    assert "password" not in letter


def test_a_known_device_is_asked_for_the_password_alone(world: World):
    client = sign_in_by_page(world["hill-leader"])
    client.post("/accounts/logout/")
    letters()
    assert is_in(with_password(world, "hill-leader", client))
    assert letters() == []


def test_a_device_is_known_for_its_own_person_alone(world: World):
    client = sign_in_by_page(world["hill-member"])
    client.post("/accounts/logout/")
    assert not is_in(with_password(world, "hill-leader", client))
    assert get_requested_code(client)


def test_the_second_step_takes_the_place_of_the_code(world: World):
    client = with_password(world, "hill-coordinator")
    assert get_requested_code(client) == ""
    assert client.get("/accounts/2fa/authenticate/").status_code == 200


def test_who_has_just_opened_an_invitation_has_read_the_mailbox(world: World):
    client = Client()
    open_invitation(world, world["dale-member"].email, client)
    assert is_in(with_password(world, "dale-member", client), "/c/dale/team/")


def test_the_invitation_of_another_opens_nothing(world: World):
    client = Client()
    open_invitation(world, "new@example.org", client)
    assert not is_in(with_password(world, "dale-member", client), "/c/dale/team/")


def test_a_stolen_password_sends_few_emails_and_says_so(world: World):
    cache.clear()
    for number in range(MOST):
        with_password(world, "hill-leader", Client(REMOTE_ADDR=f"203.0.113.{number}"))
    client = Client(REMOTE_ADDR="203.0.113.9")
    page = client.post(LOGIN, {"login": world["hill-leader"].email, "password": PASSWORD}).content.decode()
    assert "Too many failed login attempts" in page
    assert world["hill-leader"].email in page
    assert len(letters()) == MOST


def test_these_emails_lock_out_no_known_device_and_no_code_request(world: World):
    cache.clear()
    mine = sign_in_by_page(world["hill-leader"])
    mine.post("/accounts/logout/")
    for _each in range(MOST):
        with_password(world, "hill-leader")
    assert is_in(sign_in_by_page(world["hill-leader"], mine))
    other = Client()
    other.post("/accounts/login/code/", {"email": world["hill-leader"].email})
    other.post(CONFIRM, {"code": get_requested_code(other)})
    assert is_in(other)


@pytest.mark.parametrize("name", ["hill-member", "hill-leader"])
def test_the_demo_asks_for_none(world: World, monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.setattr(settings, "DEMO", True)
    assert is_in(with_password(world, name))
