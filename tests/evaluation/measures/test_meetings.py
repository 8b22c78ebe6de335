from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.measures import (
    Cadence,
    CadenceDeclaration,
    first_day_needed,
    meets_consistently,
    regularity,
    windows,
)
from tfc.periods import HalfYear

H1 = HalfYear(2026, 1)
END = H1.last_day


def declared(cadence, *ymd):
    return CadenceDeclaration(Cadence(cadence), date(*ymd))


def spans(declarations, period=H1, as_of=END):
    return [(window.first, window.last) for window in windows(declarations, period, as_of)]


def figures(measured):
    return measured.numerator, measured.denominator, measured.lower, measured.upper


def test_it_counts_weeks_from_the_declaration():
    result = spans([declared("week", 2026, 6, 3)])
    assert result == [
        (date(2026, 6, 3), date(2026, 6, 9)),
        (date(2026, 6, 10), date(2026, 6, 16)),
        (date(2026, 6, 17), date(2026, 6, 23)),
        (date(2026, 6, 24), date(2026, 6, 30)),
    ]


def test_it_counts_a_window_that_began_before_the_period_and_ends_in_it():
    declarations = [declared("fortnight", 2025, 12, 19)]
    assert spans(declarations)[0] == (date(2025, 12, 19), date(2026, 1, 1))
    assert first_day_needed(declarations, H1, END) == date(2025, 12, 19)
    met = meets_consistently(declarations, [date(2025, 12, 20)], [], H1, date(2026, 1, 1))
    assert figures(met) == (1, 1, 1, 1)


def test_it_leaves_a_window_that_ends_after_the_period_to_the_next():
    declarations = [declared("fortnight", 2026, 6, 18)]
    assert spans(declarations) == []
    assert spans(declarations, H1.next(), H1.next().last_day)[0] == (date(2026, 6, 18), date(2026, 7, 1))


def test_it_counts_a_window_on_its_last_day_but_not_the_day_before():
    declarations = [declared("week", 2026, 1, 1)]
    assert len(spans(declarations, as_of=date(2026, 1, 7))) == 1
    assert spans(declarations, as_of=date(2026, 1, 6)) == []


def test_it_keeps_the_31st_where_a_month_has_one():
    assert spans([declared("month", 2026, 1, 31)]) == [
        (date(2026, 1, 31), date(2026, 2, 27)),
        (date(2026, 2, 28), date(2026, 3, 30)),
        (date(2026, 3, 31), date(2026, 4, 29)),
        (date(2026, 4, 30), date(2026, 5, 30)),
        (date(2026, 5, 31), date(2026, 6, 29)),
    ]


def test_it_reaches_the_29th_of_february_in_a_leap_year():
    leap = HalfYear(2028, 1)
    assert spans([declared("month", 2028, 1, 31)], leap, leap.last_day)[0][1] == date(2028, 2, 28)
    assert spans([declared("month", 2028, 2, 1)], leap, leap.last_day)[0][1] == date(2028, 2, 29)


def test_it_counts_quarters_by_the_calendar():
    assert spans([declared("quarter", 2025, 10, 1)]) == [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 6, 30)),
    ]


def test_it_ends_a_run_at_the_next_declaration_and_drops_the_window_cut_short():
    assert spans(
        [declared("quarter", 2026, 4, 1), declared("month", 2026, 1, 1), declared("week", 2026, 6, 20)]
    ) == [
        (date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 31)),
        (date(2026, 6, 20), date(2026, 6, 26)),
    ]


def test_it_lets_the_last_of_two_declarations_on_a_day_hold():
    assert len(spans([declared("week", 2026, 1, 1), declared("quarter", 2026, 1, 1)])) == 2


def test_it_meets_a_window_on_its_first_and_last_day_only_once():
    weekly = [declared("week", 2026, 6, 10)]
    days = [date(2026, 6, 10), date(2026, 6, 16), date(2026, 6, 24)]
    assert figures(meets_consistently(weekly, days, [], H1, END)) == (2, 3, 2, 2)


