import json
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communities.thresholds import Thresholds
from evaluation.measures import diverse_participation, fold_ages

GENDER = {"female": 510, "male": 490}
RACE = {"white": 600, "asian": 300, "black": 60, "other": 40}  # other: 4 %, not counted
AGES = {"0-4": 100, "10-14": 100, "15-19": 100, "20-24": 100, "25-29": 300, "45-49": 200, "85+": 100}


def figures(measured):
    return measured.numerator, measured.denominator, measured.lower, measured.upper


def dimension(measured, name):
    return next(row for row in measured.details["dimensions"] if row["dimension"] == name)


def test_it_folds_five_year_bands_and_leaves_out_the_young():
    assert fold_ages(AGES) == {"15-24": 200, "25-44": 300, "45-64": 200, "65+": 100}


def test_it_takes_the_four_bands_as_they_are():
    assert fold_ages({"15-24": 3, "25-44": 4, "45–64": 5, "65_plus": 6, "under_15": 9}) == {
        "15-24": 3,
        "25-44": 4,
        "45-64": 5,
        "65+": 6,
    }


@pytest.mark.parametrize("label", ["10-19", "20-29", "40-49", "60+", "18+", "under_18"])
def test_it_refuses_a_band_across_two(label):
    with pytest.raises(ValueError, match="does not lie inside one"):
        fold_ages({label: 1})


def test_it_refuses_what_is_no_band():
    with pytest.raises(ValueError, match="is not an age band"):
        fold_ages({"adults": 1})


def test_it_sums_groups_over_dimensions():
    measured = diverse_participation(
        {"gender": GENDER, "race": RACE},
        {"gender": {"female": 35, "male": 5}, "race": {"white": 30, "asian": 9, "black": 1}},
        40,
    )
    # Gender: 5/40 < 24.5 %, so 1 of 2. Race: 9/40 ≥ 15 %, 1/40 < 3 %, other not counted, so 2 of 3.
    assert figures(measured) == (3, 5, 3, 3)
    assert measured.value == 60
    assert dimension(measured, "race")["groups_asked"] == 3


def test_it_counts_exactly_half_the_share_as_represented():
    measured = diverse_participation({"d": {"a": 800, "b": 200}}, {"d": {"a": 18, "b": 2}}, 20)
    assert figures(measured)[:2] == (2, 2)


def test_it_asks_for_a_group_of_exactly_five_percent_and_not_below():
    attendance = {"d": {"a": 20}}
    assert diverse_participation({"d": {"a": 95, "b": 5}}, attendance, 20).denominator == 2
    assert diverse_participation({"d": {"a": 951, "b": 49}}, attendance, 20).denominator == 1


def test_it_leaves_the_young_out_of_profile_and_attendance():
    measured = diverse_participation({"age_band": AGES}, {"age_band": {"25-44": 20, "under_15": 30}}, 50)
    assert figures(measured)[:2] == (1, 4)
    assert dimension(measured, "age_band")["unrecorded"] == 0


def test_it_widens_the_bounds_by_unrecorded_attendances():
    measured = diverse_participation({"d": {"a": 500, "b": 500}}, {"d": {"a": 18, "b": 6}}, 32)
    # b: 6/24 = 25 % is just enough; with 8 unrecorded it may be 6/32 or 14/32. a: at least 18/32.
    assert figures(measured) == (2, 2, 1, 2)


def test_it_opens_the_bounds_for_a_meeting_without_outcome_or_attendance():
    profile, attendance = {"d": {"a": 500, "b": 500}}, {"d": {"a": 24}}
    assert figures(diverse_participation(profile, attendance, 24, unresolved_meetings=1)) == (1, 2, 0, 2)
    assert figures(diverse_participation(profile, attendance, 24, unrecorded_meetings=1)) == (1, 2, 0, 2)


def test_it_is_unknown_without_a_profile():
    assert diverse_participation({}, {"gender": {"female": 30}}, 30).reason == "no_profile"
    assert diverse_participation({"gender": {}}, {"gender": {"female": 30}}, 30).reason == "no_profile"
    only_children = {"age_band": {"0-4": 10}}
    assert diverse_participation(only_children, {"age_band": {"25-44": 30}}, 30).reason == "no_profile"


def test_it_is_unknown_below_twenty_recorded():
    assert (
        diverse_participation({"gender": GENDER}, {"gender": {"male": 19}}, 19).reason == "too_few_recorded"
    )
    assert diverse_participation({"gender": GENDER}, {"gender": {"male": 20}}, 20).has_value
    assert diverse_participation({"gender": GENDER}, {}, 0).reason == "too_few_recorded"


def test_it_is_unknown_above_forty_percent_unrecorded():
    assert diverse_participation({"gender": GENDER}, {"gender": {"male": 60}}, 100).has_value
    measured = diverse_participation({"gender": GENDER}, {"gender": {"male": 60}}, 101)
    assert measured.reason == "too_much_unrecorded"


