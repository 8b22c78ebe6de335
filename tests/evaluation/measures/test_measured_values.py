import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from evaluation.instrument import PARTS, Rule, Unit, part
from evaluation.measures import (
    Measurement,
    Override,
    Rating,
    State,
    build_not_applicable,
    effective,
    rate,
    unknown,
)
from evaluation.measures.measured import REASONS, build_declared_zero, count, share


def test_it_turns_bounds_of_the_numerator_into_the_unit_of_the_value():
    measured = share(6, 8, upper=7)
    assert (measured.lower_value, measured.value, measured.upper_value) == (75, 75, Fraction(175, 2))
    assert count(6, upper=7).upper_value == 7


def test_it_has_no_number_and_a_sentence_when_unknown():
    measured = unknown(Unit.COUNT, "nothing_recorded")
    assert (measured.has_value, measured.value, measured.numerator) == (False, None, None)
    assert str(measured.reason_text).startswith("Nothing is recorded")


@pytest.mark.parametrize("reason", REASONS)
def test_it_gives_each_reason_in_words(reason):
    assert str(unknown(Unit.COUNT, reason).reason_text).endswith(".")


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({"numerator": 5, "lower": 6, "upper": 7}, "lower bound 6"),
        ({"numerator": 5, "lower": 5, "upper": 4}, "upper bound 4"),
        ({"numerator": 5, "lower": 5, "upper": 5, "denominator": 9}, "a count has none"),
        ({"numerator": 5, "lower": 5, "upper": 9, "denominator": 8, "unit": Unit.PERCENT}, "fit into 8"),
        ({"numerator": 0, "lower": 0, "upper": 0, "denominator": 0, "unit": Unit.PERCENT}, "fit into 0"),
        ({"numerator": 0, "lower": 0, "upper": 0, "unit": Unit.PERCENT}, "needs a denominator"),
        ({"state": State.UNKNOWN, "reason": "none_known", "numerator": 0}, "has no numbers"),
        ({"state": State.UNKNOWN, "reason": ""}, "needs a reason"),
    ],
)
def test_it_refuses_figures_that_contradict_themselves(numbers, sentence):
    with pytest.raises(ValueError, match=sentence):
        Measurement(**{"state": State.VALUE, "unit": Unit.COUNT} | numbers)


@pytest.mark.parametrize(
    "measured",
    [
        share(Fraction(1, 2), 1, details={"focuses": []}),
        share(40, 50, interval=(66.9, 88.8)),
        count(3, upper=None, unit=Unit.PEOPLE, joint={"j": 3}),
        build_declared_zero(Unit.PERCENT, 8, capped=True),
        unknown(Unit.COUNT, "nothing_recorded", {"held": 2}),
        build_not_applicable(Unit.PERCENT),
    ],
)
def test_it_survives_json(measured):
    stored = json.loads(json.dumps(measured.as_json()))
    assert Measurement.from_json(stored) == measured
    as_decimals = stored | {
        name: None if stored[name] is None else Decimal(str(stored[name]))
        for name in ("numerator", "denominator", "lower", "upper")
    }
    assert Measurement.from_json(as_decimals) == measured


def test_it_uses_an_override_only_where_it_counts():
    override = Override(4, 5, "Counted by hand", "minutes")
    replaced = effective(unknown(Unit.PERCENT, "no_cadence_declared"), override)
    assert (replaced.value, replaced.overridden, replaced.state) == (80, True, "value")
    assert rate(part("meets_consistently"), replaced) == Rating.MET
    computed = share(1, 5)
    assert effective(computed, replace(override, counts=False)) is computed
    assert effective(computed, override).numerator == 4
    assert effective(build_not_applicable(Unit.PERCENT), override).state == "not_applicable"
    assert effective(build_declared_zero(Unit.PERCENT, 5), override).state == "value"
    missing = unknown(Unit.PERCENT, "no_cadence_declared")
    assert effective(missing, None) is missing


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.code)
def test_it_does_not_rate_what_is_unknown_or_not_applicable(part):
    expected = Rating.NOT_RATED if part.rule == Rule.TARGET else Rating.UNKNOWN
    assert rate(part, unknown(part.unit, "nothing_recorded")) == expected
    assert rate(part, build_not_applicable(part.unit)) == Rating.NOT_APPLICABLE
