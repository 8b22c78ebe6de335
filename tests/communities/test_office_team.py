"""An office's staff: list, invitations, removal."""

from datetime import timedelta

from django.core import mail
from django.test import Client
from django.utils import timezone

from communities.models import Invitation, Role, StaffMembership
from tests.base import World, add_staff, sign_in
from tests.communities.base import invite_to

TEAM = "/office/usa/team/"


def test_it_shows_the_staff_and_who_is_invited(signed_in, world: World):
    invite_to(world.usa, "new@example.org", world["usa-staff"])
    text = signed_in("usa-staff").get(TEAM).content.decode()
    assert "usa-staff@example.org" in text
    assert "new@example.org" in text
    assert "uk-staff" not in text


def test_it_invites(signed_in, world: World):
    client = signed_in("usa-staff")
    for _ in range(2):
        assert client.post(TEAM + "invite/", {"email": "new@example.org"}).headers["Location"] == TEAM
    invitation = Invitation.objects.get()
    assert (invitation.office, invitation.community, invitation.role) == (world.usa, None, None)
    assert len(mail.outbox) == 1


WRONG = ["", "nobody", "usa-staff@example.org", "a" * 260 + "@example.org"]


def test_it_explains_what_is_wrong_with_an_invitation(signed_in, subtests):
    for email in WRONG:
        with subtests.test(email=email):
            response = signed_in("usa-staff").post(TEAM + "invite/", {"email": email})
            assert response.status_code == 422
            assert "email" in response.context["form"].errors
            assert response.context["form"]["email"].value() == email
            assert (Invitation.objects.count(), len(mail.outbox)) == (0, 0)


def test_it_sends_again_and_withdraws(signed_in, world: World):
    invitation, _ = invite_to(world.usa, "new@example.org", world["usa-staff"])
    Invitation.objects.update(expires_at=timezone.now() + Invitation.LIFETIME - timedelta(hours=1))
    client = signed_in("usa-staff")
    client.post(f"{TEAM}invitations/{invitation.pk}/resend/")
    assert len(mail.outbox) == 2
    client.post(f"{TEAM}invitations/{invitation.pk}/withdraw/")
    invitation.refresh_from_db()
    assert invitation.withdrawn_by == world["usa-staff"]


def test_it_finds_nothing_of_another_office_or_of_a_community(signed_in, world: World):
    theirs, _ = invite_to(world.uk, "new@example.org", world["uk-staff"])
    of_town, _ = invite_to(world.hill, "new@example.org", world["hill-coordinator"])
    client = signed_in("usa-staff")
    other = StaffMembership.objects.get(user=world["uk-staff"])
    assert client.post(f"{TEAM}staff/{other.pk}/remove/").status_code == 404
    for invitation in (theirs, of_town):
        for verb in ("resend", "withdraw"):
            assert client.post(f"{TEAM}invitations/{invitation.pk}/{verb}/").status_code == 404
    assert StaffMembership.objects.current().filter(pk=other.pk).exists()


def test_it_ends_a_colleague_s_access_on_the_next_request(signed_in, world: World):
    colleague = add_staff(world.usa, "colleague")
    theirs = sign_in(Client(), colleague)
    assert theirs.get(TEAM).status_code == 200
    membership = StaffMembership.objects.get(user=colleague)
    client = signed_in("usa-staff")
    assert client.get(f"{TEAM}staff/{membership.pk}/remove/").headers["Location"] == TEAM
    assert client.get(TEAM).status_code == 200
    page = client.post(f"{TEAM}staff/{membership.pk}/remove/", follow=True).content.decode()
    assert f'action="{TEAM}staff/{membership.pk}/restore/"' in page
    assert theirs.get(TEAM).headers["Location"].startswith("/accounts/login/")
    assert sign_in(Client(), colleague).get(TEAM).status_code == 404
    membership.refresh_from_db()
    assert membership.ended_by == world["usa-staff"]


def test_a_colleague_who_was_removed_is_restored_for_a_while(signed_in, world: World):
    colleague = add_staff(world.usa, "colleague")
    membership = StaffMembership.objects.get(user=colleague)
    client = signed_in("usa-staff")
    client.post(f"{TEAM}staff/{membership.pk}/remove/")
    page = client.post(f"{TEAM}staff/{membership.pk}/restore/", follow=True).content.decode()
    assert "colleague is in the team again." in page
    assert sign_in(Client(), colleague).get(TEAM).status_code == 200
    client.post(f"{TEAM}staff/{membership.pk}/remove/")
    StaffMembership.objects.filter(pk=membership.pk).update(ended_at=timezone.now() - timedelta(minutes=16))
    page = client.post(f"{TEAM}staff/{membership.pk}/restore/", follow=True).content.decode()
    assert "This can no longer be undone." in page
    assert not StaffMembership.objects.current().filter(pk=membership.pk).exists()
    theirs = StaffMembership.objects.get(user=world["uk-staff"])
    assert client.post(f"{TEAM}staff/{theirs.pk}/restore/").status_code == 404


def test_what_a_colleague_who_was_removed_had_sent_lets_nobody_in(signed_in, world: World):
    """This includes invitations as staff or as a coordinator of a community; other people's invitations stay."""
    colleague = add_staff(world.usa, "colleague")
    invite_to(world.usa, "one@example.org", colleague)
    invite_to(world.hill, "two@example.org", colleague, Role.COORDINATOR)
    invite_to(world.usa, "three@example.org", world["usa-staff"])
    remove = f"{TEAM}staff/{StaffMembership.objects.get(user=colleague).pk}/remove/"
    assert signed_in("usa-staff").post(remove).status_code == 302
    assert [invitation.email for invitation in Invitation.objects.waiting()] == ["three@example.org"]


def test_leaving_the_staff_asks_first(signed_in, world: World):
    add_staff(world.usa, "colleague")
    own = StaffMembership.objects.get(user=world["usa-staff"])
    client = signed_in("usa-staff")
    page = client.get(f"{TEAM}staff/{own.pk}/remove/").content.decode()
    assert [
        sentence for sentence in ("Leave Oasis USA?", "ends now", "Your records stay") if sentence not in page
    ] == []
    assert client.post(f"{TEAM}staff/{own.pk}/remove/").headers["Location"] == "/"


def test_it_keeps_the_last_one(signed_in, world: World):
    last = StaffMembership.objects.get(user=world["usa-staff"])
    response = signed_in("usa-staff").post(f"{TEAM}staff/{last.pk}/remove/")
    assert response.status_code == 422
    assert "First invite another person to the staff." in response.content.decode()
    assert StaffMembership.objects.current().filter(pk=last.pk).exists()
