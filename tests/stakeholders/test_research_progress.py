"""The team's progress from a question to what an organization changes."""

from datetime import date

import pytest

from communities.models import Community
from stakeholders.models import (
    Evidence,
    Finding,
    FocusDecision,
    FocusStakeholder,
    Organization,
    Research,
    ResearchMethod,
    ResearchStep,
    Sector,
    Step,
    Strategy,
    StrategyStep,
)
from stakeholders.research_progress import PathProgress, get_path_progress
from tests.base import World, within

DAY = date(2026, 3, 10)
RECORDED = [step for step in Step if step != Step.METHODS]


def get_progress(community: Community, day: date = DAY) -> PathProgress:
    with within(community):
        return get_path_progress(day)


def research(community: Community, *steps: str, methods: tuple[str, ...] = ()) -> Research:
    with within(community):
        research = Research.objects.create(
            question="Where do newcomers sleep?",
            places="The bus station",
            people_to_hear="Drivers",
            begun_on=date(2026, 1, 5),
        )
        for step in steps:
            ResearchStep.objects.create(research=research, step=step, done_on=date(2026, 2, 1))
        for method in methods:
            ResearchMethod.objects.create(
                research=research, method=method, begun_on=date(2026, 2, 1), people_heard=5
            )
    return research


def finding(community: Community, day: date = date(2026, 2, 2), **fields) -> Finding:
    values = {
        "vulnerability": "wage_theft",
        "summary": "Pay is cut.",
        "severity": 4,
        "confidence": 3,
        "method": "interview",
        "observed_on": day,
        "checked_on": date(2026, 2, 3),
    }
    with within(community):
        return Finding.objects.create(**values | fields)


def focus(community: Community, made: Finding | None, **fields) -> FocusStakeholder:
    plan = {"plan": "Train them", "plan_person": "Ana", "plan_due": date(2026, 6, 1)}
    with within(community):
        decision = FocusDecision.objects.create(verdict="accepted", decided_on=date(2026, 2, 20))
        return FocusStakeholder.objects.create(
            decision=decision, sector=Sector.MEDIA, finding=made, **plan | fields
        )


def strategy(community: Community, *rungs: tuple[str, date], evidence: date | None = None) -> Strategy:
    with within(community):
        organization = Organization.objects.create(name="Hill Radio", sector=Sector.MEDIA)
        strategy = Strategy.objects.create(organization=organization, title="A series", purpose="mitigate")
        for rung, day in rungs:
            StrategyStep.objects.create(strategy=strategy, rung=rung, on=day, by_id=_somebody(community))
        if evidence:
            Evidence.objects.create(strategy=strategy, kind="link", on=evidence, what="A broadcast")
    return strategy


def _somebody(community: Community) -> int:
    return community.memberships.values_list("user_id", flat=True)[0]


class TestResearch:
    def test_it_is_done_with_all_five_steps(self, world: World):
        result = research(world.hill, *RECORDED, methods=("interview", "survey"))
        finding(world.hill)
        now = get_progress(world.hill)
        assert (now.done["research"], now.research, now.step) == (True, result.pk, None)

    @pytest.mark.parametrize("missing", RECORDED)
    def test_it_names_the_first_step_that_is_missing(self, world: World, missing):
        rest = [step for step in RECORDED if step != missing]
        research(world.hill, *rest, methods=("interview", "survey"))
        if missing == Step.COMMUNITY_CHECK:
            finding(world.hill, checked_on=None)
        else:
            finding(world.hill)
        now = get_progress(world.hill)
        assert (now.done["research"], now.step) == (False, missing)

    def test_it_needs_two_different_methods(self, world: World):
        research(world.hill, *RECORDED, methods=("interview", "interview"))
        finding(world.hill)
        assert get_progress(world.hill).step == Step.METHODS

    @pytest.mark.parametrize(
        ("day", "fields", "counts"),
        [
            (date(2024, 3, 10), {}, True),
            (date(2024, 3, 9), {}, False),
            (date(2026, 3, 11), {}, False),
            (date(2026, 3, 1), {"status": "eased"}, True),
            (date(2026, 3, 1), {"status": "withdrawn"}, False),
            (date(2026, 3, 1), {"deleted_at": "2026-03-02T00:00Z"}, False),
        ],
    )
    def test_it_counts_the_ranking_only_with_a_fresh_finding(self, world: World, day, fields, counts):
        research(world.hill, *RECORDED, methods=("interview", "survey"))
        finding(world.hill, day, **fields)
        assert get_progress(world.hill).done["research"] is counts

    def test_it_counts_the_furthest_of_several(self, world: World):
        research(world.hill, *RECORDED, methods=("interview", "survey"))
        newer = research(world.hill, "design")
        finding(world.hill)
        now = get_progress(world.hill)
        assert (now.done["research"], now.research) == (True, newer.pk)

    def test_it_looks_at_the_day(self, world: World):
        research(world.hill, *RECORDED, methods=("interview", "survey"))
        finding(world.hill, date(2026, 1, 10))
        assert get_progress(world.hill, date(2026, 1, 31)).done["research"] is False


