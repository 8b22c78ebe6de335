"""The chart of a target: the plan's line, what was reached, and what is not known."""

from datetime import date

from evaluation.charts.plan import Reached, plan_chart
from evaluation.instrument import Unit
from evaluation.measures.plans import Plan

PLAN = Plan(date(2025, 1, 1), 0, date(2025, 12, 31), 10)


def test_it_breaks_the_line_where_nothing_is_known_and_leads_behind_each_mark():
    reached = [
        Reached(date(2025, 3, 1), 2, 2, 2, "March: 2", "/receipt/"),
        Reached(date(2025, 6, 30), None, None, None, "June: Not known"),
        Reached(date(2025, 9, 1), 5, 4, 7, "September: 5"),
        Reached(date(2025, 11, 1), 6, 6, None, "November: at least 6"),
    ]
    drawn = plan_chart("Ten <events>", PLAN, reached, date(2025, 12, 1), unit=Unit.COUNT)
    # A picture has no links inside it: with them it is a group.
    assert 'role="group" aria-label="Ten &lt;events&gt;"' in drawn
    assert (drawn.count("<circle"), drawn.count(">?</text>"), drawn.count('class="tf-spread"')) == (3, 1, 1)
    assert drawn.count("tf-spread-open") == drawn.count('href="/receipt/"') == drawn.count("tf-today") == 1
    [path] = [part.split('"')[0] for part in drawn.split('class="tf-actual" d="')[1:]]
    assert [path.count(letter) for letter in "ML"] == [2, 1]
    assert "June: Not known" in drawn


def test_it_draws_a_plan_of_which_nothing_is_known_as_a_picture():
    drawn = plan_chart("Ten", PLAN, [], date(2026, 5, 1), unit=Unit.PERCENT)
    assert 'role="img"' in drawn
    assert "tf-actual" not in drawn
    assert "tf-today" not in drawn
