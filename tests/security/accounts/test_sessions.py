"""Sessions end when something changes, lock when idle, and can be listed and ended."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities import actions
from communities.devices import describe_user_agent
from communities.models import Invitation, Membership, Role, StaffMembership
from communities.sessions import FACTORS
from tests.base import COMMITTED, World, add_member, keep, make_user, sign_in, within
from tests.row_sets import stored_world
from tests.security.accounts.base import (
    PASSWORD,
    PHONE,
    SECRET,
    SESSIONS,
    code_now,
    is_in,
    letters,
    link_in,
    prove,
    sign_in_by_page,
)
from tfc.logins import ACCOUNTS, use_login
from tfc.tokens import hash_token

MINUTE = 60
NEW = "a-quite-long-new-secret"


def membership(world: World, name: str) -> Membership:
    return Membership.objects.current().get(user=world[name])


def is_out(client: Client, path: str = "/c/hill/team/") -> bool:
    response = client.get(path)
    return response.status_code == 302 and response.headers["Location"].startswith("/accounts/login/")


# ── Ending at once


def test_a_new_password_ends_all_but_its_own_session(world: World):
    here, there = sign_in_by_page(world["hill-leader"]), sign_in_by_page(world["hill-leader"])
    assert is_in(here)
    assert is_in(there)
    key = here.session.session_key
    fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    prove(here).post("/accounts/password/change/", fields)
    assert is_in(here)
    assert is_out(there)
    assert here.session.session_key != key


def test_a_password_set_by_the_link_ends_all_sessions(world: World):
    there = sign_in_by_page(world["hill-leader"])
    letters()
    somewhere = Client()
    somewhere.post("/accounts/password/reset/", {"email": world["hill-leader"].email})
    [letter] = letters()
    form = somewhere.get(link_in(letter), follow=True)
    somewhere.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert is_out(there)
    assert is_in(sign_in_by_page(world["hill-leader"], password=NEW))
    assert "Your password was changed" in "".join(letters())


@COMMITTED
def test_a_second_step_set_up_ends_all_but_its_own_session(transactional_db: None):
    """allauth signals it after the commit, in the same view."""
    user = stored_world()["hill-leader"]
    here, there = sign_in_by_page(user), sign_in_by_page(user)
    prove(here).get("/accounts/2fa/totp/activate/")
    session = here.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    here.post("/accounts/2fa/totp/activate/", {"code": code_now()})
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    assert is_in(here)
    assert is_out(there)


@COMMITTED
def test_an_app_just_set_up_is_asked_for_no_code_again(transactional_db: None):
    """The page of recovery codes, which comes next, requires a recent proof."""
    user = stored_world()["hill-leader"]
    with use_login(ACCOUNTS):
        user.set_unusable_password()
        user.save(update_fields=["password"])
    client = sign_in(Client(), user)
    client.get("/accounts/2fa/totp/activate/")
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    response = client.post("/accounts/2fa/totp/activate/", {"code": code_now()}, follow=True)
    assert response.redirect_chain == [("/accounts/2fa/recovery-codes/", 302)]
    assert "Continue" in response.content.decode()


def test_a_second_step_taken_away_ends_all_but_its_own_session(world: World):
    with use_login(ACCOUNTS):
        Authenticator.objects.create(user=world["hill-leader"], type="totp", data={"secret": SECRET})
    here, there = sign_in(Client(), world["hill-leader"]), sign_in(Client(), world["hill-leader"])
    prove(here).post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=world["hill-leader"]).exists()
    assert is_in(here)
    assert is_out(there)


def test_it_handles_each_kind_of_factor():
    """The kinds come from allauth's own list, so that a new one is included."""
    changing = {
        name for name in vars(signals) if name.startswith("authenticator_") and name != "authenticator_used"
    }
    assert changing == {"authenticator_added", "authenticator_removed", "authenticator_reset"}
    assert len(FACTORS) == len(changing) + 3


def test_another_e_mail_address_ends_all_but_its_own_session(world: World):
    user = world["hill-leader"]
    with use_login(ACCOUNTS):
        EmailAddress.objects.create(user=user, email="second@example.org", verified=True)
    here, there = sign_in(Client(), user), sign_in(Client(), user)
    prove(here).post("/accounts/email/", {"action_primary": "", "email": "second@example.org"})
    user.refresh_from_db()
    assert user.email == "second@example.org"
    assert is_in(here)
    assert is_out(there)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.COORDINATOR])
