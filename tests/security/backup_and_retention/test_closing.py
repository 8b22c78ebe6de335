"""Closing an account leaves nothing of the person but records by a former member."""

import json
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from communities.audit.forgetting import forget_deleted
from communities.models import (
    AuditDetails,
    AuditEntry,
    Membership,
    Notice,
    Role,
    RolePeriod,
    StaffMembership,
    User,
)
from stakeholders.models import Organization
from tests.base import COMMITTED, World, add_member, add_staff, as_stored, sign_in, within
from tfc.logins import ACCOUNTS, use_login

pytestmark = pytest.mark.django_db
PAGE = "/account/close/"


def test_nothing_of_a_person_is_left_but_what_was_done(world: World, client: Client):
    person = world["hill-leader"]
    with within(world.hill):
        body = Organization.objects.create(name="Old mill", sector="business", created_by=person)
        Notice.objects.create(user=person, kind="a", group="team", key="k", path="/")
    sign_in(client, person)
    other = sign_in(Client(), person)
    page = client.get(PAGE)
    assert "Hill" in page.content.decode()
    answer = client.post(PAGE, follow=True)
    assert "Your account is closed" in answer.content.decode()
    person = as_stored(person)
    assert str(person) == "a former member"
    assert (person.name, person.is_active, person.has_usable_password()) == ("", False, False)
    assert "hill-leader" not in person.email
    for model in (EmailAddress, Authenticator):
        assert not model.objects.filter(user=person).exists()
    assert other.get("/c/hill/").status_code == 302
    membership = Membership.objects.get(user=person)
    assert membership.ended_by == person
    with within(world.hill):
        assert not Notice.objects.filter(user=person).exists()
        assert RolePeriod.objects.get(membership=membership).ended_on
        assert str(Organization.objects.get(pk=body.pk).created_by) == "a former member"


def test_the_last_coordinator_must_hand_over_first(world: World, client: Client):
    for name, place in (("hill-coordinator", "Hill"), ("usa-staff", "Oasis USA")):
        sign_in(client, world[name])
        assert place in client.get(PAGE).content.decode()
        answer = client.post(PAGE)
        assert answer.status_code == 422
        assert "Hand over first" in answer.content.decode()
        world[name].refresh_from_db()
        assert world[name].closed_at is None
    assert Membership.objects.current().filter(user=world["hill-coordinator"]).exists()
    add_member(world.hill, "second", Role.COORDINATOR)
    add_staff(world.usa, "colleague")
    for name in ("hill-coordinator", "usa-staff"):
        assert sign_in(client, world[name]).post(PAGE).status_code == 302
    assert not StaffMembership.objects.current().filter(user=world["usa-staff"]).exists()


def test_it_asks_for_a_fresh_proof(world: World, client: Client):
    sign_in(client, world["hill-member"], at=time.time() - 3600)
    assert "/accounts/reauthenticate/" in client.post(PAGE)["Location"]
    assert User.objects.get(pk=world["hill-member"].pk).closed_at is None
    with use_login(ACCOUNTS):
        assert Session.objects.exists()


@COMMITTED
def test_the_audit_forgets_the_name_and_the_address_that_were(world: World, client: Client):
    """Otherwise a former address would stay in the recorded changes."""
    person = world["hill-leader"]
    personal_texts = (person.name, person.email)

    def read_entries() -> list[AuditDetails]:
        changes = AuditDetails.objects.using("owner").filter(
            table_name="communities_user", subject_id=person.pk
        )
        return [
            change for change in changes if any(word in json.dumps(change.details) for word in personal_texts)
        ]

    assert sign_in(client, person).post(PAGE).status_code == 302
    assert read_entries()
    forget_deleted(now=timezone.now())
    assert read_entries() == []
    left = AuditEntry.objects.using("owner").filter(table_name="communities_user", record_id=person.pk)
    assert left.exists()
