"""An office sees which records are missing, asks the communities, and sees who completed them."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from communities.actions.notices import remind_community
from communities.models import Community, Notice, Stage
from dashboards.models import RecordRequest
from evaluation.models import QualityCount
from tests.base import World, sign_in, within

LIST, PROFILE = "/office/usa/missing-records/", "/office/usa/missing-records/no_profile/"


def count(world: World, **by_town: dict[str, int]) -> None:
    for name, counts in by_town.items():
        with within(getattr(world, name)):
            QualityCount.objects.update_or_create(
                community=getattr(world, name),
                defaults={"office": world.usa, "counts": counts, "counted_at": timezone.now()},
            )


@pytest.fixture
def staff(world: World, client: Client) -> Client:
    count(world, hill={"no_profile": 1, "no_outcome": 5}, dale={"no_profile": 1, "round_numbers": 2})
    return sign_in(client, world["usa-staff"])


def rows(client: Client) -> dict[str, tuple[int, int, int, int]]:
    return {
        row.check.code: (row.communities, row.records, row.requested, row.done)
        for row in client.get(LIST).context["rows"]
    }


def test_what_is_missing_in_most_communities_comes_first(staff: Client):
    assert list(rows(staff).items()) == [("no_profile", (2, 2, 0, 0)), ("no_outcome", (1, 5, 0, 0))]


def test_what_blocks_most_figures_comes_first(world: World, staff: Client):
    count(
        world,
        hill={"no_profile": 1, "roster_unconfirmed": 1, "no_residents_survey": 1},
        dale={"no_profile": 1},
    )
    assert list(rows(staff)) == ["no_residents_survey", "roster_unconfirmed", "no_profile"]
    page = staff.get(LIST).content.decode()
    assert "2 figures are not known without it" in page
    assert "1 figure is not known without it" in page


def test_asking_and_who_did(world: World, staff: Client):
    for _time in range(2):
        assert staff.post(PROFILE).headers["Location"] == PROFILE
    with within(world.usa):
        assert RecordRequest.objects.count() == 2
    count(world, dale={"round_numbers": 2})
    assert rows(staff)["no_profile"] == (1, 1, 2, 1)
    entries = staff.get(PROFILE).context["communities"]
    assert [(entry.community.slug, entry.records) for entry in entries] == [("hill", 1), ("dale", 0)]
    count(world, hill={})
    assert rows(staff) == {"no_profile": (0, 0, 2, 2)}


def test_a_community_that_does_not_take_part_misses_nothing(world: World, staff: Client):
    staff.post(PROFILE)
    Community.objects.filter(pk=world.dale.pk).update(stage=Stage.DORMANT)
    assert rows(staff) == {"no_profile": (1, 1, 1, 0), "no_outcome": (1, 5, 0, 0)}
    assert [entry.community.slug for entry in staff.get(PROFILE).context["communities"]] == ["hill"]
    with within(world.usa):
        RecordRequest.objects.update(at=timezone.now() - dt.timedelta(days=8))
    staff.post(PROFILE)
    with within(world.usa):
        assert RecordRequest.objects.filter(community=world.dale).count() == 1


def test_a_community_is_asked_again_after_a_week(world: World, staff: Client):
    staff.post(PROFILE)
    with within(world.usa):
        RecordRequest.objects.update(at=timezone.now() - dt.timedelta(days=8))
    staff.post(PROFILE)
    with within(world.usa):
        assert RecordRequest.objects.count() == 4
    assert rows(staff)["no_profile"] == (2, 2, 2, 0)


def test_the_coordinator_is_led_to_the_form_until_it_is_done(world: World, staff: Client):
    staff.post(PROFILE)
    staff.post("/office/usa/missing-records/no_outcome/")
    assert list_requests(world) == {
        "/c/hill/settings/population/",
        "/c/hill/data-quality/#no_outcome",
    }
    count(world, hill={"no_outcome": 5})
    assert list_requests(world) == {"/c/hill/data-quality/#no_outcome"}


def list_requests(world: World) -> set[str]:
    morning = timezone.now().astimezone(world.hill.zone).replace(hour=10)
    with within(world.hill, coordinator=True):
        remind_community(community=world.hill, now=morning)
        open_notices = Notice.objects.open().filter(user=world["hill-coordinator"], kind="office_asks")
        return set(open_notices.values_list("path", flat=True))


def test_others_do_not_see_or_ask(world: World, staff: Client):
    assert sign_in(Client(), world["uk-staff"]).get(LIST).status_code == 404
    assert sign_in(Client(), world["oasis-staff"]).get(PROFILE).status_code == 200
    assert sign_in(Client(), world["oasis-staff"]).post(PROFILE).status_code == 403
    assert staff.get("/office/usa/missing-records/round_numbers/").status_code == 404
    with within(world.dale):
        assert not RecordRequest.objects.filter(community=world.hill).exists()
