"""Coordinators are notified of each new one, also if the office added the person."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from communities import actions
from communities.models import Membership, Notice, Role
from communities.tasks import remind_all
from tests.base import World, add_member, sign_in, within
from tests.communities.base import invite_to


def get_notice_texts(world: World, days: int = 1) -> list[str]:
    """Return who is notified at noon, some days from now."""
    noon = (timezone.now() + dt.timedelta(days=days)).astimezone(world.hill.zone).replace(hour=12)
    remind_all(now=noon)
    with within(world.hill):
        notices = Notice.objects.filter(kind="new_coordinator").select_related("user")
        return sorted(notice.user.email.partition("@")[0] for notice in notices)


def test_nobody_is_notified_of_earlier_coordinators(world: World):
    assert get_notice_texts(world) == []


@pytest.mark.parametrize("way", ["an invitation by the office, to itself", "another role"])
def test_other_coordinators_are_notified_and_leaders_are_not(world: World, way: str):
    staff = world["usa-staff"]
    if way == "another role":
        add_member(world.hill, "risen", Role.MEMBER)
        membership = Membership.objects.get(user__email__startswith="risen@")
        with within(world.hill, coordinator=True):
            actions.change_role(membership=membership, role=Role.COORDINATOR, by=world["hill-coordinator"])
    else:
        _invitation, token = invite_to(world.hill, staff.email, staff, Role.COORDINATOR)
        assert sign_in(Client(), staff).post(f"/invitations/{token}/accept/").status_code == 302
        assert Membership.objects.current().filter(user=staff, role=Role.COORDINATOR).exists()
    assert get_notice_texts(world) == ["hill-coordinator"]


def test_it_is_shown_for_thirty_days(world: World):
    staff = world["usa-staff"]
    _invitation, token = invite_to(world.hill, staff.email, staff, Role.COORDINATOR)
    sign_in(Client(), staff).post(f"/invitations/{token}/accept/")
    assert get_notice_texts(world, days=32) == []


def test_a_new_leader_is_not_announced(world: World):
    _invitation, token = invite_to(world.hill, world["usa-staff"].email, world["usa-staff"], Role.LEADER)
    sign_in(Client(), world["usa-staff"]).post(f"/invitations/{token}/accept/")
    assert get_notice_texts(world) == []
