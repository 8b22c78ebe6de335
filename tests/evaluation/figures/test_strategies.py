"""Item 9 from real records, compared with numbers calculated by hand."""

from datetime import date

import pytest
from django.utils import timezone

from communities.models import Community
from evaluation.figures import Computed, compute
from events.models import EventKind
from stakeholders.models import Organization, StrategyAssessment
from tests.base import World, within
from tests.evaluation.figures.records import H1, event, organization, sat_down
from tests.evaluation.figures.research_records import evidence, strategy


def figure(community: Community, as_of: date | None = None) -> Computed:
    with within(community):
        return compute([community], H1, as_of=as_of)[community.pk]["strategies_implemented"]


def numbers(computed: Computed) -> tuple:
    measured = computed.measured
    return measured.numerator, measured.denominator, measured.lower, measured.upper


def statuses(computed: Computed) -> dict[str, int]:
    return {name: number for name, number in computed.measured.details["by_status"].items() if number}


def came_earlier(*organizations: Organization) -> None:
    """Return True if it attended an event before the half-year, longer ago than the look-back of twelve months."""
    sat_down(event(organizations[0].community, EventKind.EDUCATION, "2024-12-01"), *organizations)


@pytest.mark.parametrize(
    ("first", "engaged"),
    [("2025-12-31", True), ("2024-12-01", True), ("2026-01-01", False), ("2026-02-01", False)],
)
def test_inviting_a_new_organization_does_not_lower_the_figure_at_once(
    world: World, first: str, engaged: bool
):
    by = world["hill-leader"]
    with within(world.hill):
        school, paper = organization("School", "schools"), organization("Paper", "media")
        evidence(strategy(school, by, ("implementing", "2025-01-01")), "2026-01-01")
        sat_down(event(world.hill, EventKind.AWARENESS, first), paper)
        sat_down(event(world.hill, EventKind.STAKEHOLDER_MEETING, "2026-05-01"), school, paper)
        StrategyAssessment.objects.create(organization=paper, on=date(2026, 5, 1), by=by)
    assert numbers(figure(world.hill)) == (1, 2 if engaged else 1, 1, 1)


def test_it_counts_who_does_something_of_all_who_are_engaged(world: World):
    by = world["hill-coordinator"]
    with within(world.hill):
        verified, lapsed, asked_strategy, never = (
            organization(name, "schools") for name in ("Verified", "Lapsed", "Asked", "Never")
        )
        organization("Only in the register", "media")
        came_earlier(verified, asked_strategy, never)
        sat_down(event(world.hill, EventKind.EDUCATION, "2026-02-01"), verified, asked_strategy, never)
        evidence(strategy(verified, by, ("pledged", "2025-01-01"), ("verified", "2026-01-01")), "2026-03-01")
        evidence(strategy(lapsed, by, ("implementing", "2024-01-01")), "2025-06-29")
        StrategyAssessment.objects.create(organization=asked_strategy, on=date(2026, 6, 30), by=by)
    stored_figure = figure(world.hill)
    # Four are engaged, the lapsed one only by its strategy. One acts; one was never assessed and may act.
    assert numbers(stored_figure) == (1, 4, 1, 2)
    assert statuses(stored_figure) == {"verified": 1, "lapsed": 1, "none": 1, "never_assessed": 1}
    assert stored_figure.rating == "not_met_or_partly"


@pytest.mark.parametrize(
    ("on", "status"), [("2025-06-30", "implementing"), ("2025-06-29", "lapsed"), ("2026-07-01", "lapsed")]
)
def test_evidence_counts_for_twelve_months_to_the_day(world: World, on: str, status: str):
    with within(world.hill):
        school = organization("School", "schools")
        result = evidence(strategy(school, world["hill-leader"], ("implementing", "2025-01-01")), on)
    stored_figure = figure(world.hill)
    assert statuses(stored_figure) == {status: 1}
    assert numbers(stored_figure)[0] == (status == "implementing")
    table = "stakeholders.evidence"
    counted, considered = (stored_figure.receipt[kind].get(table) for kind in ("records", "considered"))
    expected = [[result.pk, 1]]
    assert (counted, considered) == {
        "2025-06-30": (expected, None),
        "2025-06-29": (None, expected),
        "2026-07-01": (None, None),
    }[on]


def test_only_the_newest_evidence_and_no_deleted_one_counts(world: World):
    with within(world.hill):
        result = strategy(organization("School", "schools"), world["hill-leader"], ("verified", "2025-01-01"))
        evidence(result, "2025-01-01")
        evidence(result, "2026-06-01", deleted_at=timezone.now())
    assert statuses(figure(world.hill)) == {"lapsed": 1}


def test_the_newest_stage_of_the_day_counts_also_one_further_down(world: World):
    by = world["hill-leader"]
    with within(world.hill):
        result = strategy(organization("School", "schools"), by, ("implementing", "2026-02-01"))
        evidence(result, "2026-02-01")
    assert statuses(figure(world.hill)) == {"implementing": 1}
    with within(world.hill):
        result.steps.create(rung="planned", on=date(2026, 5, 1), by=by)
    assert statuses(figure(world.hill)) == {"planned": 1}
    assert statuses(figure(world.hill, date(2026, 4, 30))) == {"implementing": 1}