def test_it_widens_the_bound_by_windows_that_only_an_unresolved_meeting_could_meet():
    weekly = [declared("week", 2026, 6, 10)]
    measured = meets_consistently(
        weekly, [date(2026, 6, 11)], [date(2026, 6, 12), date(2026, 6, 18)], H1, END
    )
    assert figures(measured) == (1, 3, 1, 2)
    assert [row["unresolved"] for row in measured.details["windows"]] == [False, True, False]


def test_it_is_zero_of_n_when_a_team_never_met():
    measured = meets_consistently([declared("month", 2026, 1, 1)], [], [], H1, END)
    assert (measured.state, measured.value) == ("value", 0)
    assert measured.denominator == 6


def test_it_is_unknown_without_a_declaration_up_to_the_day():
    assert meets_consistently([], [date(2026, 2, 1)], [], H1, END).reason == "no_cadence_declared"
    later = [declared("week", 2026, 7, 1)]
    assert meets_consistently(later, [], [], H1, END).reason == "no_cadence_declared"


def test_it_is_unknown_before_a_window_has_ended():
    measured = meets_consistently([declared("quarter", 2026, 5, 1)], [date(2026, 5, 2)], [], H1, END)
    assert (measured.state, measured.reason) == ("unknown", "no_window_ended")


DAYS = st.dates(date(2025, 6, 1), date(2026, 7, 31))
DECLARATIONS = st.lists(st.builds(CadenceDeclaration, st.sampled_from(Cadence), DAYS), min_size=1, max_size=4)


@given(DECLARATIONS, st.lists(DAYS, max_size=30), st.lists(DAYS, max_size=10), DAYS, DAYS)
def test_it_never_falls_when_a_meeting_is_added(declarations, days, unresolved, added, as_of):
    before = meets_consistently(declarations, days, unresolved, H1, as_of)
    after = meets_consistently(declarations, [*days, added], unresolved, H1, as_of)
    assert before.state == after.state
    if before.has_value:
        assert before.denominator == after.denominator
        assert before.numerator <= after.numerator <= before.numerator + 1
        assert 0 <= after.lower_value <= after.value <= after.upper_value <= 100


@given(DECLARATIONS, DAYS)
def test_it_has_windows_in_order_that_never_overlap(declarations, as_of):
    result = spans(declarations, as_of=as_of)
    for (first, last), (following, _end) in pairwise(result):
        assert first <= last < following
    assert all(H1.first_day <= last <= min(END, as_of) for _first, last in result)


def test_it_shows_gaps_and_their_variation():
    days = [date(2026, 1, 1), date(2026, 1, 8), date(2026, 1, 29), date(2026, 1, 29)]
    result = regularity(Cadence.WEEK, days, date(2026, 1, 1), date(2026, 2, 1))
    # Gaps of 7 and 21 days: mean 14, standard deviation 7.
    assert (result.longest_gap, result.gap_variation, result.days_since_last) == (21, 0.5, 3)


def test_it_counts_the_open_gap_as_a_gap():
    result = regularity(None, [date(2026, 1, 1), date(2026, 1, 8)], date(2026, 1, 1), date(2026, 3, 1))
    assert (result.longest_gap, result.gap_variation) == (52, None)
    assert (result.warns_on, result.warning) == (None, False)


@pytest.mark.parametrize(
    ("cadence", "days_until_warning"), [("week", 9), ("fortnight", 18), ("month", 39), ("quarter", 113)]
)
def test_it_warns_from_125_percent_of_the_cadence(cadence, days_until_warning):
    last = date(2026, 1, 15)
    warns_on = last + timedelta(days=days_until_warning)
    before = regularity(Cadence(cadence), [last], date(2026, 1, 1), warns_on - timedelta(days=1))
    assert (before.warns_on, before.warning) == (warns_on, False)
    assert regularity(Cadence(cadence), [last], date(2026, 1, 1), warns_on).warning


def test_it_warns_a_team_that_never_met_since_it_declared():
    result = regularity(Cadence.WEEK, [], date(2026, 1, 1), date(2026, 1, 10))
    assert (result.longest_gap, result.warning) == (9, True)
