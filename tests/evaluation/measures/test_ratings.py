from fractions import Fraction

import pytest

from communities.thresholds import Thresholds
from evaluation.instrument import Unit, part
from evaluation.measures import Measurement, Rating, State, indicator_rating, rate
from evaluation.measures.measured import build_declared_zero, count, share, unknown

MET, PARTLY, NOT_MET = Rating.MET, Rating.PARTLY, Rating.NOT_MET
UNKNOWN, INCONCLUSIVE, NOT_RATED = Rating.UNKNOWN, Rating.INCONCLUSIVE, Rating.NOT_RATED


@pytest.mark.parametrize(
    ("numerator", "rating"), [(80, MET), (79, PARTLY), (40, PARTLY), (39, NOT_MET), (0, NOT_MET)]
)
def test_it_rates_shares_at_eighty_and_forty(numerator, rating):
    assert rate(part("meets_consistently"), share(numerator, 100)) == rating


@pytest.mark.parametrize(("events", "rating"), [(4, MET), (3, PARTLY), (2, PARTLY), (1, NOT_MET), (9, MET)])
def test_it_rates_counts_against_the_offices_target(events, rating):
    settings = Thresholds(targets={"engagement_events": 5})
    assert rate(part("engagement_events"), count(events, upper=events), settings) == rating


@pytest.mark.parametrize(
    ("lower", "upper", "rating"),
    [
        (3, 3, PARTLY),
        (3, 4, Rating.PARTLY_OR_MET),
        (1, 3, Rating.NOT_MET_OR_PARTLY),
        (1, 4, INCONCLUSIVE),
        (4, None, MET),
        (2, None, Rating.PARTLY_OR_MET),
        (0, None, INCONCLUSIVE),
    ],
)
def test_it_rates_a_figure_with_bounds_at_both_ends(lower, upper, rating):
    settings = Thresholds(targets={"engagement_events": 5, "professionals_trained": 5})
    assert rate(part("engagement_events"), count(lower, upper=upper), settings) == rating
    trained = count(lower, upper=upper, unit=Unit.PEOPLE)
    assert rate(part("professionals_trained"), trained, settings) == rating
    if upper is not None:
        bounded = share(lower, 5, upper=upper)
        assert rate(part("strategies_implemented"), bounded) == rating


def test_it_rates_a_share_at_its_lower_end_and_not_at_its_value():
    assert rate(part("diverse_participation"), share(8, 10, lower=7, upper=10)) == Rating.PARTLY_OR_MET


@pytest.mark.parametrize(
    ("interval", "rating"),
    [
        ((81.0, 90.0), MET),
        ((70.0, 85.0), Rating.PARTLY_OR_MET),
        ((45.0, 70.0), PARTLY),
        ((30.0, 50.0), Rating.NOT_MET_OR_PARTLY),
        ((20.0, 39.9), NOT_MET),
        ((30.0, 80.0), INCONCLUSIVE),
    ],
)
def test_it_rates_a_survey_from_the_lower_to_the_upper_bound_of_its_interval(interval, rating):
    assert rate(part("access_known"), share(50, 100, interval=interval)) == rating


def test_it_does_not_rate_a_count_without_target_known_or_not():
    assert rate(part("engagement_events"), count(9, upper=9)) == NOT_RATED
    assert rate(part("engagement_events"), unknown(Unit.COUNT, "nothing_recorded")) == NOT_RATED


def test_it_rates_a_declared_zero_as_zero():
    settings = Thresholds(targets={"engagement_events": 5})
    assert rate(part("engagement_events"), build_declared_zero(Unit.COUNT), settings) == NOT_MET


def test_it_gives_an_overridden_survey_the_interval_of_its_own_numbers():
    def override(knows, valid):
        return Measurement(State.VALUE, Unit.PERCENT, knows, valid, knows, knows, overridden=True)

    assert rate(part("access_known"), override(95, 100)) == MET
    assert rate(part("access_known"), override(29, 29)) == INCONCLUSIVE


def test_it_obeys_the_offices_own_thresholds():
    assert rate(part("meets_consistently"), share(85, 100), Thresholds(met=90)) == PARTLY


@pytest.mark.parametrize(
    ("ratings", "rating", "scores", "known_count", "applicable"),
    [
        ([MET, PARTLY, NOT_MET], PARTLY, (50, 50), 3, 3),
        ([MET, MET, MET, PARTLY], MET, (Fraction(175, 2), Fraction(175, 2)), 4, 4),
        ([MET, NOT_MET, NOT_MET], NOT_MET, (Fraction(100, 3), Fraction(100, 3)), 3, 3),
        ([MET, MET, MET, UNKNOWN], Rating.PARTLY_OR_MET, (75, 100), 3, 4),
        ([MET, MET, MET, INCONCLUSIVE], Rating.PARTLY_OR_MET, (75, 100), 4, 4),
        ([MET, MET, Rating.PARTLY_OR_MET], MET, (Fraction(250, 3), 100), 3, 3),
        ([NOT_MET, NOT_MET, NOT_MET, UNKNOWN], NOT_MET, (0, 25), 3, 4),
        ([NOT_MET, UNKNOWN], Rating.NOT_MET_OR_PARTLY, (0, 50), 1, 2),
        ([NOT_MET, Rating.NOT_MET_OR_PARTLY], NOT_MET, (0, 25), 2, 2),
        ([MET, UNKNOWN], Rating.PARTLY_OR_MET, (50, 100), 1, 2),
        ([MET, UNKNOWN, INCONCLUSIVE], Rating.NOT_ENOUGH_DATA, (None, None), 2, 3),
        ([MET, NOT_RATED], MET, (100, 100), 1, 1),
        ([NOT_RATED, NOT_RATED], NOT_RATED, (None, None), 0, 0),
    ],
)
def test_it_rates_an_indicator_with_every_part_at_its_lower_and_at_its_upper_end(
    ratings, rating, scores, known_count, applicable
):
    result = indicator_rating(ratings)
    assert (result.rating, (result.score, result.upper_score)) == (rating, scores)
    assert (result.rated_count, result.applicable) == (known_count, applicable)


def test_it_caps_both_ends_unless_a_confirmation_alone_is_missing():
    def get_rating(*unconfirmed):
        missing = {
            "missing": [
                {"kind": "housing", "language": "en", "unconfirmed": counts} for counts in unconfirmed
            ]
        }
        return rate(part("resources_identified"), share(7, 8, upper=8, capped=True, details=missing))

    assert get_rating(True) == Rating.PARTLY_OR_MET
    assert get_rating(True, False) == PARTLY


def test_it_leaves_out_parts_that_do_not_apply():
    result = indicator_rating([MET, Rating.NOT_APPLICABLE])
    assert (result.rating, result.applicable) == (MET, 1)
    assert indicator_rating([Rating.NOT_APPLICABLE]).rating == Rating.NOT_APPLICABLE
