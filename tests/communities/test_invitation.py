"""The page of an invitation link, and accepting it."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connections
from django.test import Client
from django.utils import timezone

from communities import actions
from communities.actions import InvitationError
from communities.models import Invitation, Membership, Role, RolePeriod, StaffMembership, User
from tests.base import COMMITTED, World, make_user, sign_in, within
from tests.communities.base import invite_to, token_in_mail
from tests.row_sets import stored_world
from tfc.logins import ACCOUNTS, use_login
from tfc.tokens import hash_token

NEW = "new@example.org"
PASSWORD = "a-long-and-lovely-day"


@pytest.fixture
def link(world: World) -> str:
    _, token = invite_to(world.hill, NEW, world["hill-coordinator"], Role.LEADER)
    return f"/invitations/{token}/"


def test_it_says_who_invites_to_what(client: Client, link: str):
    response = client.get(link)
    text = " ".join(response.content.decode().split())
    assert response.status_code == 200
    assert "hill-coordinator invites you to join the TraffickFree Community Hill. Your role: Leader." in text
    assert f'<input type="hidden" name="next" value="{link}">' in text
    assert all(f'name="{name}"' in text for name in ("name", "email", "password1"))
    assert "new@example.org" in text
    assert re.search(r">\s*Email address\s*<", text)


def test_it_keeps_only_the_hash_of_the_token(world: World, link: str):
    token = link.split("/")[2]
    invitation = Invitation.objects.get()
    assert invitation.token_hash == hash_token(token)
    assert token not in repr(vars(invitation))


def test_it_sends_a_plain_email_in_the_office_s_language(world: World):
    world.usa.language = "es"
    world.usa.save()
    invitation, token = invite_to(world.hill, "Nueva@Example.org", world["hill-coordinator"])
    letter = mail.outbox[0]
    assert letter.to == ["nueva@example.org"]
    assert f"/invitations/{token}/" in letter.body
    assert letter.message().get_content_type() == "text/plain"
    assert invitation.token_hash not in letter.body


def test_it_creates_an_account_with_the_invited_address_and_returns(client: Client, link: str, world: World):
    client.get(link)
    form = {"name": "Nora", "email": "somebody-else@example.org", "password1": PASSWORD, "next": link}
    response = client.post("/accounts/signup/", form)
    assert (response.status_code, response.headers["Location"]) == (302, link)
    user = User.objects.get(email=NEW)
    assert user.name == "Nora"
    assert EmailAddress.objects.get(user=user).verified
    assert not User.objects.filter(email="somebody-else@example.org").exists()
    response = client.post(link + "accept/")
    assert (response.status_code, response.headers["Location"]) == (302, "/c/hill/")
    membership = Membership.objects.get(user=user)
    assert (membership.community, membership.role) == (world.hill, Role.LEADER)


@COMMITTED
def test_signing_up_accepts_the_invitation_and_proves_who_it_is(client: Client):
    world = stored_world()
    _, token = invite_to(world.hill, NEW, world["hill-coordinator"], Role.LEADER)
    link = f"/invitations/{token}/"
    client.get(link)
    response = client.post(
        "/accounts/signup/", {"name": "Nora", "password1": PASSWORD, "next": link}, follow=True
    )
    assert response.redirect_chain[-1] == ("/c/hill/", 302)
    assert "Welcome to Hill!" in response.content.decode()
    assert Membership.objects.get(user__email=NEW).role == Role.LEADER
    # A page that requires a recent proof does not ask for one.
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200


@COMMITTED
def test_only_the_link_of_the_invitation_accepts_it_at_a_sign_in(client: Client):
    world = stored_world()
    user = make_user("new")
    _, token = invite_to(world.hill, NEW, world["hill-coordinator"], Role.LEADER)
    link = f"/invitations/{token}/"
    for then, number in (("/", 0), ("/no/page/", 0), (link, 1)):
        client.get(link)
        sign_in_form = {"login": NEW, "password": "traffickfree-demo", "next": then}
        assert client.post("/accounts/login/", sign_in_form).headers["Location"] == then
        assert Membership.objects.filter(user=user).count() == number
        client.post("/accounts/logout/")


def test_it_says_what_the_role_asks_of_a_person(client: Client, link: str):
    task = "As a leader, you record meetings, events and organizations"
    assert task in client.get(link).content.decode()
    assert task in mail.outbox[0].body


def test_it_takes_no_sign_up_without_an_invitation(client: Client, world: World):
    response = client.post("/accounts/signup/", {"name": "N", "email": NEW, "password1": PASSWORD})
    assert response.status_code == 200
    assert not User.objects.filter(email=NEW).exists()


def test_it_takes_no_sign_up_once_the_invitation_is_withdrawn(client: Client, link: str, world: World):
    client.get(link)
    actions.withdraw_invitation(invitation=Invitation.objects.get(), by=world["hill-coordinator"])
    client.post("/accounts/signup/", {"name": "N", "email": NEW, "password1": PASSWORD})
    assert not User.objects.filter(email=NEW).exists()


def test_it_explains_a_weak_password_and_makes_no_account(client: Client, link: str):
    client.get(link)
    response = client.post("/accounts/signup/", {"name": "Nora", "password1": "short"})
    assert b"Nora" in response.content
    assert not User.objects.filter(email=NEW).exists()


def test_it_sends_who_has_an_account_to_the_login(client: Client, link: str):
    make_user("new")
    text = client.get(link).content.decode()
    assert f"/accounts/login/?next={link.replace('/', '%2F')}" in text
    response = client.post("/accounts/login/", {"login": NEW, "password": "traffickfree-demo", "next": link})
    assert response.headers["Location"] == link


def test_it_asks_a_visitor_to_sign_in_before_accepting(client: Client, link: str):
    response = client.post(link + "accept/")
    assert response.headers["Location"] == f"/accounts/login/?next={link.replace('/', '%2F')}"
    assert not Membership.objects.filter(user__email=NEW).exists()


def test_it_begins_the_role_on_the_day_it_is_accepted(client: Client, link: str, world: World):
    sign_in(client, make_user("new"))
    client.post(link + "accept/")
    with within(world.hill):
        period = RolePeriod.objects.get(user__email=NEW)
    today = timezone.localdate(timezone=world.hill.zone)
    assert (period.role, period.started_on, period.ended_on) == (Role.LEADER, today, None)


@pytest.mark.parametrize(
    ("role", "recipients"), [(Role.COORDINATOR, ["usa-staff@example.org"]), (Role.LEADER, [])]
)
def test_the_office_gets_an_email_at_once_when_a_coordinator_arrives(
    client: Client, world: World, django_capture_on_commit_callbacks, role: Role, recipients: list[str]
):
    _, token = invite_to(world.hill, NEW, world["usa-staff"], role)
    mail.outbox.clear()
    sign_in(client, make_user("new"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/invitations/{token}/accept/")
    assert [address for letter in mail.outbox for address in letter.to] == recipients
    assert all(letter.body.rstrip().endswith("/office/usa/") for letter in mail.outbox)


def test_it_does_not_accept_by_opening_the_page(client: Client, link: str):
    sign_in(client, make_user("new"))
    assert client.get(link).status_code == 200
    assert client.get(link + "accept/").status_code == 405
    assert Invitation.objects.get().accepted_at is None


def test_it_offers_another_person_to_sign_out(signed_in, link: str):
    client = signed_in("stranger")
    text = client.get(link).content.decode()
    assert "You are signed in as stranger@example.org" in text
    assert "/accounts/logout/?next=" in text
    assert client.post(link + "accept/").headers["Location"] == link
    assert not Membership.objects.filter(user__email="stranger@example.org").exists()


def test_it_takes_an_unverified_address_for_nobody_s(client: Client, link: str, world: World):
    sneaky = world["stranger"]
    with use_login(ACCOUNTS):
        EmailAddress.objects.create(user=sneaky, email=NEW, verified=False)
    sign_in(client, sneaky).post(link + "accept/")
    assert not Membership.objects.filter(user=sneaky).exists()


def test_it_is_no_error_to_accept_twice(client: Client, link: str):
    sign_in(client, make_user("new"))
    for _ in range(2):
        assert client.post(link + "accept/").headers["Location"] == "/c/hill/"
    assert Membership.objects.filter(user__email=NEW).count() == 1
    assert client.get(link).headers["Location"] == "/c/hill/"


@pytest.mark.parametrize(
    ("state", "status", "text"),
    [
        ("expired", 410, "This invitation is no longer valid."),
        ("used", 410, "This invitation was already used."),
        ("withdrawn", 410, "This invitation is no longer valid."),
        ("resent", 404, "This invitation is no longer valid."),
    ],
)
def test_it_gives_a_kind_page_for_a_dead_link(
    client: Client, link: str, world: World, state: str, status: int, text: str
):
    now = timezone.now()
    changes: dict[str, dict[str, Any]] = {
        "expired": {"expires_at": now - timedelta(seconds=1)},
        "used": {"accepted_at": now, "accepted_by": world["stranger"]},
        "withdrawn": {"withdrawn_at": now},
        "resent": {"token_hash": hash_token("another")},
    }
    Invitation.objects.update(**changes[state])
    newcomer = sign_in(Client(), make_user("new"))
    for response in (client.get(link), newcomer.get(link), newcomer.post(link + "accept/")):
        assert response.status_code == status
        assert text in response.content.decode()
    assert not Membership.objects.filter(user__email=NEW).exists()


def test_it_lives_for_72_hours(link: str):
    invitation = Invitation.objects.get()
    assert invitation.expires_at - invitation.created_at == pytest.approx(
        timedelta(hours=72), abs=timedelta(seconds=5)
    )


def test_it_makes_staff_of_who_accepts_for_an_office(client: Client, world: World):
    _, token = invite_to(world.usa, NEW, world["usa-staff"])
    sign_in(client, make_user("new"))
    assert "to the staff of Oasis USA" in client.get(f"/invitations/{token}/").content.decode()
    response = client.post(f"/invitations/{token}/accept/")
    assert response.headers["Location"] == "/office/usa/"
    assert StaffMembership.objects.get(user__email=NEW).office == world.usa


def test_it_leaves_a_member_s_role_as_it_is(world: World):
    _, token = invite_to(world.hill, NEW, world["hill-coordinator"], Role.LEADER)
    user = make_user("new")
    with within(world.hill):
        actions.start_membership(community=world.hill, user=user, role=Role.MEMBER)
    actions.accept_invitation(token_hash=hash_token(token), by=user)
    assert Membership.objects.get(user=user).role == Role.MEMBER


def test_it_lets_a_removed_member_come_back(world: World):
    member = world["hill-member"]
    with within(world.hill):
        actions.remove_member(membership=Membership.objects.get(user=member), by=world["hill-coordinator"])
    _, token = invite_to(world.hill, member.email, world["hill-coordinator"])
    actions.accept_invitation(token_hash=hash_token(token), by=member)
    assert Membership.objects.filter(user=member).count() == 2
    assert Membership.objects.current().filter(user=member).count() == 1


@COMMITTED
def test_it_makes_one_membership_of_twenty_concurrent_acceptances():
    world = stored_world()
    newcomer = make_user("new")
    _, token = invite_to(world.hill, NEW, world["hill-coordinator"], Role.LEADER)
    begin = threading.Barrier(20)
    failures = []

    def accept() -> None:
        try:
            begin.wait(timeout=30)
            actions.accept_invitation(token_hash=hash_token(token), by=newcomer)
        except Exception as error:  # noqa: BLE001 (shown below, whatever it is)
            failures.append(error)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=accept) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert Membership.objects.filter(user=newcomer).count() == 1
    with within(world.hill):
        assert RolePeriod.objects.filter(user=newcomer).count() == 1


def test_it_refuses_another_person_a_used_link(world: World):
    _, token = invite_to(world.hill, NEW, world["hill-coordinator"])
    actions.accept_invitation(token_hash=hash_token(token), by=make_user("new"))
    with pytest.raises(InvitationError) as refused:
        actions.accept_invitation(token_hash=hash_token(token), by=world["stranger"])
    assert refused.value.code == "used"
    assert not Membership.objects.filter(user=world["stranger"]).exists()


def test_it_kills_the_old_link_by_sending_a_new_one(world: World):
    invitation, old = invite_to(world.hill, NEW, world["hill-coordinator"])
    yesterday = timezone.now() + Invitation.LIFETIME - timedelta(days=1)
    Invitation.objects.update(expires_at=yesterday)
    for _click in range(2):
        actions.resend_invitation(invitation=invitation, by=world["hill-coordinator"])
    new = token_in_mail()
    # A second click would have ended the link in the first email.
    assert len(mail.outbox) == 2
    user = make_user("new")
    with pytest.raises(InvitationError) as refused:
        actions.accept_invitation(token_hash=hash_token(old), by=user)
    assert refused.value.code == "unknown"
    actions.accept_invitation(token_hash=hash_token(new), by=user)
    assert Membership.objects.filter(user=user).count() == 1
