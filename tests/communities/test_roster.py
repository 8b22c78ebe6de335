"""Confirming the team's list for a half-year."""

import pytest
from django.utils import timezone

from communities import actions
from communities.models import Membership, Role, RosterConfirmation
from tests.base import World, add_member, sign_in, within
from tfc.periods import HalfYear


def now(world: World) -> HalfYear:
    return HalfYear.of_instant(timezone.now(), world.hill.zone)


def path(half_year: HalfYear | str) -> str:
    return f"/c/hill/team/confirm/{half_year}/"


def test_it_signs_with_one_click(signed_in, world: World):
    client = signed_in("hill-coordinator")
    assert f'action="{path(now(world))}"' in client.get("/c/hill/team/").content.decode()
    for _ in range(2):
        assert client.post(path(now(world))).headers["Location"] == "/c/hill/team/"
    with within(world.hill):
        signed = RosterConfirmation.objects.get()
    assert (signed.half_year, signed.by) == (str(now(world)), world["hill-coordinator"])
    assert "Confirmed by hill-coordinator" in client.get("/c/hill/team/").content.decode()


def test_it_shows_who_led_at_the_end_of_the_last_half_year(signed_in, world: World):
    add_member(world.hill, "early", Role.LEADER)
    with within(world.hill):
        gone = Membership.objects.get(user__name="early")
        actions.remove_member(membership=gone, by=world["hill-coordinator"])
        recent = actions.start_membership(community=world.hill, user=world["stranger"], role=Role.LEADER)
    last = now(world).previous()
    names = {leader.user.name for leader in signed_in("hill-coordinator").get(path(last)).context["leaders"]}
    assert names == {"hill-leader", "hill-coordinator", "early"}
    today = {
        leader.user.name for leader in signed_in("hill-coordinator").get(path(now(world))).context["leaders"]
    }
    assert today == {"hill-leader", "hill-coordinator", recent.user.name}


@pytest.mark.parametrize("half_year", ["2026", "2026-H3", "x", "9999-H2"])
def test_it_knows_no_half_year_that_is_none_or_to_come(signed_in, half_year: str):
    client = signed_in("hill-coordinator")
    assert client.get(path(half_year)).status_code == 404
    assert client.post(path(half_year)).status_code == 404


def test_it_refuses_a_half_year_that_has_not_begun(signed_in, world: World):
    assert signed_in("hill-coordinator").post(path(now(world).next())).status_code == 404
    with within(world.hill):
        assert not RosterConfirmation.objects.exists()


def test_it_takes_back_one_s_own_signature_and_no_other(signed_in, world: World):
    other = add_member(world.hill, "second", Role.COORDINATOR)
    client = signed_in("hill-coordinator")
    page = client.post(path(now(world)), follow=True).content.decode()
    undo = path(now(world)) + "undo/"
    assert f'action="{undo}"' in page
    assert sign_in(client, other).post(undo).status_code == 302
    with within(world.hill):
        assert RosterConfirmation.objects.count() == 1
    assert f'action="{undo}"' not in client.post(path(now(world)), follow=True).content.decode()
    signed_in("hill-coordinator").post(undo)
    with within(world.hill):
        assert not RosterConfirmation.objects.exists()
    assert signed_in("hill-leader").post(undo).status_code == 403
    assert signed_in("stranger").post(undo).status_code == 404
