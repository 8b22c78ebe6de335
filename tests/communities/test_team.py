"""The team page: invitations, roles, leaving and removal."""

import smtplib
import threading
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connections
from django.test import Client
from django.utils import timezone

from communities import actions
from communities.models import Community, Invitation, Membership, Role, RolePeriod, Stage, User
from tests.base import COMMITTED, World, add_member, within
from tests.communities.base import invite_to
from tests.row_sets import stored_world
from tfc.tokens import hash_token

TEAM = "/c/hill/team/"


def member(world: World, name: str) -> Membership:
    return Membership.objects.current().get(user=world[name])


def test_it_shows_members_names_and_roles_but_no_address(signed_in):
    text = signed_in("hill-member").get(TEAM).content.decode()
    for name in ("hill-member", "hill-leader", "hill-coordinator"):
        assert name in text
    assert "@example.org" not in text
    assert "/team/invite/" not in text


def test_it_shows_coordinators_who_is_invited(signed_in, world: World):
    invite_to(world.hill, "new@example.org", world["hill-coordinator"])
    text = signed_in("hill-coordinator").get(TEAM).content.decode()
    assert "new@example.org" in text
    assert "hill-leader@example.org" in text
    assert "/team/invite/" in text


def test_it_invites(signed_in, world: World):
    response = signed_in("hill-coordinator").post(
        TEAM + "invite/", {"email": "New@Example.org", "role": Role.LEADER.value}
    )
    assert response.headers["Location"] == TEAM
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.community) == (
        "new@example.org",
        Role.LEADER,
        world.hill,
    )
    assert invitation.invited_by == world["hill-coordinator"]
    assert len(mail.outbox) == 1


WRONG = [
    ({"email": "", "role": "1"}, "email"),
    ({"email": "nobody", "role": "1"}, "email"),
    ({"email": f"{'a' * 250}@example.org", "role": "1"}, "email"),
    ({"email": "new@example.org\nBcc: all@example.org", "role": "1"}, "email"),
    ({"email": "hill-leader@example.org", "role": "1"}, "email"),
    ({"email": "new@example.org", "role": ""}, "role"),
    ({"email": "new@example.org", "role": "9"}, "role"),
    ({"email": "new@example.org", "role": "boss"}, "role"),
]


def test_it_suggests_to_invite_a_leader_while_the_community_is_set_up(signed_in, world: World):
    client = signed_in("hill-coordinator")
    assert client.get(f"{TEAM}invite/").context["form"]["role"].value() == Role.MEMBER
    Community.objects.filter(pk=world.hill.pk).update(stage=Stage.CANDIDATE)
    assert client.get(f"{TEAM}invite/").context["form"]["role"].value() == Role.LEADER


def test_it_explains_what_is_wrong_with_an_invitation(signed_in, subtests):
    for sent, at in WRONG:
        with subtests.test(sent=sent):
            response = signed_in("hill-coordinator").post(TEAM + "invite/", sent)
            assert response.status_code == 422
            assert at in response.context["form"].errors
            assert response.context["form"]["email"].value() == sent["email"]
            assert (Invitation.objects.count(), len(mail.outbox)) == (0, 0)


def test_it_invites_once_when_the_button_is_pressed_twice(signed_in):
    client = signed_in("hill-coordinator")
    for _ in range(2):
        assert client.post(TEAM + "invite/", {"email": "new@example.org", "role": "1"}).status_code == 302
    assert (Invitation.objects.count(), len(mail.outbox)) == (1, 1)


def test_it_asks_to_withdraw_before_inviting_to_another_role(signed_in):
    client = signed_in("hill-coordinator")
    client.post(TEAM + "invite/", {"email": "new@example.org", "role": "1"})
    response = client.post(TEAM + "invite/", {"email": "NEW@example.org", "role": "3"})
    assert response.status_code == 422
    assert "email" in response.context["form"].errors
    assert Invitation.objects.get().role == Role.MEMBER


def test_it_invites_nobody_when_the_email_cannot_be_sent(signed_in, monkeypatch):
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    response = signed_in("hill-coordinator").post(TEAM + "invite/", {"email": "new@example.org", "role": "1"})
    assert response.status_code == 422
    assert "could not be sent" in response.content.decode()
    assert Invitation.objects.count() == 0


def test_it_sends_an_expired_invitation_again(signed_in, world: World):
    invitation, old = invite_to(world.hill, "new@example.org", world["hill-coordinator"])
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    signed_in("hill-coordinator").post(f"{TEAM}invitations/{invitation.pk}/resend/")
    invitation.refresh_from_db()
    assert not invitation.has_expired
    assert invitation.token_hash != hash_token(old)
    assert len(mail.outbox) == 2


