from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communities.thresholds import Thresholds
from evaluation.instrument import part
from evaluation.measures import (
    PROFESSION_GROUPS,
    Leader,
    Range,
    Rating,
    Training,
    count_trained_by_group,
    get_group_range,
    leaders_in_development,
    professionals_trained,
    rate,
)
from tfc.periods import HalfYear

H1 = HalfYear(2026, 1)
END = H1.last_day


def figures(measured):
    return measured.numerator, measured.denominator, measured.lower, measured.upper


def test_it_asks_leaders_of_sixty_days_or_more():
    leaders = [Leader(60, True), Leader(60, False), Leader(60, False, unresolved=True), Leader(59, True)]
    measured = leaders_in_development(leaders, END, H1, END)
    assert figures(measured) == (1, 3, 1, 2)
    assert measured.details["too_new"] == 1


@pytest.mark.parametrize("confirmed_on", [None, date(2025, 12, 31), date(2026, 4, 1)])
def test_it_is_unknown_unless_the_roster_was_confirmed_this_half_year(confirmed_on):
    measured = leaders_in_development([Leader(400, True)], confirmed_on, H1, date(2026, 3, 31))
    assert measured.reason == "roster_unconfirmed"


def test_it_does_not_ask_a_team_of_new_leaders():
    measured = leaders_in_development([Leader(0, True)], END, H1, END)
    assert (measured.state, measured.reason) == ("not_applicable", "no_leader_in_role_long_enough")


def training(key, unrecorded=0, joint=None, **people):
    return Training(key, people, unrecorded, joint)


def test_it_bounds_people_over_several_trainings():
    measured = professionals_trained(
        [training("1", police=10, judges=2, teachers=30), training("2", police=4, judges=5, unrecorded=3)]
    )
    # Police 10 to 14, judges 5 to 7; prosecutors or first responders up to 3. Teachers do not count.
    assert figures(measured) == (15, None, 15, 24)
    assert measured.details["groups"]["police"] == {"lower": 10, "upper": 14}
    assert measured.details["groups"]["prosecutors"] == {"lower": 0, "upper": 3}
    assert measured.details["unrecorded"] == {"lower": 3, "upper": 3}


def test_a_profession_left_empty_is_unknown_and_not_zero():
    """30 people, 20 of them police: prosecutors, judges and others are 0 to 10 each, and 10 together."""
    measured = professionals_trained([training("1", police=20, unrecorded=10)])
    assert figures(measured) == (20, None, 20, 30)
    groups = measured.details["groups"]
    assert groups["police"] == {"lower": 20, "upper": 20}
    assert [groups[name] for name in ("prosecutors", "judges", "first_responders")] == [
        {"lower": 0, "upper": 10}
    ] * 3
    assert count_trained_by_group([training("1", police=20, unrecorded=10)]).groups["judges"] == Range(0, 10)


def test_a_zero_that_was_entered_is_zero():
    everyone = training("1", police=20, prosecutors=0, judges=0, first_responders=0, unrecorded=10)
    assert figures(professionals_trained([everyone])) == (20, None, 20, 20)
    none = training("1", police=0, prosecutors=0, judges=0, first_responders=0, unrecorded=10)
    assert figures(professionals_trained([none])) == (0, None, 0, 0)
    # Left empty at one of two trainings, it is unknown.
    both = professionals_trained([everyone, training("2", police=5, unrecorded=2)])
    assert both.details["groups"]["judges"] == {"lower": 0, "upper": 2}
    assert figures(both) == (20, None, 20, 27)


def test_it_is_exact_for_one_training_with_all_professions():
    assert figures(professionals_trained([training("1", prosecutors=7, first_responders=2)])) == (
        9,
        None,
        9,
        9,
    )


def test_it_is_open_upwards_after_a_training_without_outcome():
    assert figures(professionals_trained([training("1", police=7)], unresolved=1)) == (7, None, 7, None)


def test_it_is_open_upwards_when_nobody_counted_the_people():
    assert figures(professionals_trained([training("1", police=7, unrecorded=None)])) == (7, None, 7, None)
    assert professionals_trained([training("1", unrecorded=None)]).reason == "professions_unrecorded"


