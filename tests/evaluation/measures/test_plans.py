"""Plan and actual values: examples calculated by hand, and properties of every plan."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.measures.plans import (
    END_UNKNOWN,
    NOTHING_KNOWN,
    RANGE,
    Bounds,
    Plan,
    Standing,
    Step,
    Total,
    add_up,
    judge,
)

# Ten new communities in the 364 days from the first to the last day of 2013.
TEN = Plan(date(2013, 1, 1), 0, date(2013, 12, 31), 10, grain=1)
# Half of 364 days later the plan requires five.
MIDDLE = date(2013, 7, 2)


def judge_on(plan: Plan, lower: int, upper: int | None, today: date = MIDDLE, **more: bool) -> Standing:
    return judge(plan, [Step(today, lower, upper)], today, **more).standing


def test_it_asks_for_half_of_it_in_the_middle():
    assert (TEN.at(MIDDLE), TEN.at(date(2012, 1, 1)), TEN.at(date(2014, 1, 1))) == (5, 0, 10)
    assert Plan(date(2013, 1, 1), 14, date(2013, 12, 31), 24).at(MIDDLE) == 19


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        (7, 7, Standing.AHEAD),
        (6, 6, Standing.ON_TRACK),
        (4, 4, Standing.ON_TRACK),
        (3, 3, Standing.BEHIND),
        (4, None, Standing.ON_TRACK),
        (3, 9, Standing.UNKNOWN),
        (7, 9, Standing.AHEAD),
        (10, 12, Standing.MET),
    ],
)
def test_it_says_the_state_of_a_plan_half_way(lower: int, upper: int | None, expected: Standing):
    assert judge_on(TEN, lower, upper) == expected


def test_it_reports_what_is_recorded_of_a_range():
    verdict = judge(TEN, [Step(MIDDLE, 3, 9)], MIDDLE)
    assert (verdict.reason, verdict.recorded, verdict.planned) == (RANGE, Standing.BEHIND, 5)


def test_it_misses_only_what_cannot_have_been_reached():
    after = date(2014, 2, 1)
    end = TEN.due
    assert judge(TEN, [Step(end, 9, 9)], after).standing == Standing.MISSED
    assert judge(TEN, [Step(end, 9, 11)], after).reason == RANGE
    assert judge(TEN, [Step(MIDDLE, 9, 9)], after).reason == END_UNKNOWN
    assert judge(TEN, [Step(date(2014, 1, 5), 12, 12)], after).reason == NOTHING_KNOWN
    assert judge(TEN, [], after).reason == NOTHING_KNOWN
    assert judge(TEN, [], date(2012, 12, 31)).standing == Standing.NOT_BEGUN


def test_it_says_since_when_it_is_met_without_a_break():
    days = [date(2013, month, 1) for month in (2, 4, 6, 8)]
    steps = [Step(day, value, value) for day, value in zip(days, (10, 8, 11, 12), strict=True)]
    verdict = judge(TEN, steps, date(2013, 9, 1))
    assert (verdict.standing, verdict.on) == (Standing.MET, date(2013, 6, 1))


def test_it_turns_round_what_should_become_less():
    fewer = Plan(date(2013, 1, 1), 50, date(2013, 12, 31), 30, up=False)
    assert fewer.at(MIDDLE) == 40
    assert judge_on(fewer, 36, 37) == Standing.AHEAD
    assert judge_on(fewer, 44, 50) == Standing.BEHIND
    assert judge_on(fewer, 36, None) == Standing.UNKNOWN
    assert judge_on(fewer, 20, 30) == Standing.MET


@pytest.mark.parametrize(("due", "goal"), [(TEN.start, 10), (TEN.due, 0)])
def test_it_refuses_a_plan_that_leads_nowhere(due: date, goal: int):
    with pytest.raises(ValueError, match=r"plan ends|wrong side"):
        Plan(TEN.start, 0, due, goal)


def test_it_adds_up_half_years_of_communities():
    first = {1: Bounds(4, 5), 2: Bounds(3, 3, {"fair": 1})}
    second = {1: Bounds(2, 2, {"fair": 1}), 2: None}
    assert add_up([first, second]) == [Total(7, 8, 2, 2), Total(8, None, 1, 2)]
    # Of people, each community's largest half-year is certain.
    assert add_up([{1: Bounds(12, 19)}, {1: Bounds(8, 8)}], people=True) == [
        Total(12, 19, 1, 1),
        Total(12, 27, 1, 1),
    ]
    # If the joint event's kind is unknown, it counts at least once and at most twice.
    joint = {1: Bounds(1, 1, {"fair": 1}), 2: Bounds(1, 1, {"fair": 1})}
    assert add_up([joint], joint_counts=False) == [Total(1, 2, 2, 2)]
    assert add_up([{}]) == [Total(0, None, 0, 0)]


DAYS = st.dates(date(2013, 1, 1), date(2014, 6, 1))
PLANS = st.builds(
    lambda base, more, days, up: Plan(
        TEN.start,
        base if up else base + more,
        TEN.start + timedelta(days=days),
        base + more if up else base,
        up,
    ),
    st.integers(0, 20),
    st.integers(1, 40),
    st.integers(1, 800),
    st.booleans(),
)
STEPS = st.lists(st.tuples(DAYS, st.integers(0, 60), st.none() | st.integers(0, 20)), max_size=5)
RANK = [Standing.MISSED, Standing.BEHIND, Standing.ON_TRACK, Standing.AHEAD, Standing.MET]


@given(PLANS, DAYS, DAYS)
def test_it_moves_one_way_and_stays_between_baseline_and_goal(plan: Plan, start: date, other: date):
    low, high = sorted((start, other))
    assert plan.up == (plan.at(low) <= plan.at(high)) or plan.at(low) == plan.at(high)
    assert min(plan.base, plan.goal) <= plan.at(start) <= max(plan.base, plan.goal)


@given(PLANS, st.integers(0, 60), st.integers(0, 60), DAYS)
def test_more_is_never_worse(plan: Plan, first: int, other: int, today: date):
    worse, better = sorted((first, other), reverse=not plan.up)
    standings = [judge(plan, [Step(today, value, value)], today).standing for value in (worse, better)]
    if set(standings) <= set(RANK):
        assert RANK.index(standings[0]) <= RANK.index(standings[1])


@given(PLANS, STEPS, DAYS)
def test_a_range_is_met_or_missed_only_where_all_of_it_is(
    plan: Plan, rows: list[tuple[date, int, int | None]], today: date
):
    steps = [
        Step(day, low, None if more is None else low + more)
        for day, low, more in sorted(rows, key=lambda row: row[0])
    ]
    expected = judge(plan, steps, today).standing
    if expected in (Standing.MET, Standing.MISSED, Standing.BEHIND):
        # Each number in the range gives the same status.
        last = [step for step in steps if plan.start <= step.day <= min(today, plan.due)][-1]
        top = last.lower + 100 if last.upper is None else last.upper
        for number in (last.lower, top):
            assert judge(plan, [*steps[:-1], Step(last.day, number, number)], today).standing == expected


@given(
    st.lists(
        st.dictionaries(st.integers(1, 4), st.none() | st.tuples(st.integers(0, 30), st.integers(0, 9))),
        max_size=5,
    ),
    st.booleans(),
)
def test_running_totals_never_fall_and_hold_the_sum_of_their_ranges(cells: list[dict], people: bool):
    results = [
        {place: None if pair is None else Bounds(pair[0], sum(pair)) for place, pair in cell.items()}
        for cell in cells
    ]
    totals = add_up(results, people=people)
    lowers = [total.lower for total in totals]
    assert lowers == sorted(lowers)
    for number, total in enumerate(totals, start=1):
        known_values = [bounds for cell in results[:number] for bounds in cell.values() if bounds is not None]
        assert total.lower <= sum(bounds.lower for bounds in known_values)
        assert people or total.lower == sum(bounds.lower for bounds in known_values)
        hole = any(not cell or None in cell.values() for cell in results[:number])
        assert total.upper == (None if hole else sum(known_value.upper or 0 for known_value in known_values))