def test_it_withdraws(signed_in, world: World):
    invitation, _ = invite_to(world.hill, "new@example.org", world["hill-coordinator"])
    client = signed_in("hill-coordinator")
    client.post(f"{TEAM}invitations/{invitation.pk}/withdraw/")
    invitation.refresh_from_db()
    assert invitation.withdrawn_by == world["hill-coordinator"]
    response = client.post(f"{TEAM}invitations/{invitation.pk}/resend/", follow=True)
    assert "This invitation is no longer valid." in response.content.decode()
    assert len(mail.outbox) == 1


def test_it_changes_a_role_and_begins_a_new_period(signed_in, world: World):
    leader = member(world, "hill-leader")
    response = signed_in("hill-coordinator").post(f"{TEAM}members/{leader.pk}/", {"role": "3", "was": "2"})
    assert response.headers["Location"] == TEAM
    leader.refresh_from_db()
    assert leader.role == Role.COORDINATOR
    today = timezone.localdate(timezone=world.hill.zone)
    with within(world.hill):
        periods = list(
            RolePeriod.objects.filter(membership=leader)
            .order_by("started_on")
            .values_list("role", "started_on", "ended_on")
        )
    assert periods == [(Role.LEADER, date(2024, 1, 1), today), (Role.COORDINATOR, today, None)]


def test_it_leaves_no_trace_of_a_role_that_was_a_slip(world: World):
    leader = member(world, "hill-leader")
    with within(world.hill):
        for role in (Role.COORDINATOR, Role.MEMBER):
            actions.change_role(membership=leader, role=role, by=world["hill-coordinator"])
        roles = RolePeriod.objects.filter(membership=leader).order_by("pk").values_list("role", flat=True)
        assert list(roles) == [Role.LEADER, Role.MEMBER]


@pytest.mark.parametrize("sent", [{"role": "", "was": "2"}, {"role": "7", "was": "2"}, {"role": "1"}])
def test_it_explains_what_is_wrong_with_a_role(signed_in, world: World, sent: dict[str, str]):
    leader = member(world, "hill-leader")
    response = signed_in("hill-coordinator").post(f"{TEAM}members/{leader.pk}/", sent)
    assert response.status_code == 422
    assert response.context["form"].errors
    leader.refresh_from_db()
    assert leader.role == Role.LEADER


def test_it_reports_a_conflict_and_then_saves(signed_in, world: World):
    leader = member(world, "hill-leader")
    client = signed_in("hill-coordinator")
    path = f"{TEAM}members/{leader.pk}/"
    Membership.objects.filter(pk=leader.pk).update(role=Role.MEMBER)
    response = client.post(path, {"role": "3", "was": "2"})
    assert response.status_code == 409
    form = response.context["form"]
    assert (form["role"].value(), form["was"].value()) == ("3", "1")
    assert client.post(path, {"role": "3", "was": form["was"].value()}).status_code == 302


def test_it_keeps_the_last_coordinator(signed_in, world: World):
    last = member(world, "hill-coordinator")
    client = signed_in("hill-coordinator")
    for path, sent in ((f"members/{last.pk}/", {"role": "1", "was": "3"}), ("leave/", {})):
        response = client.post(TEAM + path, sent)
        assert response.status_code == 422
        assert "First make another person coordinator." in response.content.decode()
    # Editing one's own membership leads to the page for leaving.
    assert client.post(f"{TEAM}members/{last.pk}/remove/").headers["Location"] == TEAM + "leave/"
    last.refresh_from_db()
    assert (last.role, last.ended_at) == (Role.COORDINATOR, None)


def test_it_lets_a_coordinator_go_once_there_is_another(signed_in, world: World):
    add_member(world.hill, "second", Role.COORDINATOR)
    assert signed_in("hill-coordinator").post(TEAM + "leave/").headers["Location"] == "/"
    assert Membership.objects.get(user=world["hill-coordinator"]).ended_at is not None


def test_it_ends_access_on_the_next_request(world: World, signed_in):
    client = signed_in("hill-member")
    assert client.get(TEAM).status_code == 200
    with within(world.hill):
        actions.remove_member(membership=member(world, "hill-member"), by=world["hill-coordinator"])
    assert client.get(TEAM).headers["Location"].startswith("/accounts/login/")
    again = signed_in("hill-member")
    assert again.get(TEAM).status_code == 404
    assert again.get("/c/hill/").status_code == 404


