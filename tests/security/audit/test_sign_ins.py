"""Each sign-in and sign-out is recorded in its own transaction and shown to that person alone."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from communities.account_history import get_account_history
from communities.models import AuditDetails, AuditEntry
from tests.base import LOGINS, World, as_stored, sign_in, within
from tests.row_sets import stored_world
from tests.security.accounts.base import (
    CONFIRM,
    LOGIN,
    PASSWORD,
    PHONE,
    SECRET,
    SESSIONS,
    code_now,
    get_requested_code,
    guess,
    letters,
    link_in,
    prove,
    sign_in_by_page,
)
from tfc.current_actor import Actor
from tfc.logins import ACCOUNTS, use_login
from tfc.metrics import WRONG_PASSWORDS
from tfc.tenancy import set_actor

pytestmark = pytest.mark.django_db(databases=LOGINS, transaction=True)
TABLE = "usersessions_usersession"
NEW_PASSWORD = {
    "oldpassword": PASSWORD,
    "password1": "a-long-and-lovely-day",
    "password2": "a-long-and-lovely-day",
}


@pytest.fixture(autouse=True)
def no_counts() -> None:
    cache.clear()


@pytest.fixture
def world(transactional_db: None) -> World:
    return stored_world()


def entries() -> list[tuple[int | None, str, str]]:
    audit_entries = AuditEntry.objects.using("owner").filter(table_name=TABLE).order_by("pk")
    return [(audit_entry.actor_id, audit_entry.verb, audit_entry.acts_as) for audit_entry in audit_entries]


def test_signing_in_and_out_are_the_persons_own_deeds(world: World):
    user = world["hill-leader"]
    client = sign_in_by_page(user)
    assert entries() == [(user.pk, "added", "")]
    client.post("/accounts/logout/")
    assert entries() == [(user.pk, "added", ""), (user.pk, "deleted", "")]


def test_a_wrong_password_is_counted_and_names_nobody(world: World):
    before = WRONG_PASSWORDS._value.get()
    guess(world["hill-leader"], Client(), 3)
    sign_in_by_page(world["hill-leader"], password="wrong")
    assert WRONG_PASSWORDS._value.get() == before + 4
    assert entries() == []


def test_a_sign_in_that_breaks_leaves_no_entry_and_no_session(world: World, monkeypatch: pytest.MonkeyPatch):
    def breaks(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("communities.accounts.devices.remember", breaks)
    client = Client(raise_request_exception=False)
    client.post(LOGIN, {"login": world["hill-leader"].email, "password": PASSWORD})
    assert client.post(CONFIRM, {"code": get_requested_code(client)}).status_code == 500
    assert entries() == []


def test_one_with_a_second_step_is_recorded_for_the_person(world: World):
    user = world["hill-coordinator"]
    with use_login(ACCOUNTS):
        Authenticator.objects.filter(user=user).delete()
        TOTP.activate(user, SECRET)
    client = Client()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert entries() == []
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert entries() == [(user.pk, "added", "")]


def test_one_ended_from_another_session_names_the_person(world: World):
    user = world["hill-leader"]
    here, _there = sign_in_by_page(user), sign_in_by_page(user, HTTP_USER_AGENT=PHONE)
    prove(here)
    page = here.get(SESSIONS).content.decode()
    number = page.split('name="session" value="')[1].split('"')[0]
    assert here.post(SESSIONS, {"session": number}).status_code == 302
    assert entries()[-1] == (user.pk, "deleted", "another-device")
    assert "hill-leader signed out another device." in here.get(SESSIONS).content.decode()


def test_one_that_was_over_is_no_sign_out(world: World):
    user = world["hill-leader"]
    here = sign_in_by_page(user)
    for _each in range(2):
        there = sign_in_by_page(user)
        with use_login(ACCOUNTS):
            Session.objects.filter(pk=there.session.session_key).delete()
    page = here.get(SESSIONS).content.decode()
    assert entries()[-1] == (user.pk, "deleted", "over")
    # A sign-in may find an expired session; its end is recorded once.
    assert page.count("A session ended") == 2


@pytest.mark.parametrize("by_hand", [True, False])
def test_signing_out_all_others_is_said_once_and_is_no_sign_in(world: World, by_hand: bool):
    user = world["hill-leader"]
    here, *_others = (sign_in_by_page(user) for _each in range(3))
    with use_login(ACCOUNTS):
        since = UserSession.objects.get(session_key=here.session.session_key).created_at
    path = SESSIONS if by_hand else "/accounts/password/change/"
    assert prove(here).post(path, {} if by_hand else NEW_PASSWORD).headers["Location"] == SESSIONS
    page = here.get(SESSIONS).content.decode()
    assert ("All your other devices are signed out." in page) is not by_hand
    assert page.count("hill-leader signed out all other devices.") == 1
    assert page.count("hill-leader signed in.") == 3
    assert "A session ended" not in page
    assert [entry for entry in entries() if entry[1] == "deleted"] == [
        (user.pk, "deleted", "other-devices")
    ] * 2
    with use_login(ACCOUNTS):
        assert [user_session.created_at for user_session in UserSession.objects.all()] == [since]


def test_a_password_by_the_link_signs_out_all_devices_in_the_persons_name(world: World):
    user = world["hill-leader"]
    sign_in_by_page(user)
    letters()
    somewhere = Client()
    somewhere.post("/accounts/password/reset/", {"email": user.email})
    form = somewhere.get(link_in(letters()[-1]), follow=True)
    page = somewhere.post(form.request["PATH_INFO"], NEW_PASSWORD, follow=True).content.decode()
    assert "All your devices are signed out." in page
    assert entries()[-1] == (user.pk, "deleted", "other-devices")
    with use_login(ACCOUNTS):
        assert not UserSession.objects.exists()


def test_the_person_reads_it_and_nobody_else_does(world: World):
    user, other = world["hill-leader"], world["hill-coordinator"]
    client = sign_in_by_page(user)
    client.post("/accounts/password/change/", NEW_PASSWORD)
    page = client.get(SESSIONS).content.decode()
    assert "hill-leader signed in." in page
    assert "hill-leader changed: Account" in page
    assert "Password: changed" in page
    theirs = sign_in(Client(), other).get(SESSIONS).content.decode()
    assert "hill-leader" not in theirs
    content = sign_in(Client(), other).get("/c/hill/audit-log/").content.decode()
    assert " signed in." not in content
    assert (
        " signed in."
        not in sign_in(Client(), world["usa-staff"]).get("/office/usa/audit-log/").content.decode()
    )
    assert not any("hill-leader" in entry.text for entry in get_account_history(as_stored(other)))


def test_the_database_shows_it_outside_of_every_place_alone(world: World):
    user, coordinator = world["hill-leader"], world["hill-coordinator"]
    sign_in_by_page(user)
    with set_actor(Actor(user.pk)):
        assert AuditEntry.objects.filter(table_name=TABLE).count() == 1
    with set_actor(Actor(coordinator.pk)):
        assert not AuditEntry.objects.filter(table_name=TABLE).exists()
    assert not AuditEntry.objects.exists()
    for place in (within(world.hill, coordinator=True), within(world.usa)):
        with place, connection.cursor() as cursor:
            cursor.execute("SELECT set_config('tfc.actor', %s, true)", [str(user.pk)])
            assert not AuditEntry.objects.filter(table_name=TABLE).exists()


def test_the_round_strikes_one_off_and_forgets_nothing_of_the_account(world: World):
    user = world["hill-leader"]
    client = sign_in_by_page(user)
    client.post("/accounts/password/change/", NEW_PASSWORD)
    with use_login(ACCOUNTS):
        Session.objects.all().delete()
        UserSession.objects.update(created_at=timezone.now() - timedelta(days=2))
    call_command("retention", "--run")
    assert entries()[-1] == (None, "deleted", "over")
    details = AuditDetails.objects.using("owner").filter(table_name="communities_user", subject_id=user.pk)
    assert details.exists()
