from dataclasses import replace
from fractions import Fraction

import pytest

from evaluation import wording
from evaluation.instrument import Unit
from evaluation.measures import Measurement, State, build_declared_zero, build_not_applicable, unknown


def percent(numerator: int | Fraction, denominator: int, **bounds: int | Fraction) -> Measurement:
    low, high = bounds.get("lower", numerator), bounds.get("upper", numerator)
    return Measurement(State.VALUE, Unit.PERCENT, numerator, denominator, low, high)


@pytest.mark.parametrize(("numerator", "text"), [(5, "63%"), (0, "0%"), (8, "100%"), (1, "13%")])
def test_it_rounds_half_a_point_up(numerator: int, text: str):
    assert wording.value_text(percent(numerator, 8)) == text


@pytest.mark.parametrize(
    ("measured", "text"),
    [
        (build_declared_zero(Unit.COUNT), "0 (reported as zero)"),
        (unknown(Unit.COUNT, "nothing_recorded"), "Unknown"),
        (unknown(Unit.PERCENT, "listed_only"), "Listed by community"),
        (build_not_applicable(Unit.COUNT), "Does not apply"),
        (Measurement(State.VALUE, Unit.COUNT, 0, None, 0, 0), "0"),
        (Measurement(State.VALUE, Unit.PEOPLE, 1200, None, 1200, 1200), "1,200"),
    ],
)
def test_it_distinguishes_the_four_states(measured: Measurement, text: str):
    assert wording.value_text(measured) == text


def test_it_says_how_far_the_unresolved_reaches():
    assert wording.bounds_text(percent(6, 12)) == ""
    assert (
        wording.bounds_text(percent(6, 12, upper=9)) == "between 50% and 75%, because records are incomplete"
    )
    assert wording.bounds_text(percent(6, 12, lower=3, upper=9)) == "between 25% and 75%"
    assert wording.bounds_text(Measurement(State.VALUE, Unit.COUNT, 6, None, 6, None)) == "at least 6"


@pytest.mark.parametrize(
    ("trainings", "unrecorded", "why"),
    [
        (1, 3, "some professions are not recorded"),
        (2, 0, "people may have come to several trainings"),
        (2, 1, "some professions are not recorded, and people may have come to several trainings"),
    ],
)
def test_it_says_why_people_trained_are_a_range(trainings: int, unrecorded: int, why: str):
    details = {"trainings": trainings, "unrecorded": {"lower": 0, "upper": unrecorded}}
    measured = Measurement(State.VALUE, Unit.PEOPLE, 6, None, 6, 9, details=details)
    assert wording.bounds_text(measured) == f"between 6 and 9: {why}"


@pytest.mark.parametrize(
    ("details", "text"),
    [
        ({"unresolved": 1, "has_no_most": 1}, "at least 6: a past training has no outcome yet"),
        ({"unresolved": 0, "has_no_most": 2}, "at least 6: a training has no headcount"),
        ({}, "at least 6"),
    ],
)
def test_it_says_why_no_higher_number_of_people_trained_is_known(details: dict[str, int], text: str):
    measured = Measurement(State.VALUE, Unit.PEOPLE, 6, None, 6, None, details=details)
    assert wording.bounds_text(measured) == text


def test_it_names_what_a_percentage_is_made_of_but_no_weight():
    assert wording.fraction_text(percent(9, 12)) == "9 of 12"
    assert wording.fraction_text(percent(Fraction(1, 2), 1)) == "0.5 of 1"
    assert wording.fraction_text(replace(percent(Fraction(1, 4), 1), percent_only=True)) == ""
