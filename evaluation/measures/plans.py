"""Plan against actual: a straight line from the baseline to the goal, compared with the values reached.

Pure functions over plain numbers and days, independent of how a number is measured; unknown is never taken for zero,
and a number known within bounds stays a range.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil

from evaluation.measures.measured import Number


class Standing(StrEnum):
    NOT_BEGUN = "not_begun"
    AHEAD = "ahead"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"


# Reasons why a standing is not known.
NOTHING_KNOWN = "nothing_known"
RANGE = "range"
END_UNKNOWN = "end_unknown"
# Less than a tenth of the way is within the normal variation of a few months.
MARGIN = Fraction(1, 10)


@dataclass(frozen=True)
class Plan:
    """A line from `base` on the day `start` to `goal` on the later day `due`. `up`: more is better.

    `grain`: the smallest meaningful difference, 1 for whole things; a smaller difference never misses the plan.
    """

    start: date
    base: Number
    due: date
    goal: Number
    up: bool = True
    grain: Number = 0

    def __post_init__(self) -> None:
        if self.due <= self.start:
            raise ValueError("A plan ends after it begins.")
        if (self.goal <= self.base) if self.up else (self.goal >= self.base):
            raise ValueError("The goal lies on the wrong side of the baseline.")

    def at(self, day: date) -> Fraction:
        """Return the planned value on a day: the baseline before the plan begins, the goal after it ends."""
        gone = Fraction((day - self.start).days, (self.due - self.start).days)
        return Fraction(self.base) + (Fraction(self.goal) - Fraction(self.base)) * min(
            max(gone, Fraction(0)), Fraction(1)
        )

    @property
    def margin(self) -> Fraction:
        return max(abs(Fraction(self.goal) - Fraction(self.base)) * MARGIN, Fraction(self.grain))


@dataclass(frozen=True)
class Step:
    """From this day on the value is at least `lower` and at most `upper`; `upper` None means no known maximum."""

    day: date
    lower: Number
    upper: Number | None


@dataclass(frozen=True)
class Verdict:
    """The standing of a plan.

    `on`: the day since which it is met, or on which it was missed. `planned`: the planned value on the day `as_of` of
    the last step. `recorded`: for an unknown standing, the standing by the recorded values alone.
    """

    standing: Standing
    on: date | None = None
    as_of: date | None = None
    planned: Fraction | None = None
    reason: str = ""
    recorded: Standing | None = None


def judge(plan: Plan, steps: Sequence[Step], today: date) -> Verdict:
    """Return the standing today. `steps` in the order of days; those after today or after the end are ignored."""
    if today < plan.start:
        return Verdict(Standing.NOT_BEGUN)
    past_steps = [step for step in steps if plan.start <= step.day <= min(today, plan.due)]
    if not past_steps:
        return Verdict(Standing.UNKNOWN, reason=NOTHING_KNOWN)
    last = past_steps[-1]
    about = {"as_of": last.day, "planned": plan.at(last.day)}
    if _is_reached(plan, last):
        return Verdict(Standing.MET, on=_get_met_since(plan, past_steps), **about)  # type: ignore[arg-type]
    if today > plan.due:
        return _judge_after_end(plan, last, about)
    return _on_the_way(plan, last, about)


def _judge_after_end(plan: Plan, last: Step, about: Mapping[str, object]) -> Verdict:
    if last.day < plan.due:
        return Verdict(Standing.UNKNOWN, reason=END_UNKNOWN, **about)  # type: ignore[arg-type]
    if _cannot_be_reached(plan, last):
        return Verdict(Standing.MISSED, on=plan.due, **about)  # type: ignore[arg-type]
    return Verdict(Standing.UNKNOWN, reason=RANGE, recorded=Standing.MISSED, **about)  # type: ignore[arg-type]


def _on_the_way(plan: Plan, last: Step, about: Mapping[str, object]) -> Verdict:
    planned = plan.at(last.day)
    least = _get_standing(_distance(plan, last.lower if plan.up else last.upper, planned), plan)
    most = _get_standing(_distance(plan, last.upper if plan.up else last.lower, planned), plan)
    if least != Standing.BEHIND or most == Standing.BEHIND:
        return Verdict(least, **about)  # type: ignore[arg-type]
    return Verdict(Standing.UNKNOWN, reason=RANGE, recorded=Standing.BEHIND, **about)  # type: ignore[arg-type]


def _is_reached(plan: Plan, step: Step) -> bool:
    if plan.up:
        return step.lower >= plan.goal
    return step.upper is not None and step.upper <= plan.goal


def _cannot_be_reached(plan: Plan, step: Step) -> bool:
    if plan.up:
        return step.upper is not None and step.upper < plan.goal
    return step.lower > plan.goal


def _get_met_since(plan: Plan, steps: Sequence[Step]) -> date:
    """Return the day since which the plan was met without a break."""
    first = steps[-1]
    for step in reversed(steps):
        if not _is_reached(plan, step):
            break
        first = step
    return first.day


def _distance(plan: Plan, number: Number | None, planned: Fraction) -> Fraction | None:
    """Return the distance on the good side of the plan; None without a bound."""
    if number is None:
        return None
    return Fraction(number) - planned if plan.up else planned - Fraction(number)


def _get_standing(distance: Fraction | None, plan: Plan) -> Standing:
    """Return the standing at one bound; a missing upper bound is the best case of an upward plan, the worst of a
    downward one.
    """
    if distance is None:
        return Standing.AHEAD if plan.up else Standing.BEHIND
    if distance > plan.margin:
        return Standing.AHEAD
    return Standing.BEHIND if distance < -plan.margin else Standing.ON_TRACK


def get_shortfall(plan: Plan, reached: Number, planned: Fraction) -> Number:
    """Return by how much a value is short of the planned one; of whole things, of the next whole number."""
    wanted: Number = ceil(planned) if plan.grain else planned
    return max(Fraction(wanted) - Fraction(reached), Fraction(0))


@dataclass(frozen=True)
class Bounds:
    """What one community added in one half-year. `joint`: the part of it, by joint key, that others may also have
    recorded.
    """

    lower: int
    upper: int | None
    joint: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Total:
    """All communities together from the start to the end of a half-year; values known for `value_count` of
    `expected_count`.
    """

    lower: int
    upper: int | None
    value_count: int
    expected_count: int


def add_up(
    cells: Sequence[Mapping[int, Bounds | None]], *, people: bool = False, joint_counts: bool = True
) -> list[Total]:
    """Return running totals over half-years, oldest first; each cell holds a community's bounds by its id, None if
    unknown.

    `people`: a person may be counted in two half-years, so a community's lower bound is its largest one. What several
    communities did together counts once. Without ``joint_counts`` it is unknown how much was joint, so joint amounts
    are deducted from the lower bound and not from the upper bound. An unknown community leaves the upper bound open.
    The lower bound never falls.
    """
    totals: list[Total] = []
    done: dict[int, list[Bounds]] = {}
    is_open = False
    for cell in cells:
        is_open = is_open or not cell or None in cell.values()
        for place, bounds in cell.items():
            if bounds is not None:
                done.setdefault(place, []).append(bounds)
        value_count = sum(bounds is not None for bounds in cell.values())
        lower, upper = _total(list(done.values()), people, joint_counts)
        lower = max(lower, totals[-1].lower if totals else 0)
        most = None if is_open or upper is None else max(upper, lower)
        totals.append(Total(lower, most, value_count, len(cell)))
    return totals


def _total(places: Sequence[Sequence[Bounds]], people: bool, joint_counts: bool) -> tuple[int, int | None]:
    of_places = [
        max(bounds.lower for bounds in community_bounds)
        if people
        else sum(bounds.lower for bounds in community_bounds)
        for community_bounds in places
    ]
    every = [bounds for community_bounds in places for bounds in community_bounds]
    twice = _count_recorded_twice(every)
    lower = max([sum(of_places) - twice, *of_places, 0])
    if any(bounds.upper is None for bounds in every):
        return lower, None
    upper = sum(bounds.upper or 0 for bounds in every)
    return lower, upper - twice if joint_counts else upper


def _count_recorded_twice(every: Iterable[Bounds]) -> int:
    amounts: dict[str, list[int]] = {}
    for bounds in every:
        for key, amount in bounds.joint.items():
            amounts.setdefault(key, []).append(amount)
    return sum(sum(key_amounts) - max(key_amounts) for key_amounts in amounts.values())