def test_it_removes_and_keeps_the_time_in_the_role(signed_in, world: World):
    leader = member(world, "hill-leader")
    client = signed_in("hill-coordinator")
    assert client.get(f"{TEAM}members/{leader.pk}/remove/").status_code == 405
    assert client.post(f"{TEAM}members/{leader.pk}/remove/").headers["Location"] == TEAM
    leader.refresh_from_db()
    assert leader.ended_by == world["hill-coordinator"]
    with within(world.hill):
        period = RolePeriod.objects.get(membership=leader)
    assert period.ended_on == timezone.localdate(timezone=world.hill.zone)
    assert client.post(f"{TEAM}members/{leader.pk}/remove/").status_code == 404


def removed(world: World, name: str, by: str = "hill-coordinator") -> Membership:
    with within(world.hill):
        return actions.remove_member(membership=member(world, name), by=world[by])


def test_removing_is_undone_as_if_nothing_had_been(signed_in, world: World):
    leader = member(world, "hill-leader")
    with within(world.hill):
        before = list(RolePeriod.objects.filter(membership=leader).values())
    client = signed_in("hill-coordinator")
    page = client.post(f"{TEAM}members/{leader.pk}/remove/", follow=True).content.decode()
    undo = f"{TEAM}members/{leader.pk}/restore/"
    assert f'action="{undo}"' in page
    page = client.post(undo, follow=True).content.decode()
    assert "hill-leader is in the team again." in page
    leader.refresh_from_db()
    assert (leader.ended_at, leader.ended_by, leader.role) == (None, None, Role.LEADER)
    with within(world.hill):
        assert list(RolePeriod.objects.filter(membership=leader).values()) == before
    assert signed_in("hill-leader").get(TEAM).status_code == 200


def test_a_role_that_began_on_the_same_day_continues_too(world: World):
    new = add_member(world.hill, "new", Role.MEMBER)
    with within(world.hill):
        gone = Membership.objects.get(user=new)
        actions.change_role(membership=gone, role=Role.LEADER, by=world["hill-coordinator"])
        gone = actions.remove_member(membership=gone, by=world["hill-coordinator"])
        assert not RolePeriod.objects.filter(membership=gone, ended_on=None).exists()
        actions.restore_member(membership=gone, by=world["hill-coordinator"])
        [period] = RolePeriod.objects.filter(membership=gone, ended_on=None)
    assert period.role == Role.LEADER


@pytest.mark.parametrize("why", ["late", "another", "left", "back", "closed"])
def test_removing_is_not_undone_any_more(signed_in, world: World, why: str):
    gone = removed(world, "hill-leader", "hill-leader" if why == "left" else "hill-coordinator")
    person = "hill-coordinator"
    if why == "late":
        Membership.objects.filter(pk=gone.pk).update(ended_at=timezone.now() - timedelta(minutes=16))
    elif why == "another":
        second = add_member(world.hill, "second", Role.COORDINATOR)
        Membership.objects.filter(pk=gone.pk).update(ended_by=second)
    elif why == "back":
        with within(world.hill):
            actions.start_membership(community=world.hill, user=world["hill-leader"], role=Role.MEMBER)
    elif why == "closed":
        User.objects.filter(pk=gone.user_id).update(closed_at=timezone.now())
    page = signed_in(person).post(f"{TEAM}members/{gone.pk}/restore/", follow=True).content.decode()
    assert "This can no longer be undone." in page
    gone.refresh_from_db()
    assert gone.ended_at is not None


@pytest.mark.parametrize("how", ["removed", "no coordinator any more", "left"])
def test_a_removed_person_cannot_return_by_their_own_invitation(world: World, how: str):
    """They may have invited themselves with another address, or a person who took over their login did."""
    gone = add_member(world.hill, "gone", Role.COORDINATOR)
    his, token = invite_to(world.hill, "his-other@example.org", gone, Role.COORDINATOR)
    invite_to(world.hill, "new@example.org", world["hill-coordinator"])
    by = gone if how == "left" else world["hill-coordinator"]
    with within(world.hill, coordinator=True):
        if how == "no coordinator any more":
            actions.change_role(membership=Membership.objects.get(user=gone), role=Role.MEMBER, by=by)
        else:
            actions.remove_member(membership=Membership.objects.get(user=gone), by=by)
    waiting = set(Invitation.objects.waiting().values_list("email", flat=True))
    assert waiting == {"new@example.org"} | ({"his-other@example.org"} if how == "left" else set())
    assert Client().get(f"/invitations/{token}/").status_code == (200 if how == "left" else 410)
    his.refresh_from_db()
    assert his.withdrawn_by == (None if how == "left" else world["hill-coordinator"])