def test_another_role_ends_the_person_s_sessions(world: World, role: Role):
    theirs, others = sign_in(Client(), world["hill-leader"]), sign_in(Client(), world["hill-member"])
    client = sign_in(Client(), world["hill-coordinator"])
    path = f"/c/hill/team/members/{membership(world, 'hill-leader').pk}/"
    assert client.post(path, {"role": role.value, "was": Role.LEADER.value}).status_code == 302
    assert is_out(theirs)
    assert is_in(others)
    assert is_in(client)


def test_changing_ones_own_role_ends_only_other_sessions(world: World):
    add_member(world.hill, "second", Role.COORDINATOR)
    user = world["hill-coordinator"]
    here, there = sign_in(Client(), user), sign_in(Client(), user)
    path = f"/c/hill/team/members/{membership(world, 'hill-coordinator').pk}/"
    here.post(path, {"role": Role.MEMBER.value, "was": Role.COORDINATOR.value})
    assert is_in(here)
    assert is_out(there)


def test_a_removal_ends_the_person_s_sessions(world: World):
    theirs, client = sign_in(Client(), world["hill-leader"]), sign_in(Client(), world["hill-coordinator"])
    client.post(f"/c/hill/team/members/{membership(world, 'hill-leader').pk}/remove/")
    assert is_out(theirs, "/account/notifications/")
    assert is_in(client)


def test_leaving_ends_only_other_sessions(world: World):
    here, there = sign_in(Client(), world["hill-member"]), sign_in(Client(), world["hill-member"])
    here.post("/c/hill/team/leave/")
    assert here.get("/").status_code == 200
    assert is_out(there, "/account/notifications/")


def test_leaving_an_office_ends_the_person_s_sessions(world: World):
    with within(world.usa):
        actions.start_staff_membership(office=world.usa, user=world["stranger"])
    theirs = sign_in(Client(), world["stranger"])
    staff = StaffMembership.objects.get(user=world["stranger"])
    sign_in(Client(), world["usa-staff"]).post(f"/office/usa/team/staff/{staff.pk}/remove/")
    assert is_out(theirs, "/account/notifications/")


def test_a_role_that_is_won_ends_all_but_its_own_session(world: World):
    user = world["stranger"]
    here, there = sign_in(Client(), user), sign_in(Client(), user)
    with within(world.hill):
        actions.invite(community=world.hill, email=user.email, role=Role.LEADER, by=world["hill-coordinator"])
    token = "x" * 43
    Invitation.objects.update(token_hash=hash_token(token))
    here.post(f"/invitations/{token}/accept/")
    assert is_in(here)
    assert is_out(there, "/account/notifications/")


def test_an_operator_ends_sessions(world: World):
    first, other = sign_in(Client(), world["hill-leader"]), sign_in(Client(), world["hill-member"])
    call_command("end_sessions", email="HILL-leader@example.org")
    assert is_out(first)
    assert is_in(other)
    call_command("end_sessions", all=True)
    assert is_out(other)


def test_an_account_that_was_switched_off_is_out(world: World):
    client = sign_in(Client(), world["hill-leader"])
    world["hill-leader"].is_active = False
    world["hill-leader"].save(update_fields=["is_active"])
    assert is_out(client)


# ── Time limits


def away(world: World, name: str, minutes: float) -> Client:
    client = sign_in(Client(), world[name], at=time.time() - 3 * 60 * MINUTE)
    session = client.session
    session["seen"] = time.time() - minutes * MINUTE
    session.save()
    return client


def test_staff_who_were_away_for_half_an_hour_prove_who_they_are(world: World):
    office = "/office/usa/team/"
    assert is_in(away(world, "usa-staff", 29), office)
    gone = away(world, "usa-staff", 31)
    assert "/reauthenticate/?next=" in gone.get(office).headers["Location"]
    assert is_in(prove(gone), office)
    # Other people are not asked.
    assert is_in(away(world, "hill-coordinator", 31))


def test_what_staff_typed_before_they_went_away_is_not_lost(world: World):
    gone = away(world, "usa-staff", 31)
    path = "/office/usa/team/invite/"
    where = gone.post(path, {"email": "new@example.org"}).headers["Location"]
    gone.post(where, {"password": PASSWORD, "next": path})
    assert Invitation.objects.get().email == "new@example.org"


