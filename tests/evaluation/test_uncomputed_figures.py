"""A community without computed figures is shown as unknown everywhere and never left out."""

import re

import pytest
from django.test import Client

from communities.models import Community, StageChange
from evaluation.figure_queries.round_membership import get_expected_communities
from evaluation.models import Figure, Round
from tests.base import World, within
from tests.dashboards.test_dashboard import H1, add_meeting, refresh, round_
from tests.dashboards.test_targets import followed, set_by
from tests.evaluation.rounds_world import refresh_office
from tests.residents.waves_base import get_text

__all__ = ["round_"]
PART = "/office/usa/parts/stakeholder_meetings/"


@pytest.fixture
def staff(world: World, round_: Round, signed_in) -> Client:
    """Of the two communities only Hill has figures."""
    add_meeting(world.hill, "One")
    refresh(world.hill)
    with within(world.usa):
        assert not Figure.objects.filter(community=world.dale).exists()
    return signed_in("usa-staff")


def test_pages_of_an_office_say_of_how_many_with_one_number(staff: Client):
    board = staff.get("/office/usa/").context["board"]
    pooled = board.pooled["stakeholder_meetings"]
    assert (board.expected_count, pooled.value_count, pooled.applicable, pooled.states["unknown"]) == (
        2,
        1,
        2,
        1,
    )
    page = get_text(staff.get(PART))
    assert set(re.findall(r"known for (\d+) of (\d+) communities", page)) == {("1", "2")}
    assert "1 of 2" in get_text(staff.get("/office/usa/figures/"))


def test_a_filter_counts_it_as_well(staff: Client):
    overview = staff.get("/office/usa/figures/?sort=name&order=down").context["overview"]
    pooled = {part.code: pooled for part, pooled in overview.sums}["stakeholder_meetings"]
    assert (overview.total, pooled.value_count, pooled.applicable) == (2, 1, 2)


def test_the_receipt_of_the_sum_names_it_as_unknown(staff: Client):
    receipt = staff.get(PART).context["sum_receipt"]
    assert (receipt.data["known_count"], receipt.data["applicable"], receipt.states["unknown"]) == (1, 2, 1)
    assert [(line["community"], line["state"], line["n"]) for line in receipt.data["communities"]] == [
        ("dale", "unknown", None),
        ("hill", "value", "1"),
    ]
    assert receipt.computed_at is not None
    assert "communities/dale/figures/2026-H1/stakeholder_meetings" not in staff.get(PART).content.decode()


def test_over_all_offices_it_is_the_same_number(staff: Client, signed_in):
    overview = signed_in("oasis-staff").get("/international/").context["overview"]
    [pooled] = [pooled for part, pooled, _offices in overview.parts if part.code == "stakeholder_meetings"]
    assert (pooled.value_count, pooled.applicable) == (1, 2)


def test_a_target_over_all_communities_says_the_same_number(world: World, staff: Client):
    values = {"baseline_on": H1.first_day, "due_on": H1.next().last_day, "goal_value": 4}
    target = set_by(world, world.usa, "part", "stakeholder_meetings", **values)
    latest = followed(world.usa, target).latest
    assert latest is not None
    assert (latest.value_count, latest.expected_count) == (1, 2)


def test_a_file_for_funders_says_the_same_number(staff: Client):
    content = staff.get("/office/usa/figures/2026-H1.xml").content.decode()
    assert "known for 1 of 2 communities" in content
    assert "of 1 communit" not in content


def test_who_does_not_take_part_is_not_asked(world: World, staff: Client):
    with within(world.usa):
        Community.objects.filter(pk=world.dale.pk).update(stage="candidate")
        refresh_office([world.hill], H1)
    pooled = staff.get("/office/usa/").context["board"].pooled["stakeholder_meetings"]
    assert (pooled.value_count, pooled.applicable) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "present", "is_asked"),
    [
        ([("2026-07-01", "acting")], "acting", False),  # joined later
        ([("2026-03-01", "awareness"), ("2026-07-01", "leadership_team")], "leadership_team", False),
        ([("2026-03-01", "acting"), ("2026-07-01", "dormant")], "dormant", True),
        ([("2026-03-01", "acting"), ("2026-06-30", "dormant")], "dormant", False),
        ([("2026-06-30", "awareness"), ("2026-06-30", "leadership_team")], "leadership_team", True),
        ([], "acting", True),
        ([], "candidate", False),
    ],
)
def test_the_stage_at_the_end_of_the_half_year_decides(
    world: World, staff: Client, changes: list[tuple[str, str]], present: str, is_asked: bool
):
    Community.objects.filter(pk=world.dale.pk).update(stage=present)
    with within(world.usa):
        StageChange.objects.filter(community=world.dale).delete()
        for since, stage in changes:
            StageChange.objects.create(
                community=world.dale,
                office=world.usa,
                stage=stage,
                since=since,
                reason="-",
                by=world["usa-staff"],
            )
        expected = [world.dale.pk, world.hill.pk] if is_asked else [world.hill.pk]
        assert [town.pk for town in get_expected_communities(world.usa.pk, H1).by_name()] == expected
        refresh_office([world.hill], H1)
    board = staff.get("/office/usa/").context["board"]
    assert (board.expected_count, board.pooled["stakeholder_meetings"].applicable) == (
        len(expected),
        len(expected),
    )
    assert staff.get("/office/usa/figures/").context["overview"].total == len(expected)