def test_it_leaves_out_one_dimension_that_nobody_recorded_and_says_so():
    everyone = {"gender": {"female": 20, "male": 20}, "race": {"white": 20, "asian": 20}}
    profile = {"gender": GENDER, "race": RACE, "age_band": AGES}
    measured = diverse_participation(profile, everyone, 40)
    assert figures(measured)[:2] == (4, 5)
    ages = dimension(measured, "age_band")
    assert (ages["counted"], ages["reason"], ages["unrecorded"]) == (False, "too_few_recorded", 40)


def test_it_does_not_call_a_team_diverse_that_recorded_one_of_three_dimensions():
    profile = {"gender": GENDER, "race": RACE, "age_band": AGES}
    measured = diverse_participation(profile, {"gender": {"female": 20, "male": 20}}, 40)
    assert measured.reason == "too_much_unrecorded"


def test_it_asks_only_for_the_dimensions_that_are_kept():
    measured = diverse_participation(
        {"gender": GENDER, "race": RACE},
        {"gender": {"female": 20, "male": 20}},
        40,
        dimension_names={"gender"},
    )
    assert figures(measured)[:2] == (2, 2)
    assert measured.details["not_kept"] == ["race"]


def test_it_shows_ratio_and_similarity_next_to_the_figure():
    measured = diverse_participation({"d": {"a": 500, "b": 500}}, {"d": {"a": 30, "b": 10}}, 40)
    row = dimension(measured, "d")
    # Shares 75 % and 25 % against 50 % each: 1 − ½ (0.25 + 0.25).
    assert row["similarity"] == 0.75
    assert [group["ratio"] for group in row["groups"]] == [1.5, 0.5]
    low, high = row["groups"][1]["ratio_interval"]
    assert 0 < low < 0.5 < high


def test_it_obeys_the_offices_own_thresholds():
    strict = Thresholds(represented_share=100, recorded_attendances=10)
    measured = diverse_participation(
        {"d": {"a": 500, "b": 500}}, {"d": {"a": 6, "b": 4}}, 10, thresholds=strict
    )
    assert figures(measured)[:2] == (1, 2)


COUNTS = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 200), max_size=5)


@given(
    st.dictionaries(st.sampled_from(["x", "y"]), COUNTS),
    st.dictionaries(st.sampled_from(["x", "y"]), COUNTS),
    st.integers(0, 900),
)
def test_it_bounds_every_share_between_zero_and_a_hundred(profile, attendance, headcount):
    measured = diverse_participation(profile, attendance, headcount)
    json.dumps(measured.as_json(), allow_nan=False)
    if measured.has_value:
        assert 0 <= measured.lower_value <= measured.value <= measured.upper_value <= 100


@given(st.dictionaries(st.sampled_from("abcde"), st.integers(1, 200), min_size=1), st.data())
def test_it_keeps_its_bounds_when_the_unrecorded_turn_up(came, data):
    """Whatever the groups of the unrecorded are, the complete figure lies inside the earlier bounds."""
    profile = {"d": dict.fromkeys("abcde", 100)}
    late_arrivals = data.draw(st.lists(st.sampled_from("abcde"), max_size=sum(came.values()) * 2 // 3))
    before = diverse_participation(profile, {"d": came}, sum(came.values()) + len(late_arrivals))
    after = diverse_participation(
        profile, {"d": Counter(came) + Counter(late_arrivals)}, sum(came.values()) + len(late_arrivals)
    )
    if before.has_value:
        assert before.lower <= after.numerator <= before.upper
        assert after.value == Fraction(100 * after.numerator, 5)


@given(
    st.dictionaries(st.sampled_from("abcde"), st.integers(0, 400), min_size=1),
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 60)),
    st.integers(0, 60),
)
def test_its_shares_are_those_of_exact_fractions(profile, came, missing):
    if not sum(profile.values()):
        return
    total, population, half = sum(came.values()), sum(profile.values()), Fraction(50, 100)
    measured = diverse_participation({"d": profile}, {"d": came}, total + missing)
    row = dimension(measured, "d")
    for group in row["groups"]:
        share = Fraction(profile[group["group"]], population)
        recorded = came.get(group["group"], 0)
        assert group["profile_share"] == float(100 * share)
        assert group["represented"] == bool(total and Fraction(recorded, total) >= share * half)
        assert group["surely"] == bool(total and Fraction(recorded, total + missing) >= share * half)
        possibly = total + missing and Fraction(recorded + missing, total + missing) >= share * half
        assert group["possibly"] == bool(possibly)
    if total:
        names = profile.keys() | came.keys()
        apart = sum(
            abs(Fraction(profile.get(name, 0), population) - Fraction(came.get(name, 0), total))
            for name in names
        )
        assert row["similarity"] == float(1 - apart / 2)