def test_it_is_exact_where_all_four_professions_were_entered_and_nobody_counted_the_people():
    entered = training("1", police=5, prosecutors=2, judges=0, first_responders=1, unrecorded=None)
    assert figures(professionals_trained([entered])) == (8, None, 8, 8)


def test_each_profession_is_open_only_where_it_was_left_empty_and_nobody_counted_the_people():
    entered = training("1", police=5, prosecutors=2, judges=0, first_responders=1, unrecorded=None)
    ranges = count_trained_by_group([entered]).groups
    assert [ranges[group] for group in PROFESSION_GROUPS] == [
        Range(5, 5),
        Range(2, 2),
        Range(0, 0),
        Range(1, 1),
    ]
    # The numbers of teachers and of people without a recorded profession are unknown.
    assert (ranges["teachers"], ranges["unrecorded"]) == (Range(0, None), Range(0, None))
    police_only = training("2", police=3, unrecorded=None)
    ranges = count_trained_by_group([entered, police_only]).groups
    assert (ranges["police"], ranges["prosecutors"]) == (Range(5, 8), Range(2, None))


def test_details_of_an_earlier_form_keep_what_they_say():
    first_definition = {
        "groups": {"police": {"lower": 5, "upper": 7}},
        "unrecorded": {"lower": 2, "upper": 3},
        "unresolved": 0,
        "uncounted": 0,
    }
    assert get_group_range(first_definition, "police") == Range(5, 10)
    assert get_group_range(first_definition, "unrecorded") == Range(2, 3)
    assert get_group_range(first_definition, "teachers") is None
    uncounted = {**first_definition, "uncounted": 1, "empty_is_unknown": True}
    assert get_group_range(uncounted, "police") == Range(5, None)


def test_it_distinguishes_the_states():
    assert professionals_trained([]).reason == "nothing_recorded"
    assert professionals_trained([], declared_none=True).state == "declared_zero"
    contradicted = professionals_trained([training("1", police=1)], declared_none=True)
    assert contradicted.reason == "declaration_contradicted"
    assert professionals_trained([training("1", unrecorded=9)]).reason == "professions_unrecorded"
    assert professionals_trained([training("1", teachers=9)]).value == 0


@pytest.mark.parametrize("people", [{"teachers": 20}, {"police": 0}, {"other": 4, "judges": 0}])
@pytest.mark.parametrize("unrecorded", [10, None])
def test_nobody_recorded_of_the_four_professions_is_unknown_where_some_may_have_come(people, unrecorded):
    measured = professionals_trained([training("1", unrecorded, **people)])
    assert (measured.state, measured.reason) == ("unknown", "professions_unrecorded")
    assert get_group_range(measured.details, "prosecutors") == Range(0, unrecorded)


def test_it_is_rated_at_both_ends():
    item, settings = part("professionals_trained"), Thresholds(targets={"professionals_trained": 20})
    measured = professionals_trained([training("1", police=10), training("2", police=10)])
    assert measured.upper == 20
    assert rate(item, measured, settings) == Rating.PARTLY_OR_MET
    assert rate(item, measured) == Rating.NOT_RATED


PEOPLE = st.dictionaries(st.sampled_from([*PROFESSION_GROUPS, "teachers"]), st.integers(0, 50))


@given(st.lists(st.tuples(PEOPLE, st.integers(0, 9)), min_size=1, max_size=6))
def test_it_is_between_the_largest_training_and_the_sum(rows):
    measured = professionals_trained([Training(str(n), *row) for n, row in enumerate(rows)])
    counted = [sum(people.get(group, 0) for group in PROFESSION_GROUPS) for people, _unrecorded in rows]
    if measured.has_value:
        assert max(counted) <= measured.lower <= sum(counted)
        empty = [not set(PROFESSION_GROUPS) <= people.keys() for people, _unrecorded in rows]
        open_people = sum(row[1] for row, is_empty in zip(rows, empty, strict=True) if is_empty)
        assert measured.upper == sum(counted) + open_people
