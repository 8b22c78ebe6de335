"""Forms to choose communities: a short list, or a search if there are many."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communities.choosing_towns import FEW, SHOWN
from communities.models import Community, Pairing, Stage, Target
from events.models import Event, EventKind, JointShare, OfficeTraining
from reports.models import Report
from tests.base import World, sign_in, within
from tests.evaluation.rounds_world import make_round

TRAINING, TARGET, MENTOR = (
    "/office/usa/trainings/new/",
    "/office/usa/targets/new/",
    "/office/usa/communities/hill/mentor/",
)
OFFER: dict[str, Any] = {
    "topic": "advocacy",
    "title": "Speaking to a council",
    "language": "en",
    "time_zone": "America/Los_Angeles",
    "day": (timezone.localdate() + timedelta(days=20)).isoformat(),
    "starts": "18:00",
    "place": "Library",
    "places": "12",
}
AIM: dict[str, Any] = {
    "subject": "events:",
    "direction": "up",
    "goal_value": "9",
    "begins": "2026-H2",
    "ends": "2027-H1",
}


@pytest.fixture
def many(world: World) -> list[Community]:
    """More than a list shows, with the two existing ones."""
    made = [
        Community(
            office=world.usa,
            name=f"Town {number:03}",
            slug=f"town-{number}",
            time_zone="UTC",
            stage=Stage.ACTING,
        )
        for number in range(FEW + 9)
    ]
    return Community.objects.bulk_create(made)


@pytest.fixture
def walk(world: World) -> Event:
    with within(world.hill):
        start = timezone.now() - timedelta(days=3)
        return Event.objects.create(
            community=world.hill, kind=EventKind.AWARENESS, title="Walk", starts_at=start, time_zone="UTC",
            ends_at=start, created_by=world["hill-leader"],
        )  # fmt: skip


def boxes(page: str, name: str) -> list[str]:
    return re.findall(rf'<input type="(?:radio|checkbox)"[^>]*name="{name}"[^>]*value="(\d+)"', page)


def named(page: str) -> int:
    return len(set(re.findall(r"Town \d\d\d", page)))


def test_it_lists_a_few_as_a_list(world: World, walk: Event):
    staff, leader = (sign_in(Client(), world[who]) for who in ("usa-staff", "hill-leader"))
    for client, url, name in (
        (staff, TRAINING, "chosen"),
        (staff, TARGET, "community"),
        (leader, f"/c/hill/events/{walk.pk}/joint/", "other"),
    ):
        page = client.get(url).content.decode()
        assert "Dale" in page
        assert f"{name}-search" not in page


def test_it_lists_none_of_many_before_a_search(world: World, many: list[Community], walk: Event):
    staff, leader = (sign_in(Client(), world[who]) for who in ("usa-staff", "hill-leader"))
    for client, url, name in (
        (staff, TRAINING, "chosen"),
        (staff, TARGET, "community"),
        (staff, "/office/usa/communities/town-1/mentor/", "mentor"),
        (leader, f"/c/hill/events/{walk.pk}/joint/", "other"),
    ):
        page = client.get(url).content.decode()
        assert named(page.partition("<main")[2]) <= 1, url
        assert f'name="{name}-search"' in page
        search_page = client.post(url, {f"{name}-search": "town", f"{name}-find": "1"}).content.decode()
        assert len(boxes(search_page, name)) == SHOWN, url
        # A search shows no errors of other fields.
        assert "There is a problem" not in search_page
        assert "tf-field-error" not in search_page


def test_it_keeps_what_was_typed_and_chooses_several_one_search_after_the_other(
    signed_in, world: World, many: list[Community]
):
    client = signed_in("usa-staff")
    search_page = client.post(
        TRAINING, OFFER | {"chosen-search": "town 01", "chosen-find": "1"}
    ).content.decode()
    assert 'value="Speaking to a council"' in search_page
    first = boxes(search_page, "chosen")
    assert len(first) == 12
    sent = {"chosen": first[:2], "chosen-previous": "town 01", "chosen-search": "town 02"}
    # Saving searches too, if a typed query's results were not shown.
    response = client.post(TRAINING, OFFER | sent)
    assert response.status_code == 422
    assert "Several communities were found" in response.content.decode()
    again = boxes(response.content.decode(), "chosen")
    assert again[:2] == first[:2]
    assert len(again) == 14
    chosen = [first[0], again[5]]
    done = client.post(
        TRAINING, OFFER | {"chosen": chosen, "chosen-previous": "town 02", "chosen-search": "town 02"}
    )
    assert done.status_code == 302, done.context["form"].errors
    with within(world.usa):
        training = OfficeTraining.objects.get()
    assert sorted(training.chosen) == sorted(map(int, chosen))
    # The edit form shows what is chosen.
    edit = client.get(f"/office/usa/trainings/{training.pk}/edit/").content.decode()
    assert sorted(boxes(edit, "chosen")) == sorted(chosen)


def test_it_takes_the_only_one_that_is_found(signed_in, world: World, many: list[Community]):
    client = signed_in("usa-staff")
    assert client.post(TARGET, AIM | {"community-search": "TOWN 007"}).status_code == 302
    with within(world.usa):
        assert Target.objects.get().community == many[7]


def test_it_says_that_nothing_is_found_and_offers_no_other_office(
    signed_in, world: World, many: list[Community]
):
    client = signed_in("usa-staff")
    for sent in ({"community-search": "Moor"}, {"community": str(world.moor.pk)}, {"community": "9" * 40}):
        response = client.post(TARGET, AIM | sent)
        page = response.content.decode()
        assert (response.status_code, boxes(page, "community")) == (422, []), sent
    assert (
        "No community has “Moor” in its name"
        in client.post(TARGET, AIM | {"community-search": "Moor"}).content.decode()
    )
    with within(world.usa):
        assert not Target.objects.exists()


def test_it_needs_no_community_where_all_may_be_meant(signed_in, world: World, many: list[Community]):
    client = signed_in("usa-staff")
    assert "All together" in client.get(TARGET).content.decode()
    assert client.post(TARGET, AIM | {"community": ""}).status_code == 302
    with within(world.usa):
        assert Target.objects.get().community is None


def test_it_offers_paired_communities_first(signed_in, world: World, many: list[Community], walk: Event):
    staff: Client = signed_in("usa-staff")
    response = staff.post(
        MENTOR, {"mentor-search": "Town 005", "since": timezone.localdate().isoformat(), "reason": "Near"}
    )
    assert response.status_code == 302, response.context["form"].errors
    with within(world.usa):
        assert Pairing.objects.running().for_community(world.hill).exists()
    leader = signed_in("hill-leader")
    url = f"/c/hill/events/{walk.pk}/joint/"
    page = leader.get(url).content.decode()
    assert boxes(page, "other") == [str(many[5].pk)]
    assert "Town 005 (paired with you)" in page
    assert "Choose one." in leader.post(url, {}).content.decode()
    assert leader.post(url, {"other": many[5].pk}).status_code == 302
    with within(world.hill):
        assert JointShare.objects.get().other == many[5]


def test_it_makes_a_report_of_communities_that_were_searched_for(
    signed_in, world: World, many: list[Community]
):
    url = "/office/usa/reports/new/?of=chosen"
    make_round(world.usa)
    client = signed_in("usa-staff")
    page = client.get(url).content.decode()
    assert named(page.partition("<main")[2]) == 0
    code = re.findall(r'name="client_id" value="([^"]+)"', page)[0]
    request = {
        "client_id": code, "title": "Two towns", "which_communities": "ticked", "which_parts": "all",
        "rounds": ["2026-H1"], "language": "en",
    }  # fmt: skip
    assert "Choose at least one." in client.post(url, request).content.decode()
    chosen = [many[3].pk, many[4].pk]
    made = client.post(url, request | {"communities": chosen})
    assert made.status_code == 302, made.context["form"].errors
    with within(world.usa):
        assert Report.objects.get().choice["communities"] == chosen
    again = client.get(url).content.decode()
    code = re.findall(r'name="client_id" value="([^"]+)"', again)[0]
    client.post(url, request | {"client_id": code, "which_communities": "all"})
    with within(world.usa):
        assert len(Report.objects.latest("pk").choice["communities"]) == FEW + 11
