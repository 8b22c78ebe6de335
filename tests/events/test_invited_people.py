"""People who came to a meeting before they accepted their invitation."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from communities.actions import accept_invitation
from communities.models import Cadence, Invitation, Membership, Role
from events.models import Event, InvitedPresence, MemberPresence
from tests.base import World, make_user, within
from tests.communities.base import invite_to
from tfc.tokens import hash_token

NOW = datetime(2026, 5, 20, 20, tzinfo=UTC)
LOG = "/c/hill/events/log/"


@pytest.fixture(autouse=True)
def in_may(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def token(world: World) -> str:
    _, token = invite_to(world.hill, "lena@example.org", world["hill-coordinator"], Role.LEADER)
    return token


def log(client, **more):
    form = client.get(LOG).context["form"]
    sent = {"day": "2026-05-19", "starts": "19:00", "client_id": form["client_id"].value(), **more}
    return client.post(LOG, sent)


def get_members(world: World) -> set[str]:
    with within(world.hill):
        return set(MemberPresence.objects.values_list("membership__user__email", flat=True))


def log_with_invited(world: World, client):
    members = Membership.objects.filter(community=world.hill, user__email__startswith="hill-coordinator")
    invitation = Invitation.objects.get()
    return log(client, members=[member.pk for member in members], invited=[invitation.pk])


def test_an_invited_person_who_came_becomes_a_present_member_by_accepting(world: World, signed_in, token):
    client = signed_in("hill-coordinator")
    page = client.get(log_with_invited(world, client)["Location"]).content.decode()
    assert "1 invited person was there and counts as a member once they accept." in page
    assert get_members(world) == {"hill-coordinator@example.org"}
    with within(world.hill):
        assert Event.objects.get().people_present == 2
    accept_invitation(token_hash=hash_token(token), by=make_user("lena"))
    assert get_members(world) == {"hill-coordinator@example.org", "lena@example.org"}
    with within(world.hill):
        assert not InvitedPresence.objects.exists()
        url = f"/c/hill/events/{Event.objects.get().pk}/"
    assert "invited person" not in client.get(url).content.decode()


def test_a_person_who_joined_while_the_form_was_open_is_present_as_a_member(world: World, signed_in, token):
    """Also if the phone had no network for an hour: no person who was ticked is dropped."""
    client = signed_in("hill-coordinator")
    form = client.get(LOG).context["form"]
    accept_invitation(token_hash=hash_token(token), by=make_user("lena"))
    sent = {"day": "2026-05-19", "starts": "19:00", "client_id": form["client_id"].value()}
    response = client.post(LOG, {**sent, "invited": [Invitation.objects.get().pk]})
    assert response.status_code == 302
    assert get_members(world) == {"lena@example.org"}


def test_an_invitation_withdrawn_while_the_form_was_open_is_refused_at_its_field(
    world: World, signed_in, token
):
    client, pk = signed_in("hill-coordinator"), Invitation.objects.get().pk
    Invitation.objects.update(withdrawn_at=NOW)
    for sent in (pk, "9" * 30, "x"):
        response = log(client, invited=[sent])
        assert response.context["form"].errors["invited"] == ["Choose people who are invited to your team."]
    with within(world.hill):
        assert not Event.objects.exists()


def test_the_page_says_that_the_meeting_counts_when_they_accept(world: World, signed_in, token):
    with within(world.hill):
        Cadence.objects.create(kind="month", declared_on=NOW.date(), by=world["hill-coordinator"])
    client, members = signed_in("hill-coordinator"), Membership.objects.filter(community=world.hill)
    sent = {"members": [member.pk for member in members[:2]], "invited": [Invitation.objects.get().pk]}
    page = client.get(log(client, **sent)["Location"]).content.decode()
    assert "2 of 3 members. It counts when the invited people have accepted." in page


def test_leaders_do_not_read_the_addresses_of_invited_people_and_keep_what_was_recorded(
    world: World, signed_in, token
):
    url = log_with_invited(world, signed_in("hill-coordinator"))["Location"]
    leader = signed_in("hill-leader")
    for page in (leader.get(LOG), leader.get(f"{url}record/"), leader.get(url)):
        assert "lena@example.org" not in page.content.decode()
    form = leader.get(f"{url}record/").context["form"]
    sent = {"people_present": 5, "revision": form["revision"].value()}
    assert leader.post(f"{url}record/", sent).status_code == 302
    with within(world.hill):
        assert InvitedPresence.objects.count() == 1


def test_the_record_page_takes_an_invited_person_away(world: World, signed_in, token):
    client = signed_in("hill-coordinator")
    url = log_with_invited(world, client)["Location"]
    form = client.get(f"{url}record/").context["form"]
    assert form["invited"].value() == [Invitation.objects.get().pk]
    client.post(f"{url}record/", {"people_present": 5, "revision": form["revision"].value()})
    with within(world.hill):
        assert not InvitedPresence.objects.exists()


def test_an_invitation_of_another_community_or_one_withdrawn_is_refused(world: World, signed_in):
    invite_to(world.dale, "mia@example.org", world["dale-coordinator"], Role.LEADER)
    invite_to(world.hill, "lena@example.org", world["hill-coordinator"], Role.LEADER)
    client = signed_in("hill-coordinator")
    other = Invitation.objects.get(email="mia@example.org")
    assert log(client, invited=[other.pk]).status_code == 422
    with within(world.hill):
        assert not Event.objects.exists()
