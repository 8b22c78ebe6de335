from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.instrument import Unit, part
from evaluation.measures import SurveyInPlace, access_known, build_not_applicable, pool, pool_surveys, unknown
from evaluation.measures.measured import build_declared_zero, count, share
from residents.counting import SurveyTally

MEETS, EVENTS = part("meets_consistently"), part("engagement_events")
NONE = unknown(Unit.PERCENT, "no_cadence_declared")


def test_it_sums_counts_and_never_averages_percentages():
    pooled = pool(MEETS, [share(1, 1), share(0, 9, upper=2), NONE, build_not_applicable(Unit.PERCENT)])
    assert (pooled.measured.value, pooled.measured.upper_value) == (10, 30)
    assert (pooled.value_count, pooled.applicable) == (2, 3)
    assert pooled.states == {"value": 2, "declared_zero": 0, "unknown": 1, "not_applicable": 1}


def test_it_is_unknown_when_it_is_known_nowhere():
    pooled = pool(MEETS, [NONE])
    assert (pooled.measured.reason, pooled.value_count, pooled.applicable) == ("none_known", 0, 1)
    assert pool(MEETS, []).applicable == 0


def test_it_counts_joint_events_once_over_communities():
    measures = [
        count(3, upper=4, joint={"j": 1, "k": 1}),
        count(2, upper=2, joint={"j": 1}),
        count(1, upper=1),
    ]
    pooled = pool(EVENTS, measures).measured
    assert (pooled.numerator, pooled.lower, pooled.upper) == (5, 5, 6)


def test_it_uses_the_largest_record_of_a_joint_training():
    measures = [count(n, upper=n, unit=Unit.PEOPLE, joint={"j": n}) for n in (10, 12)]
    assert pool(part("professionals_trained"), measures).measured.numerator == 12


def test_it_is_open_upwards_when_one_figure_is():
    people = part("professionals_trained")
    measures = [count(3, upper=None, unit=Unit.PEOPLE), count(2, upper=2, unit=Unit.PEOPLE)]
    assert pool(people, measures).measured.upper is None


def test_it_is_a_declared_zero_only_when_all_that_is_known_was_declared():
    zero = build_declared_zero(Unit.COUNT)
    assert pool(EVENTS, [zero, unknown(Unit.COUNT, "nothing_recorded")]).measured.state == "declared_zero"
    assert pool(EVENTS, [zero, count(0, upper=0)]).measured.state == "value"


def test_it_says_how_many_figures_are_overrides():
    assert pool(MEETS, [share(1, 2), share(1, 2, overridden=True)]).overridden == 1


def test_it_never_sums_surveys():
    measured = access_known(SurveyTally(40, 50, "1", "street"))
    pooled = pool(part("access_known"), [measured, measured])
    assert (pooled.measured.reason, pooled.value_count) == ("listed_only", 2)


MEASURES = st.one_of(
    st.tuples(st.integers(0, 20), st.integers(0, 5), st.integers(1, 5)).map(
        lambda t: share(t[0], sum(t), upper=t[0] + t[1])
    ),
    st.just(NONE),
    st.just(build_not_applicable(Unit.PERCENT)),
    st.integers(1, 9).map(lambda n: build_declared_zero(Unit.PERCENT, n)),
)


@given(st.lists(MEASURES, max_size=12).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_it_does_not_depend_on_the_order(pair):
    rows, shuffled = pair
    pooled = pool(MEETS, rows)
    assert pooled == pool(MEETS, shuffled)
    if pooled.measured.has_value:
        assert 0 <= pooled.measured.lower_value <= pooled.measured.value <= pooled.measured.upper_value <= 100


def place(knows, valid, population, version="1"):
    return SurveyInPlace(access_known(SurveyTally(knows, valid, version, "street")), population)


def test_it_weighs_surveys_by_population():
    # 80 % of 30,000 and 40 % of 10,000 people: 70 %. Effective size 1 / (0.75²/50 + 0.25²/100) ≈ 84.2.
    pooled = pool_surveys([place(40, 50, 30_000), place(40, 100, 10_000), place(1, 5, 900)])
    assert pooled.percent == pytest.approx(70)
    assert pooled.interval == pytest.approx((59.5, 78.7), abs=0.1)
    assert (pooled.value_count, pooled.applicable) == (2, 3)


def test_it_gives_one_survey_its_own_interval():
    alone = place(40, 50, 30_000)
    assert pool_surveys([alone]).interval == pytest.approx(alone.measured.interval)


def test_it_only_lists_surveys_that_are_not_comparable():
    pooled = pool_surveys([place(40, 50, 30_000), place(40, 50, 30_000, version="2")])
    assert (pooled.percent, pooled.interval, pooled.value_count) == (None, None, 2)
    assert pool_surveys([]).percent is None
    overridden = SurveyInPlace(replace(place(40, 50, 9).measured, overridden=True), 9)
    assert pool_surveys([overridden]).percent is None
