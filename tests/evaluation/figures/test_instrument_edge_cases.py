"""Overrides, thresholds of a half-year, and stages at their limits."""

from datetime import UTC, date, datetime
from unittest.mock import patch

import pytest
from django.db import connection

from communities.models import StageChange
from evaluation.actions.decisions import accept_submission
from evaluation.actions.figures import refresh_figures, set_threshold
from evaluation.actions.submissions import submit_survey
from evaluation.figures import get_overrides
from evaluation.models import Figure, Round
from events.models import EventKind
from tests.base import World, within
from tests.evaluation.figures.records import event
from tests.evaluation.figures.test_against_recomputation import assert_same
from tests.evaluation.rounds_world import H1, answer_all, fill_town, make_round, override
from tests.recompute.ratings import RecomputedFigure
from tests.recompute.recomputed import Recomputed, recompute
from tests.thorough import sample
from tfc.periods import HalfYear

pytestmark = pytest.mark.django_db
MEETS = "meets_consistently"


@pytest.fixture
def opened(world: World) -> Round:
    """Hill has met in 4 of 6 months: 67 %, partly met."""
    result = make_round(world.usa)
    fill_town(world, world.hill)
    return result


def recompute_hill() -> Recomputed:
    with connection.cursor() as cursor:
        return recompute(cursor)


def leave_a_meeting_without_outcome(world: World) -> None:
    """In May, otherwise without a meeting: 4 to 5 of 6, partly met or met."""
    with within(world.hill):
        event(world.hill, EventKind.TEAM_MEETING, "2026-05-10", status="planned")


@pytest.mark.parametrize(
    ("is_range", "own", "choice", "counts"),
    sample(
        [
            (True, "6/6", "", False),
            # Equal by the lower end of the range.
            (True, "3/6", "", False),
            (True, "2/6", "", True),
            (False, "3/6", "", False),
            (False, "10", "", True),
            (False, "90", "", False),
            (True, "6/6", "override", True),
            (True, "2/6", "computed", False),
        ],
        first=3,
    ),
)
def test_the_lower_rating_counts_by_the_lower_end_of_a_range_until_the_office_chooses(
    world: World, opened: Round, is_range: bool, own: str, choice: str, counts: bool
):
    if is_range:
        leave_a_meeting_without_outcome(world)
    submission = answer_all(world.hill, opened, world["hill-coordinator"])
    with within(world.hill):
        override(submission, MEETS, world["hill-coordinator"], own)
        submit_survey(submission=submission, community=world.hill, by=world["hill-coordinator"])
    if choice:
        with within(world.usa):
            accept_submission(submission=submission, by=world["usa-staff"], choices={MEETS: choice})
    with within(world.hill):
        again = recompute_hill()
        product = Figure.objects.get(part=MEETS).effective(get_overrides([H1]))
    figure = again.counting[world.hill.pk, str(H1), MEETS]
    assert product.overridden == figure.overridden == counts
    assert product.value is not None
    assert figure.value is not None
    assert float(product.value) == pytest.approx(float(figure.value), abs=0.01)
    is_bare = counts and "/" not in own
    assert bool(again.get_summed(["usa"], str(H1), MEETS)) != is_bare
    assert again.count_overrides(["usa"], str(H1), MEETS) == (counts and not is_bare)


def test_a_threshold_of_the_next_half_year_changes_nothing_in_this_one(world: World, opened: Round):
    with within(world.usa):
        for moment, half_year, value in (
            (datetime(2026, 1, 1, 7, 59, tzinfo=UTC), H1, 60),
            (datetime(2026, 3, 1, tzinfo=UTC), HalfYear(2026, 2), 90),
        ):
            with patch("django.utils.timezone.now", return_value=moment):
                set_threshold(
                    office=world.usa, code="met", value=value, half_year=half_year, by=world["usa-staff"]
                )
    again = compare(world)
    assert again[world.hill.pk, str(H1), MEETS].rating == "met"


def compare(world: World) -> dict[tuple[int, str, str], RecomputedFigure]:
    with within(world.hill):
        refresh_figures([world.hill], H1)
        figures = dict(recompute_hill().figures)
        assert_same({figure.key: figure for figure in Figure.objects.all()}, figures, 0)
    return figures


def change_stage(world: World, stage: str, since: date) -> None:
    with within(world.hill):
        StageChange.objects.create(
            office_id=world.hill.office_id, stage=stage, since=since, reason="x", by=world["usa-staff"]
        )


@pytest.mark.parametrize(
    ("stage", "since", "state"),
    [
        ("dormant", date(2026, 6, 30), "not_applicable"),
        ("dormant", date(2026, 7, 1), "value"),
        ("awareness", date(2026, 6, 30), "not_applicable"),
        ("leadership_team", date(2026, 6, 30), "value"),
    ],
)
def test_the_stage_on_the_last_day_decides(world: World, opened: Round, stage: str, since: date, state: str):
    change_stage(world, stage, since)
    again = compare(world)
    assert again[world.hill.pk, str(H1), MEETS].state == state
    assert {figure.state == "not_applicable" for figure in again.values()} == {state == "not_applicable"}


def test_a_survey_that_was_submitted_before_its_community_became_dormant_stays(world: World, opened: Round):
    with patch("django.utils.timezone.now", return_value=datetime(2026, 6, 15, 19, tzinfo=UTC)):
        submission = answer_all(world.hill, opened, world["hill-coordinator"])
        with within(world.hill):
            submit_survey(
                submission=submission,
                community=world.hill,
                by=world["hill-coordinator"],
                early_reason="We close.",
            )
    change_stage(world, "dormant", date(2026, 6, 20))
    assert compare(world)[world.hill.pk, str(H1), MEETS].state == "value"