def test_being_here_is_written_at_most_once_a_minute(world: World):
    def writes(client: Client, **headers: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/office/usa/team/", headers=headers)
        return sum(
            'UPDATE "django_session"' in captured_query["sql"] for captured_query in queries.captured_queries
        )

    client = away(world, "usa-staff", 2)
    # Polling by the page is no activity.
    assert writes(client, **{"HX-Request": "true"}) == 0
    assert (writes(client), writes(client)) == (1, 0)
    assert writes(away(world, "usa-staff", 0.9)) == 0
    assert writes(away(world, "hill-coordinator", 20)) == 0


def test_the_strictest_role_anywhere_is_the_one_that_counts(world: World):
    both = add_member(world.hill, "both", Role.MEMBER)
    with within(world.usa):
        actions.start_staff_membership(office=world.usa, user=both)
    client = sign_in(Client(), both, at=time.time() - 13 * 60 * MINUTE)
    assert "/reauthenticate/" in client.get("/c/hill/team/").headers["Location"]


@pytest.mark.parametrize("path", ["/accounts/2fa/", "/accounts/email/", SESSIONS, "/account/notifications/"])
def test_pages_of_the_account_lock_as_well(world: World, path: str):
    client = sign_in(Client(), world["hill-leader"], at=time.time() - 31 * 24 * 60 * MINUTE)
    assert "/accounts/reauthenticate/?next=" in client.get(path).headers["Location"]
    assert prove(client).get(path).status_code == 200


def test_a_person_without_password_signs_in_again(world: World):
    user = make_user("first")
    user.set_unusable_password()
    keep(user)
    with within(world.usa):
        actions.start_staff_membership(office=world.usa, user=user)
    client = sign_in(Client(), user, at=time.time() - 13 * 60 * MINUTE)
    response = client.get("/office/usa/team/", follow=True)
    assert response.redirect_chain == [("/accounts/login/?next=/office/usa/team/", 302)]


# ── Keys, and the list of sessions


def test_a_proof_changes_the_key(world: World):
    client = sign_in_by_page(world["hill-leader"])
    key = client.session.session_key
    prove(client)
    assert client.session.session_key != key
    thief = Client()
    thief.cookies["sessionid"] = key or ""
    assert is_out(thief)
    # Its entry in the list of sessions moves along.
    with use_login(ACCOUNTS):
        assert [user_session.session_key for user_session in UserSession.objects.all()] == [
            client.session.session_key
        ]


def test_it_lists_sessions_in_words_and_signs_out_there(world: World):
    here = sign_in_by_page(world["hill-leader"])
    phone = sign_in_by_page(world["hill-leader"], HTTP_USER_AGENT=PHONE)
    page = here.get(SESSIONS).content.decode()
    assert "Firefox on Android" in page
    assert "Gecko" not in page
    assert page.count("Sign out<span") == 1
    with use_login(ACCOUNTS):
        session = UserSession.objects.get(user_agent=PHONE)
    assert here.post(SESSIONS, {"session": session.pk}).headers["Location"] == SESSIONS
    assert is_out(phone)
    assert is_in(here)
    assert here.get(SESSIONS).content.decode().count("Sign out<span") == 0


def test_it_signs_out_everywhere_else(world: World):
    here, there = sign_in_by_page(world["hill-leader"]), sign_in_by_page(world["hill-leader"])
    here.post(SESSIONS)
    assert is_in(here)
    assert is_out(there)


def test_ending_sessions_asks_for_a_fresh_proof(world: World):
    old = sign_in(Client(), world["hill-leader"], at=time.time() - 11 * MINUTE)
    assert old.get(SESSIONS).status_code == 200
    assert "/reauthenticate/" in old.post(SESSIONS).headers["Location"]


@pytest.mark.parametrize("wanted", ["0", "x", "9" * 30, ""])
def test_it_ends_no_other_persons_session(world: World, wanted: str):
    other = sign_in_by_page(world["hill-member"])
    here = sign_in_by_page(world["hill-leader"])
    with use_login(ACCOUNTS):
        number = UserSession.objects.get(user=world["hill-member"]).pk
    for session in (wanted, str(number)):
        assert here.post(SESSIONS, {"session": session}).status_code == 404
    assert is_in(other)


@pytest.mark.parametrize(
    ("user_agent", "text"),
    [
        (PHONE, "Firefox on Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        ("curl/8", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_it_says_in_words_what_a_device_is(user_agent: str, text: str):
    assert describe_user_agent(user_agent) == text
