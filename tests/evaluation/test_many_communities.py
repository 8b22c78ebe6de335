"""Office pages never list all communities if there are many."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from communities import actions
from communities.community_pager import PAGE
from communities.models import Community, Measure, Membership, Owner, Role, RolePeriod, Stage, StageChange
from dashboards.board_parts import A_PAGE, part_page
from evaluation.actions.submissions import start_submission
from evaluation.board import get_round_board
from evaluation.figure_queries.round_membership import get_expected_communities
from evaluation.instrument import part as part_by_code
from evaluation.models import CustomAnswer, Figure, FigureTotal, Submission
from evaluation.rollups.totals import ASKED
from tests.base import LONG_AGO, World, within
from tests.evaluation.custom_questions.base import LIST, ask
from tests.evaluation.rounds_world import H1, fill_town, hand_in, make_round, refresh_office

MANY = 220


@pytest.fixture
def many(world: World) -> list[Community]:
    towns = Community.objects.bulk_create(
        Community(
            office=world.usa,
            name=f"Town {number:03}",
            slug=f"town-{number}",
            time_zone="UTC",
            stage=Stage.ACTING,
        )
        for number in range(MANY)
    )
    with within(world.usa):
        StageChange.objects.bulk_create(
            StageChange(
                community=town, office=world.usa, stage=town.stage, since=H1.first_day + timedelta(days=number % 90),
                reason="A team stands.", by=world["usa-staff"],
            )
            for number, town in enumerate(towns)
        )  # fmt: skip
    return towns


def named(page: str) -> int:
    return len(set(re.findall(r"Town \d\d\d", page)))


def test_a_question_names_a_page_of_communities_and_adds_up_all(
    signed_in, world: World, many: list[Community]
):
    round_ = make_round(world.usa)
    item = ask(world, "number")
    for town, number in ((world.hill, 4), (many[0], 3), (many[-1], 3)):
        hand_in_answer(world, town, round_, item, number)
    client = signed_in("usa-staff")
    first = client.get(f"{LIST}{item.pk}/")
    results = first.context["results"]
    assert (results.sum.measured.numerator, results.sum.value_count, results.sum.applicable) == (
        10,
        3,
        MANY + 2,
    )
    assert len(results.rows) == PAGE
    assert named(first.content.decode()) == PAGE - 2
    last = client.get(f"{LIST}{item.pk}/{first.context['next_url']}").context["results"]
    assert (last.sum, last.answer_count) == (results.sum, 3)
    assert last.rows[0].community.name == "Town 048"
    assert first.context["page"].total == MANY + 2


def hand_in_answer(world: World, town: Community, round_: Any, item: Any, number: int) -> None:
    with within(town):
        survey = start_submission(community=town, round_=round_, by=world["hill-coordinator"])
        CustomAnswer.objects.create(
            office=world.usa, submission=survey, item=item, version=item.versions.get(), state="answered",
            number=number, by=world["hill-coordinator"],
        )  # fmt: skip
    with within(world.usa):
        Submission.objects.filter(pk=survey.pk).update(state="submitted", submitted_at=timezone.now())


def test_a_target_shows_half_years_where_many_communities_began(
    signed_in, world: World, many: list[Community]
):
    team = [world[f"hill-{role.name.lower()}"] for role in Role] + [world["dale-member"]]
    memberships = Membership.objects.bulk_create(
        Membership(community=town, user=user, role=role, started_at=LONG_AGO)
        for town in many
        for user, role in zip(team, (*Role, Role.MEMBER), strict=True)
    )
    for membership in memberships:
        with within(membership.community):
            RolePeriod.objects.create(
                membership=membership, user=membership.user, role=membership.role, started_on=LONG_AGO.date()
            )
    with within(world.usa):
        target = actions.set_target(
            office=world.usa, owner=Owner.OFFICE, community=None, measure=Measure.COMMUNITIES, code="",
            values={
                "direction": "up", "baseline_value": 0, "baseline_on": H1.first_day, "baseline_receipt": {},
                "goal_value": 100, "due_on": H1.next().last_day, "note": "",
            },
            by=world["usa-staff"],
        )  # fmt: skip
    response = signed_in("usa-staff").get(f"/office/usa/targets/{target.thread}/")
    page = response.content.decode()
    assert named(page) == 0
    assert f"{MANY}" in response.context["row"].reached
    assert [step.reached for step in response.context["steps"]] == [f"{MANY}", f"{MANY}"]
    # The day follows from the dates, not from what the page shows.
    assert "Met by" in response.context["row"].sentence


def test_targets_come_page_by_page(signed_in, world: World, many: list[Community]):
    with within(world.usa):
        for number, town in enumerate(many[:70]):
            actions.set_target(
                office=world.usa, owner=Owner.OFFICE, community=town, measure=Measure.EVENTS, code="",
                values={
                    "direction": "up", "baseline_value": 0, "baseline_on": H1.first_day, "baseline_receipt": {},
                    "goal_value": number + 1, "due_on": H1.next().last_day, "note": "",
                },
                by=world["usa-staff"], thread=uuid4(),
            )  # fmt: skip
    client = signed_in("usa-staff")
    first = client.get("/office/usa/targets/")
    second = client.get(f"/office/usa/targets/{first.context['next_url']}")
    assert (len(first.context["ours"]), len(second.context["ours"])) == (50, 20)
    rows = [*first.context["ours"], *second.context["ours"]]
    assert len({row.target.thread for row in rows}) == 70
    assert second.context["next_url"] == ""


def test_the_order_of_a_part_is_made_once_for_the_same_totals(world: World, many: list[Community]):
    round_ = make_round(world.usa)
    fill_town(world, world.hill)
    hand_in(world.hill, round_, world["hill-coordinator"])
    part = part_by_code("stakeholder_meetings")
    with within(many[5]):
        start_submission(community=many[5], round_=round_, by=world["hill-coordinator"])
    with within(world.usa):
        for town in many[5:7]:
            actions.change_stage(
                community=town,
                stage=Stage.DORMANT,
                since=H1.last_day,
                reason="It rests.",
                by=world["usa-staff"],
            )
        expected_ids = list(get_expected_communities(world.usa.pk, H1).by_name().values_list("pk", flat=True))
        assert many[5].pk in expected_ids
        assert many[6].pk not in expected_ids
        where = {"office": world.usa, "half_year": str(H1), "code": ASKED}
        total = FigureTotal.objects.create(
            **where, applicable=len(expected_ids), value_count=1, measured={"at": timezone.now().isoformat()}
        )

        def page(number: int) -> tuple[list[int], int]:
            board = get_round_board(world.usa, str(H1))
            with CaptureQueriesContext(connections["default"]) as queries:
                result = part_page(board, part, number)
            return [row.community.pk for row in result.rows], len(queries)

        first, queries = page(1)
        second, fewer = page(2)
        assert first[0] == world.hill.pk
        assert (len(first), len(second), fewer) == (A_PAGE, A_PAGE, queries - 3)
        # Another figure changes the time of the totals.
        Figure.objects.filter(community=world.hill, part=part.code).update(
            state="unknown", value=None, numerator=None, lower=None, upper=None, reason="nothing_recorded"
        )
        total.measured = {"at": timezone.now().isoformat()}
        total.save()
        assert page(1)[0][0] == expected_ids[0]


def test_the_chart_of_a_part_counts_the_communities_that_its_sum_counts(
    signed_in, world: World, many: list[Community]
):
    """This holds also if there are too many for a dot each, and if some do not take part."""
    make_round(world.usa)
    part = part_by_code("stakeholder_meetings")
    known_values = {"state": "value", "unit": "count", "value": 2, "numerator": 2, "lower": 2, "upper": 2}
    with within(world.usa):
        for number, town in enumerate(many[:70]):
            numbers = (
                known_values
                if number < 60
                else {"state": "not_applicable", "reason": "before_leadership_team", "unit": "count"}
            )
            Figure.objects.create(
                community=town, office=world.usa, half_year=str(H1), part=part.code, definition_version=1,
                as_of=H1.last_day, computed_at=timezone.now(), rating="not_rated", receipt={}, **numbers,
            )  # fmt: skip
        refresh_office(many, H1)
    page = signed_in("usa-staff").get(f"/office/usa/parts/{part.code}/", {"round": str(H1)})
    counted = re.findall(r"[Kk]nown for (\d+) of (\d+)", strip_tags(page.content.decode()))
    assert len(counted) > 1
    assert set(counted) == {("60", "212")}
