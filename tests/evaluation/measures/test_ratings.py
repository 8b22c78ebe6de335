from fractions import Fraction

import pytest

from evaluation.instrument import Thresholds, Unit, part
from evaluation.measures import Measured, Rating, State, indicator_rating, rate
from evaluation.measures.measured import count, declared_zero, share

MET, PARTLY, NOT_MET = Rating.MET, Rating.PARTLY, Rating.NOT_MET
UNKNOWN, INCONCLUSIVE, NOT_RATED = Rating.UNKNOWN, Rating.INCONCLUSIVE, Rating.NOT_RATED


@pytest.mark.parametrize(
    ("numerator", "rating"), [(80, MET), (79, PARTLY), (40, PARTLY), (39, NOT_MET), (0, NOT_MET)]
)
def test_it_rates_shares_at_eighty_and_forty(numerator, rating):
    assert rate(part("meets_consistently"), share(numerator, 100, upper=100)) == rating


@pytest.mark.parametrize(("events", "rating"), [(4, MET), (3, PARTLY), (2, PARTLY), (1, NOT_MET), (9, MET)])
def test_it_rates_counts_against_the_offices_target(events, rating):
    settings = Thresholds(targets={"engagement_events": 5})
    assert rate(part("engagement_events"), count(events, upper=99), settings) == rating


def test_it_does_not_rate_a_count_without_target():
    assert rate(part("engagement_events"), count(9, upper=9)) == NOT_RATED


def test_it_rates_a_declared_zero_as_zero():
    settings = Thresholds(targets={"engagement_events": 5})
    assert rate(part("engagement_events"), declared_zero(Unit.COUNT), settings) == NOT_MET


def test_it_gives_an_overridden_survey_the_interval_of_its_own_numbers():
    def override(knows, valid):
        return Measured(State.VALUE, Unit.PERCENT, knows, valid, knows, knows, overridden=True)

    assert rate(part("access_known"), override(95, 100)) == MET
    assert rate(part("access_known"), override(29, 29)) == INCONCLUSIVE


def test_it_obeys_the_offices_own_thresholds():
    assert rate(part("meets_consistently"), share(85, 100), Thresholds(met=90)) == PARTLY


@pytest.mark.parametrize(
    ("ratings", "rating", "score", "known", "rated"),
    [
        ([MET, PARTLY, NOT_MET], PARTLY, 50, 3, 3),
        ([MET, MET, MET, PARTLY], MET, Fraction(175, 2), 4, 4),
        ([MET, NOT_MET, NOT_MET], NOT_MET, Fraction(100, 3), 3, 3),
        ([MET, MET, MET, UNKNOWN], MET, 100, 3, 3),  # exactly a quarter is still enough
        ([MET, MET, MET, INCONCLUSIVE], MET, 100, 4, 3),
        ([MET, MET, UNKNOWN], Rating.NOT_ENOUGH_DATA, None, 2, 2),
        ([MET, MET, UNKNOWN, INCONCLUSIVE], Rating.NOT_ENOUGH_DATA, None, 3, 2),
        ([MET, NOT_RATED], MET, 100, 2, 1),
        ([NOT_RATED, NOT_RATED], NOT_RATED, None, 2, 0),
    ],
)
def test_it_rates_an_indicator_over_its_rated_parts(ratings, rating, score, known, rated):
    found = indicator_rating(ratings)
    assert (found.rating, found.score, found.known, found.rated) == (rating, score, known, rated)
    assert found.applicable == len(ratings)


def test_it_leaves_out_parts_that_do_not_apply():
    found = indicator_rating([MET, Rating.NOT_APPLICABLE])
    assert (found.rating, found.applicable) == (MET, 1)
    assert indicator_rating([Rating.NOT_APPLICABLE]).rating == Rating.NOT_APPLICABLE
