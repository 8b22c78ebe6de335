"""Access: how long a login lasts, who needs a second factor, and what asks for the password again."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from communities.models import Invitation, Role
from tests.base import World, sign_in
from tfc.logins import ACCOUNTS, use_login

DAY = 24 * 3600
TEAM, INVITE, OFFICE = "/c/hill/team/", "/c/hill/team/invite/", "/office/usa/team/"


def signed_in_ago(world: World, name: str, seconds: float) -> Client:
    return sign_in(Client(), world[name], at=time.time() - seconds)


@pytest.mark.parametrize(
    ("name", "path", "lasts"),
    [
        ("hill-member", TEAM, timedelta(days=30)),
        ("hill-leader", TEAM, timedelta(days=30)),
        ("hill-coordinator", TEAM, timedelta(days=7)),
        ("usa-staff", OFFICE, timedelta(hours=12)),
        ("oasis-staff", "/international/", timedelta(hours=12)),
    ],
)
def test_it_lets_a_login_last_by_role(world: World, name: str, path: str, lasts: timedelta):
    young = signed_in_ago(world, name, lasts.total_seconds() - 60)
    # People with the short limit were active all the time.
    session = young.session
    session["seen"] = time.time()
    session.save()
    assert young.get(path).status_code == 200
    old = signed_in_ago(world, name, lasts.total_seconds() + 60)
    response = old.get(path)
    assert response.status_code == 302
    assert "/reauthenticate/?next=" in response.headers["Location"]


def test_it_knows_no_login_that_was_never_proved(world: World):
    client = sign_in(Client(), world["hill-member"])
    session = client.session
    del session["account_authentication_methods"]
    session.save()
    assert client.get(TEAM).status_code == 302


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("hill-coordinator", TEAM),
        ("usa-staff", OFFICE),
        ("oasis-staff", OFFICE),
        ("oasis-staff", "/international/"),
    ],
)
def test_it_asks_for_a_second_factor(world: World, settings, name: str, path: str):
    with use_login(ACCOUNTS):
        Authenticator.objects.filter(user=world[name]).delete()
    client = sign_in(Client(), world[name])
    response = client.get(path)
    assert (response.status_code, response.headers["Location"]) == (302, "/two-step-verification/")
    assert client.get("/two-step-verification/").status_code == 200
    settings.DEMO = True
    assert client.get(path).status_code == 200


def test_it_takes_recovery_codes_alone_for_no_second_factor(world: World):
    with use_login(ACCOUNTS):
        Authenticator.objects.filter(user=world["usa-staff"]).update(type="recovery_codes")
    assert sign_in(Client(), world["usa-staff"]).get(OFFICE).headers["Location"] == "/two-step-verification/"


def test_it_asks_members_and_leaders_for_none(signed_in):
    assert signed_in("hill-member").get(TEAM).status_code == 200
    assert signed_in("hill-leader").get(TEAM).status_code == 200


def test_an_installation_may_ask_it_of_more_people(signed_in, settings):
    settings.SECOND_FACTOR_FROM = "leader"
    response = signed_in("hill-leader").get(TEAM)
    assert (response.status_code, response.headers["Location"]) == (302, "/two-step-verification/")
    assert (
        "Your role needs a second step to sign in."
        in signed_in("hill-leader").get("/two-step-verification/").content.decode()
    )
    assert signed_in("hill-member").get(TEAM).status_code == 200
    settings.SECOND_FACTOR_FROM = "member"
    assert signed_in("hill-member").get(TEAM).status_code == 302


def test_it_shows_the_key_of_an_app_only_after_a_proof_of_identity(signed_in):
    client, page = signed_in("hill-leader"), "/two-step-verification/"
    assert 'id="totp-key"' not in client.get(page).content.decode()
    client.post(reverse("account_reauthenticate"), {"password": "traffickfree-demo"})
    assert 'id="totp-key"' in client.get(page).content.decode()


def test_it_sends_on_who_has_a_second_factor(signed_in):
    assert signed_in("hill-coordinator").get("/two-step-verification/").headers["Location"] == "/"


def test_it_says_on_every_page_of_a_demo_that_the_second_step_is_off(client: Client, settings, db: None):
    settings.DEMO = True
    assert "Two-step verification is off." in client.get("/").content.decode()
    settings.DEMO = False
    assert "Two-step verification is off." not in client.get("/").content.decode()


def test_it_asks_for_a_fresh_login_before_a_team_changes(world: World):
    client = signed_in_ago(world, "hill-coordinator", 11 * 60)
    assert client.get(TEAM).status_code == 200
    assert "/reauthenticate/" in client.get(INVITE).headers["Location"]
    fresh = signed_in_ago(world, "hill-coordinator", 9 * 60)
    assert fresh.get(INVITE).status_code == 200


def test_it_submits_the_form_after_the_password(world: World):
    client = signed_in_ago(world, "hill-coordinator", 11 * 60)
    response = client.post(INVITE, {"email": "new@example.org", "role": "2"})
    where = response.headers["Location"]
    assert where.startswith("/accounts/reauthenticate/?next=")
    assert not Invitation.objects.exists()
    client.post(where, {"password": "wrong", "next": INVITE})
    assert not Invitation.objects.exists()
    response = client.post(where, {"password": "traffickfree-demo", "next": INVITE})
    assert response.headers["Location"] == TEAM
    assert Invitation.objects.get().role == Role.LEADER


def test_it_lets_international_staff_read_an_office_and_change_nothing(signed_in):
    client = signed_in("oasis-staff")
    for path in ("team/", "communities/", "communities/hill/"):
        assert client.get(f"/office/usa/{path}").status_code == 200
    text = (
        client.get("/office/usa/team/").content.decode()
        + client.get("/office/usa/communities/hill/").content.decode()
    )
    assert "Invite" not in text
    for path in (
        "team/invite/",
        "communities/new/",
        "communities/hill/stage/",
        "communities/hill/coordinator/",
    ):
        assert client.post(f"/office/usa/{path}").status_code == 403