def test_what_came_after_the_day_is_left_out(world: World):
    by = world["hill-leader"]
    with within(world.hill):
        school = organization("School", "schools")
        came_earlier(school)
        sat_down(event(world.hill, EventKind.EDUCATION, "2026-02-01"), school)
        evidence(strategy(school, by, ("implementing", "2026-05-01")), "2026-05-01")
        StrategyAssessment.objects.create(organization=school, on=date(2026, 3, 1), by=by)
    assert numbers(figure(world.hill)) == (1, 1, 1, 1)
    assert statuses(figure(world.hill, date(2026, 4, 30))) == {"none": 1}
    assert figure(world.hill, date(2026, 2, 28)).measured.reason == "none_assessed"
    assert figure(world.hill, date(2026, 1, 31)).measured.reason == "nothing_engaged"


@pytest.mark.parametrize(
    ("ended_on", "expected"),
    [
        (date(2026, 7, 25), {"implementing": 1}),
        (date(2026, 7, 1), {"implementing": 1}),  # it still ran on the day
        (date(2026, 6, 30), {"none": 1}),
        (date(2025, 7, 1), {"none": 1}),  # it last ran on 30 June, the first day of the look-back
        (date(2025, 6, 30), None),
    ],
)
def test_a_strategy_that_ended_is_not_in_practice(world: World, ended_on: date, expected: dict | None):
    with within(world.hill):
        result = strategy(
            organization("School", "schools"),
            world["hill-leader"],
            ("implementing", "2025-01-01"),
            ended_on=ended_on,
        )
        evidence(result, "2026-01-01")
    stored_figure = figure(world.hill)
    if expected is None:
        assert stored_figure.measured.reason == "nothing_engaged"
    else:
        assert (statuses(stored_figure), numbers(stored_figure)[1]) == (expected, 1)


def test_a_returning_organization_with_an_old_strategy_was_assessed(world: World):
    with within(world.hill):
        school = organization("School", "schools")
        strategy(school, world["hill-leader"], ("pledged", "2020-01-01"), ended_on=date(2021, 1, 1))
        came_earlier(school)
        sat_down(event(world.hill, EventKind.EDUCATION, "2026-02-01"), school)
    assert statuses(figure(world.hill)) == {"none": 1}


def test_what_is_in_the_trash_is_not_engaged(world: World):
    with within(world.hill):
        school, paper = organization("School", "schools"), organization("Paper", "media")
        came_earlier(school)
        sat_down(event(world.hill, EventKind.EDUCATION, "2026-02-01"), school)
        strategy(school, world["hill-leader"], ("pledged", "2026-01-01"), deleted_at=timezone.now())
        strategy(paper, world["hill-leader"], ("pledged", "2026-01-01"))
        paper.deleted_at = timezone.now()
        paper.save()
    # The school's only strategy is in the trash, so it was not assessed; the newspaper itself is in the trash.
    stored_figure = figure(world.hill)
    assert (stored_figure.measured.reason, statuses(stored_figure)) == (
        "none_assessed",
        {"never_assessed": 1},
    )
    with within(world.hill):
        school.deleted_at = timezone.now()
        school.save()
    assert figure(world.hill).measured.reason == "nothing_engaged"


def test_its_receipt_names_all_that_it_rests_on(world: World):
    by = world["hill-leader"]
    with within(world.hill):
        school, paper = organization("School", "schools"), organization("Paper", "media")
        result = strategy(school, by, ("implementing", "2026-02-01"))
        page_text = evidence(result, "2026-02-01")
        came_earlier(paper)
        sat_down(event(world.hill, EventKind.EDUCATION, "2026-02-01"), paper)
        strategy_assessment = StrategyAssessment.objects.create(
            organization=paper, on=date(2026, 3, 1), by=by
        )
        rung = result.steps.get()
    stored_figure = figure(world.hill)
    assert stored_figure.receipt["records"] == {
        "stakeholders.evidence": [[page_text.pk, 1]],
        "stakeholders.organization": [[school.pk, 1], [paper.pk, 1]],
        "stakeholders.strategy": [[result.pk, 1]],
        "stakeholders.strategyassessment": [[strategy_assessment.pk, 1]],
        "stakeholders.strategystep": [[rung.pk, 1]],
    }
    with within(world.hill):
        result.steps.create(rung="verified", on=date(2026, 3, 1), by=by)
        page_text.what = "A better photo"
        page_text.save()
    again = figure(world.hill)
    assert again.measured.numerator == stored_figure.measured.numerator
    assert again.receipt["records"]["stakeholders.evidence"] == [[page_text.pk, 2]]
    assert len(again.receipt["records"]["stakeholders.strategystep"]) == 2
