"""A mentor for a new community: the office pairs them, both see it, and neither reads the other."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from communities.models import Community, Pairing, Stage
from events.models import Event, EventKind, EventStatus
from tests.base import World, make_community, sign_in, within

URL = "/office/usa/communities/hill/mentor/"
FORM = {"since": "2026-01-10", "reason": "Both have a port."}


def pair(world: World, **more: object) -> Pairing:
    with within(world.usa):
        return Pairing.objects.create(
            newcomer=world.hill, mentor=world.dale, since=date(2026, 1, 10), reason="Both have a port.",
            by=world["usa-staff"], **more,
        )  # fmt: skip


def test_the_office_pairs_two_communities_and_both_are_notified(world: World):
    staff = sign_in(Client(), world["usa-staff"])
    assert [town.slug for town in staff.get(URL).context["form"].fields["mentor"].queryset] == ["dale"]
    for _ in range(2):
        response = staff.post(URL, FORM | {"mentor": world.dale.pk})
        assert response.headers["Location"] == "/office/usa/communities/hill/"
    with within(world.usa):
        assert [(pairing.newcomer, pairing.mentor) for pairing in Pairing.objects.all()] == [
            (world.hill, world.dale)
        ]
    sentences = {"hill": "Mentored by Dale", "dale": "Mentor of Hill"}
    for slug, sentence in sentences.items():
        assert sentence in staff.get(f"/office/usa/communities/{slug}/").content.decode()
        member = sign_in(Client(), world[f"{slug}-member"])
        for page in ("", "team/"):
            text = member.get(f"/c/{slug}/{page}").content.decode()
            assert sentence in text
            assert "Both have a port." in text
            assert "not counted yet" in text
    ended = staff.post(URL + "end/", {"until": timezone.localdate().isoformat()})
    assert ended.status_code == 302
    assert "Mentored by Dale" not in sign_in(Client(), world["hill-member"]).get("/c/hill/").content.decode()
    assert "Jan. 10, 2026 to" in " ".join(
        staff.get("/office/usa/communities/hill/").content.decode().split()
    ).replace("January", "Jan.")


def test_it_explains_what_is_wrong_with_a_pair_and_saves_nothing(world: World):
    Community.objects.filter(pk=world.moor.pk).update(stage=Stage.SHARING)
    young = make_community(world.usa, "young")
    Community.objects.filter(pk=young.pk).update(stage=Stage.AWARENESS)
    staff = sign_in(Client(), world["usa-staff"])
    good = FORM | {"mentor": world.dale.pk}
    for wrong, at in (
        ({"mentor": ""}, "mentor"),
        ({"mentor": world.moor.pk}, "mentor"),
        ({"mentor": world.hill.pk}, "mentor"),
        ({"mentor": young.pk}, "mentor"),
        ({"mentor": "9" * 30}, "mentor"),
        ({"since": "2999-01-01"}, "since"),
        ({"since": "10000-01-01"}, "since"),
        ({"reason": "x\0"}, "reason"),
        ({"reason": "x" * 301}, "reason"),
    ):
        response = staff.post(URL, good | wrong)
        assert (response.status_code, set(response.context["form"].errors)) == (422, {at})
    with within(world.usa):
        assert not Pairing.objects.exists()
    pair(world)
    assert "has a mentor" in staff.post(URL, good | {"since": "2026-02-01"}).content.decode()
    for until in ("", "2025-12-31", "2999-01-01"):
        response = staff.post(URL + "end/", {"until": until})
        assert (response.status_code, set(response.context["form"].errors)) == (422, {"until"})


def test_it_opens_to_no_stranger_and_lets_guests_only_look(world: World):
    pair(world)
    for path in (URL, URL + "end/"):
        for name in ("uk-staff", "hill-coordinator", "dale-coordinator", "stranger"):
            client = sign_in(Client(), world[name])
            assert {client.get(path).status_code, client.post(path).status_code} == {404}
        guest = sign_in(Client(), world["oasis-staff"])
        assert (guest.get(path).status_code, guest.post(path).status_code) == (302, 403)
        staff = sign_in(Client(), world["usa-staff"])
        assert staff.get(path.replace("/hill/", "/moor/")).status_code == 404
    text = sign_in(Client(), world["oasis-staff"]).get("/office/usa/communities/hill/").content.decode()
    assert "Mentored by Dale" in text
    assert "Choose a mentor" not in text


def test_a_pair_reads_its_row_and_nothing_of_each_other(world: World):
    """The row belongs to the office: a third community does not see it, and neither of the two may change it."""
    key = uuid4()
    pair(world, joint_keys=[key], counted_at=timezone.now())
    third = make_community(world.usa, "third")
    for town in (world.hill, world.dale):
        with within(town):
            Event.objects.create(
                kind=EventKind.AWARENESS, status=EventStatus.HELD, starts_at=timezone.now(), ends_at=timezone.now(),
                time_zone=town.time_zone, title=f"Walk of {town.name}", joint_key=key,
            )  # fmt: skip
    for town, other in ((world.hill, world.dale), (world.dale, world.hill)):
        with within(town):
            assert Pairing.objects.count() == 1
            assert [event.community_id for event in Event.objects.all()] == [town.pk]
            assert (Pairing.objects.update(reason="y"), Pairing.objects.all().delete()[0]) == (0, 0)
            with pytest.raises(ProgrammingError), transaction.atomic():
                Pairing.objects.create(
                    office=world.usa, newcomer=town, mentor=third, since=date(2026, 1, 1), reason="x",
                    by=world["hill-coordinator"],
                )  # fmt: skip
        text = sign_in(Client(), world[f"{town.slug}-member"]).get(f"/c/{town.slug}/").content.decode()
        assert "1 event held together" in text
        assert f"Walk of {town.name}" in text
        assert f"Walk of {other.name}" not in text
    for place in (third, world.moor, world.uk):
        with within(place):
            assert not Pairing.objects.exists()
    with within(world.usa), pytest.raises(IntegrityError):
        _pair_abroad(world)


@transaction.atomic
def _pair_abroad(world: World) -> None:
    Pairing.objects.create(
        newcomer=world.dale, mentor=world.moor, since=date(2026, 1, 1), reason="x", by=world["usa-staff"]
    )
    connection.check_constraints()
