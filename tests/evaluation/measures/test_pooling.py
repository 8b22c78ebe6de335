from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.instrument import Unit, part
from evaluation.measures import Measurement, access_known, build_not_applicable, pool, unknown
from evaluation.measures.measured import build_declared_zero, count, share
from evaluation.measures.pooling import pool_surveys
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


def survey(knows, valid, population, version="2", method="street", unclear=0):
    measured = access_known(SurveyTally(knows, valid, version, method, unclear=unclear))
    return replace(measured, details={**measured.details, "population": population})


def test_it_weighs_surveys_by_population():
    # 80 % of 30,000 and 40 % of 10,000 people: 70 %. Effective size 1 / (0.75²/50 + 0.25²/100) ≈ 84.2.
    measures = [survey(40, 50, 30_000), survey(40, 100, 10_000), unknown(Unit.PERCENT, "no_survey")]
    pooled = pool(part("access_known"), measures)
    assert pooled.measured.value == 70
    assert pooled.measured.interval == pytest.approx((59.5, 78.7), abs=0.1)
    assert (pooled.value_count, pooled.applicable) == (2, 3)
    assert not pooled.measured.enters_sums


def test_unjudged_answers_widen_both_ends_of_a_pooled_survey():
    measured, _number = pool_surveys([survey(20, 50, 100, unclear=10), survey(20, 50, 300)])
    assert (measured.lower_value, measured.value, measured.upper_value) == (40, 40, 45)


def test_it_gives_one_survey_its_own_interval():
    alone = survey(40, 50, 30_000)
    assert pool_surveys([alone])[0].interval == pytest.approx(alone.interval)


def test_surveys_that_are_not_comparable_are_listed():
    for other in (survey(40, 50, 9, version="3"), survey(40, 50, 9, method="poster")):
        measured, number = pool_surveys([survey(40, 50, 30_000), other])
        assert (measured.reason, number) == ("listed_only", 2)
    assert pool_surveys([survey(40, 50, 0)])[0].reason == "listed_only"
    assert pool_surveys([])[0].reason == "none_known"


def test_a_pooled_survey_leaves_small_numbers_of_people_out():
    rest = [survey(20, 40, 500), survey(30, 40, 900)]
    for few in (survey(4, 40, 700), survey(37, 40, 700)):
        assert pool_surveys([*rest, few]) == pool_surveys(rest)


def test_pooling_offices_gives_the_same_as_pooling_their_communities():
    first, second = [survey(40, 50, 30_000), survey(40, 100, 10_000)], [survey(12, 60, 5_000)]
    offices = [pool_surveys(first)[0], pool_surveys(second)[0]]
    by_office, together = pool_surveys(offices)[0], pool_surveys([*first, *second])[0]
    assert by_office.value == together.value
    assert by_office.interval == pytest.approx(together.interval)
    assert Measurement.from_json(together.as_json()).percent_only
