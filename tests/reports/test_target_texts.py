"""The text about a target next to its plan."""

import datetime as dt
from fractions import Fraction

import pytest

from communities.models import Direction, Measure, Target
from evaluation.instrument import Unit
from evaluation.measures.plans import NOTHING_KNOWN, RANGE, Plan, Standing, Verdict
from evaluation.target_points import Point
from evaluation.targets import TargetProgress
from reports.target_texts import describe_planned_value, get_status_sentence, standing_text
from tests.line_breaks import keep_together

DAY = dt.date(2026, 11, 28)
ON_TRACK = Verdict(Standing.ON_TRACK, as_of=DAY, planned=Fraction(19, 2))


def followed(lower: int, *, up: bool = True, unit: Unit = Unit.COUNT) -> TargetProgress:
    base, goal = (0, 10) if up else (20, 9)
    plan = Plan(dt.date(2024, 1, 1), base, dt.date(2026, 12, 31), goal, up, 0 if unit == Unit.PERCENT else 1)
    target = Target(measure=Measure.COMMUNITIES, direction=Direction.UP if up else Direction.DOWN)
    return TargetProgress(target, plan, unit, [Point(DAY, lower=lower, upper=lower)], ON_TRACK)


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        (followed(9), keep_together("The plan asks for 10 by Nov. 28, 2026; within 1 is on track.")),
        (followed(10), keep_together("The plan asks for 10 by Nov. 28, 2026.")),
        (
            followed(10, up=False),
            keep_together("The plan asks for 9 by Nov. 28, 2026; within 1 is on track."),
        ),
        (followed(9, up=False), keep_together("The plan asks for 9 by Nov. 28, 2026.")),
        (
            followed(9, unit=Unit.PERCENT),
            keep_together("The plan asks for 10% by Nov. 28, 2026; within 1 point is on track."),
        ),
    ],
)
def test_less_than_the_plan_asks_for_is_on_track_with_the_reason(about: TargetProgress, sentence: str):
    assert get_status_sentence(about) == sentence


def test_a_plan_asks_for_whole_things_and_for_parts_of_percents():
    day = dt.date(2025, 1, 1)
    assert (describe_planned_value(followed(9), day), describe_planned_value(followed(9, up=False), day)) == (
        "4",
        "16",
    )
    assert describe_planned_value(followed(9, unit=Unit.PERCENT), day) == "3%"


@pytest.mark.parametrize(
    ("reason", "text"), [(RANGE, "Inconclusive"), (NOTHING_KNOWN, "Unknown"), ("", "Unknown")]
)
def test_a_known_range_on_both_sides_of_the_plan_is_not_called_unknown(reason: str, text: str):
    assert standing_text(Verdict(Standing.UNKNOWN, reason=reason)) == text
