"""A person's phone number, which staff read to call."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from communities.actions import close_account
from communities.models import User
from dashboards.models import CommunityAttention
from tests.base import World, sign_in, within

PAGE = "/account/phone/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "stored"),
    [("(626) 555-0142", "+1 626-555-0142"), ("+44 20 7946 0018", "+44 20 7946 0018"), ("", "")],
)
def test_a_person_enters_and_removes_a_number(world: World, client: Client, typed: str, stored: str):
    User.objects.filter(pk=world["hill-coordinator"].pk).update(phone="+1 626-555-0100")
    assert sign_in(client, world["hill-coordinator"]).post(PAGE, {"phone": typed}).status_code == 302
    assert User.objects.get(pk=world["hill-coordinator"].pk).phone == stored


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["call me", "12", "626-555-0142\n1", "9" * 31, "+1 626-555-0142; ext"])
def test_what_is_no_number_gets_a_sentence(world: World, client: Client, typed: str):
    page = sign_in(client, world["hill-coordinator"]).post(PAGE, {"phone": typed})
    assert page.status_code == 422
    assert page.context["form"].errors["phone"]
    assert User.objects.get(pk=world["hill-coordinator"].pk).phone == ""


@pytest.mark.django_db
def test_staff_read_it_where_a_community_needs_attention_and_nobody_else_does(world: World, client: Client):
    sign_in(client, world["hill-coordinator"]).post(PAGE, {"phone": "626-555-0142"})
    with within(world.usa):
        CommunityAttention.objects.create(
            community=world.hill, points=5, since=dt.date(2026, 3, 2), computed_at=timezone.now(),
            reasons=[{"code": "no_coordinator", "since": "2026-03-02", "values": {}}],
        )  # fmt: skip
    staff = sign_in(Client(), world["usa-staff"])
    for path in ("attention/", "communities/hill/follow-up/", "communities/hill/figures/"):
        assert 'href="tel:+1-626-555-0142"' in staff.get(f"/office/usa/{path}").content.decode(), path
    leader = sign_in(Client(), world["hill-leader"])
    for path in ("", "team/"):
        assert "555-0142" not in leader.get(f"/c/hill/{path}").content.decode()


@pytest.mark.django_db
def test_a_closed_account_has_none(world: World):
    person = world["hill-member"]
    User.objects.filter(pk=person.pk).update(phone="+1 626-555-0142")
    close_account(by=person)
    assert User.objects.get(pk=person.pk).phone == ""