class TestTheRest:
    def test_it_is_at_the_beginning_with_nothing(self, world: World):
        now = get_progress(world.hill)
        assert set(now.done.values()) == {False}
        assert (now.research, now.step, now.has_old_findings, now.has_strategies) == (
            None,
            None,
            False,
            False,
        )

    def test_it_has_findings_while_one_holds_and_is_fresh(self, world: World):
        finding(world.hill, date(2023, 3, 10))
        finding(world.hill, status="eased")
        now = get_progress(world.hill)
        assert (now.done["findings"], now.has_old_findings) == (False, True)
        finding(world.hill)
        assert get_progress(world.hill).done["findings"] is True

    @pytest.mark.parametrize(
        ("fields", "counts"),
        [
            ({}, True),
            ({"plan_due": None}, False),
            ({"plan_person": ""}, False),
            ({"plan": ""}, False),
            ({"ended_on": DAY}, False),
            ({"ended_on": date(2026, 3, 11)}, True),
        ],
    )
    def test_it_has_a_focus_with_a_plan(self, world: World, fields, counts):
        focus(world.hill, finding(world.hill), **fields)
        assert get_progress(world.hill).done["focus"] is counts

    def test_it_has_no_focus_without_a_finding(self, world: World):
        focus(world.hill, None)
        assert get_progress(world.hill).done["focus"] is False

    @pytest.mark.parametrize(
        ("rungs", "evidence", "counts"),
        [
            ([("implementing", date(2026, 2, 1))], date(2026, 2, 1), True),
            ([("verified", date(2026, 2, 1))], date(2025, 3, 10), True),
            ([("verified", date(2026, 2, 1))], date(2025, 3, 9), False),
            ([("implementing", date(2026, 2, 1))], None, False),
            ([("pledged", date(2026, 2, 1))], date(2026, 2, 1), False),
            ([("verified", date(2025, 9, 1)), ("planned", date(2026, 2, 1))], date(2026, 2, 1), False),
            ([("verified", date(2026, 3, 11))], date(2026, 2, 1), False),
        ],
    )
    def test_it_has_a_strategy_in_practice_with_fresh_evidence(self, world: World, rungs, evidence, counts):
        strategy(world.hill, *rungs, evidence=evidence)
        now = get_progress(world.hill)
        assert (now.done["strategies"], now.has_strategies) == (counts, True)

    def test_it_looks_at_its_own_community(self, world: World):
        research(world.dale, *RECORDED, methods=("interview", "survey"))
        strategy(world.dale, ("verified", date(2026, 2, 1)), evidence=date(2026, 2, 1))
        focus(world.dale, finding(world.dale))
        assert set(get_progress(world.hill).done.values()) == {False}
        assert set(get_progress(world.dale).done.values()) == {True}

    def test_it_asks_two_queries(self, world: World, django_assert_num_queries):
        with within(world.hill), django_assert_num_queries(2):
            get_path_progress(DAY)
