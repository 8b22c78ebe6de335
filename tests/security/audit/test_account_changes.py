"""Audit entries made on allauth's pages name the account and the person."""

import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from communities.models import AuditEntry, Role, User
from tests.base import LOGINS, World, sign_in
from tests.communities.base import invite_to
from tests.communities.test_notices import settings as wishes
from tests.row_sets import stored_world
from tests.security.accounts.base import PASSWORD, code_now, letters, link_in, prove

pytestmark = pytest.mark.django_db(databases=LOGINS, transaction=True)
NEW = "a-long-and-lovely-day"


@pytest.fixture(autouse=True)
def no_counts() -> None:
    cache.clear()


@pytest.fixture
def world(transactional_db: None) -> World:
    return stored_world()


def who_changed(table: str, **wanted: Any) -> list[tuple[int | None, str]]:
    audit_entries = AuditEntry.objects.using("owner").filter(table_name=table, **wanted).order_by("pk")
    return [(audit_entry.actor_id, audit_entry.verb) for audit_entry in audit_entries]


def test_a_new_password_is_recorded_for_the_person(world: World):
    user = world["hill-leader"]
    client = sign_in(Client(), user)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/accounts/password/change/", form).status_code == 302
    assert who_changed("communities_user", record_id=user.pk, verb="changed") == [(user.pk, "changed")]


def test_a_password_by_a_link_is_recorded_for_the_links_owner(world: World):
    user = world["hill-leader"]
    client = Client()
    client.post("/accounts/password/reset/", {"email": user.email})
    link = link_in(letters()[-1])
    page = client.get(link, follow=True)
    response = client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert response.status_code == 302
    assert (user.pk, "changed") in who_changed("communities_user", record_id=user.pk)
    assert (None, "changed") not in who_changed("communities_user", record_id=user.pk)


def test_a_new_address_is_added_also_by_who_has_a_second_step(world: World):
    user = world["hill-coordinator"]
    client = prove(sign_in(Client(), user))
    response = client.post("/accounts/email/", {"action_add": "", "email": "other@example.org"})
    assert response.status_code == 302, response.content.decode()
    added = EmailAddress.objects.get(email="other@example.org")
    assert (added.user, added.verified, added.primary) == (user, False, False)
    assert who_changed("account_emailaddress", record_id=added.pk) == [(user.pk, "added")]
    confirm = link_in(letters()[-1])
    client.get(confirm)
    assert client.post(confirm).status_code == 302
    assert who_changed("account_emailaddress", record_id=added.pk)[-1] == (user.pk, "changed")


def test_a_second_step_that_is_taken_away_names_who_did_it(world: World):
    user = world["hill-coordinator"]
    client = prove(sign_in(Client(), user))
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert who_changed("mfa_authenticator")[-1] == (user.pk, "deleted")


def test_an_invited_person_is_recorded_as_creating_the_account(world: World):
    _invitation, token = invite_to(world.hill, "nora@example.org", world["hill-coordinator"], Role.LEADER)
    client = Client()
    client.get(f"/invitations/{token}/")
    form = {"name": "Nora", "email": "nora@example.org", "password1": NEW}
    assert client.post("/accounts/signup/", form).status_code == 302
    nora = User.objects.get(email="nora@example.org")
    changed = who_changed("communities_user", record_id=nora.pk, verb="changed")
    assert changed
    assert {actor for actor, _verb in changed} == {nora.pk}
    assert client.get(f"/invitations/{token}/").headers["Location"] == "/c/hill/"


@pytest.mark.parametrize("path", ["/c/hill/team/invite/", "/accounts/email/"])
def test_a_form_is_submitted_after_reauthentication(world: World, path: str):
    """One request changes community records in the community's scope and accounts with the person who acts."""
    user = world["hill-coordinator"]
    client = sign_in(Client(), user, at=time.time() - 11 * 60)
    response = client.post(path, {"email": "other@example.org", "role": "1", "action_add": ""})
    assert "reauthenticate" in response["Location"]
    assert client.post(response["Location"], {"password": PASSWORD}).status_code == 302
    table = "communities_invitation" if path.startswith("/c/") else "account_emailaddress"
    assert who_changed(table)[-1] == (user.pk, "added")


def test_a_login_with_a_second_step_still_works(world: World):
    """The login takes two pages, each in its own transaction."""
    user = world["hill-coordinator"]
    client = Client()
    assert client.post("/accounts/login/", {"login": user.email, "password": PASSWORD}).status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": code_now()}).status_code == 302
    assert client.get("/c/hill/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302


@pytest.mark.parametrize(
    ("path", "form"),
    [("/language/", {"language": "es"}), ("/account/notifications/", wishes(time_zone="Europe/Madrid"))],
)
def test_personal_settings_are_recorded_for_the_person(world: World, path: str, form: dict[str, str]):
    user = world["hill-member"]
    assert sign_in(Client(), user).post(path, form).status_code == 302
    assert who_changed("communities_user", record_id=user.pk, verb="changed") == [(user.pk, "changed")]