def test_it_lets_a_member_leave(signed_in, world: World):
    client = signed_in("hill-member")
    assert client.get(TEAM + "leave/").status_code == 200
    client.post(TEAM + "leave/")
    assert client.get(TEAM).status_code == 404


@COMMITTED
def test_it_keeps_one_of_two_coordinators_who_remove_each_other_at_once():
    world = stored_world()
    other = add_member(world.hill, "second", Role.COORDINATOR)
    first = world["hill-coordinator"]
    begin = threading.Barrier(2)
    refused = []

    def remove(who: Membership, by: User) -> None:
        try:
            begin.wait(timeout=30)
            with within(world.hill):
                actions.remove_member(membership=who, by=by)
        except ValidationError as error:
            refused.append(error.code)
        finally:
            connections["default"].close()

    pairs = [(first, other), (other, first)]
    threads = [
        threading.Thread(target=remove, args=(Membership.objects.get(user=who), by)) for who, by in pairs
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert refused == ["last-coordinator"]
    assert Membership.objects.current().filter(community=world.hill, role=Role.COORDINATOR).count() == 1


def test_it_invites_several_people_with_the_same_role(signed_in, world: World):
    typed = "ana@example.org, Ben@Example.org;\nCy Li <cy@example.org>\n\nana@example.org"
    response = signed_in("hill-coordinator").post(
        TEAM + "invite/", {"email": typed, "role": Role.LEADER.value}, follow=True
    )
    assert "ana@example.org, ben@example.org, cy@example.org are invited." in response.content.decode()
    invited = Invitation.objects.filter(community=world.hill).order_by("email")
    assert [(invitation.email, invitation.role) for invitation in invited] == [
        ("ana@example.org", Role.LEADER), ("ben@example.org", Role.LEADER), ("cy@example.org", Role.LEADER),
    ]  # fmt: skip
    assert sorted(letter.to[0] for letter in mail.outbox) == [invitation.email for invitation in invited]


def test_each_bad_address_gets_a_sentence_and_nobody_is_invited(signed_in, world: World):
    typed = "good@example.org\nno-address\nana@"
    response = signed_in("hill-coordinator").post(TEAM + "invite/", {"email": typed, "role": "1"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "“no-address” is not an email address." in page
    assert "“ana@” is not an email address." in page
    assert typed in page
    assert not Invitation.objects.filter(community=world.hill).exists()


def test_members_and_the_invited_are_named_and_nobody_is_invited(signed_in, world: World):
    invite_to(world.hill, "old@example.org", world["hill-coordinator"])
    member = world["hill-leader"].email
    typed = f"good@example.org {member} old@example.org"
    response = signed_in("hill-coordinator").post(TEAM + "invite/", {"email": typed, "role": "3"})
    page = response.content.decode()
    assert response.status_code == 422
    assert f"{member}: This person is already in the team." in page
    assert "old@example.org: This address is already invited." in page
    assert not Invitation.objects.filter(email="good@example.org").exists()


def test_nobody_is_invited_if_the_daily_limit_ends_within_the_list(signed_in, world: World, monkeypatch):
    monkeypatch.setattr("communities.actions.invitations.INVITATIONS_A_DAY", 2)
    typed = "a@example.org b@example.org c@example.org"
    response = signed_in("hill-coordinator").post(TEAM + "invite/", {"email": typed, "role": "1"})
    assert response.status_code == 422
    assert not Invitation.objects.filter(community=world.hill).exists()
    assert mail.outbox == []


def test_a_mail_server_that_stops_leaves_whole_invitations(signed_in, monkeypatch):
    def refuse_ben(backend: EmailBackend, letters: list[EmailMessage]) -> int:
        if letters[0].to == ["ben@example.org"]:
            raise smtplib.SMTPServerDisconnected
        return send(backend, letters)

    send = EmailBackend.send_messages
    monkeypatch.setattr(EmailBackend, "send_messages", refuse_ben)
    client, sent = signed_in("hill-coordinator"), {"email": "ana@example.org ben@example.org", "role": "1"}
    response = client.post(TEAM + "invite/", sent)
    assert response.status_code == 422
    assert "could not be sent" in response.content.decode()
    monkeypatch.setattr(EmailBackend, "send_messages", send)
    assert client.post(TEAM + "invite/", sent).status_code == 302
    assert [letter.to[0] for letter in mail.outbox] == ["ana@example.org", "ben@example.org"]
    assert Invitation.objects.count() == 2
