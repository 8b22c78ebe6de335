import pytest

from evaluation.instrument import part
from evaluation.measures import Rating, access_known, rate, risks_known
from residents.counting import (
    AccessAnswer,
    Direction,
    Reply,
    RiskAnswer,
    SurveyTally,
    change_since,
    tally_access,
    tally_risks,
)

RIGHT, WRONG, REFUSED = Reply.RIGHT, Reply.WRONG, Reply.REFUSED


def tally(knows, valid, version="1", method="street"):
    return SurveyTally(knows, valid, version, method)


def test_it_takes_dont_know_as_an_answer_and_a_refusal_as_none():
    pairs = [(RIGHT, RIGHT), (RIGHT, WRONG), (WRONG, WRONG), (RIGHT, REFUSED), (REFUSED, WRONG)]
    counted = tally_access([AccessAnswer(*pair) for pair in pairs], "1", "street")
    assert (counted.knows, counted.valid, counted.refused) == (1, 3, 2)


def test_it_wants_the_definition_two_risks_and_at_most_one_distractor():
    answers = [
        RiskAnswer(RIGHT, 2, 1),
        RiskAnswer(RIGHT, 1, 0),
        RiskAnswer(RIGHT, 3, 2),
        RiskAnswer(WRONG, 3, 0),
        RiskAnswer(REFUSED, 3, 0),
    ]
    counted = tally_risks(answers, "1", "street")
    assert (counted.knows, counted.valid, counted.refused) == (1, 4, 1)


@pytest.mark.parametrize("measure", [access_known, risks_known])
def test_it_is_unknown_without_a_survey_or_thirty_answers(measure):
    assert measure(None).reason == "no_survey"
    assert measure(tally(29, 29)).reason == "too_few_answers"
    assert measure(tally(30, 30)).value == 100


def test_it_gives_the_interval_in_percent():
    measured = access_known(tally(81, 263))
    assert measured.interval == pytest.approx((25.53, 36.62), abs=0.005)
    assert (measured.lower, measured.upper) == (81, 81)


@pytest.mark.parametrize(
    ("knows", "valid", "rating"),
    [
        (95, 100, Rating.MET),  # 88.8 to 97.8 %
        (80, 100, Rating.PARTLY_OR_MET),  # 71.1 to 86.7 %
        (60, 100, Rating.PARTLY),  # 50.2 to 69.1 %
        (40, 100, Rating.NOT_MET_OR_PARTLY),  # 30.9 to 49.8 %
        (20, 100, Rating.NOT_MET),  # 13.3 to 28.9 %
    ],
)
def test_it_rates_by_the_whole_interval(knows, valid, rating):
    assert rate(part("risks_known"), risks_known(tally(knows, valid))) == rating


@pytest.mark.parametrize(
    ("first", "current", "direction"),
    [
        ((48, 80), (56, 70), Direction.INCREASE),
        ((56, 70), (48, 80), Direction.DECREASE),
        ((48, 80), (49, 80), Direction.NO_CLEAR_CHANGE),
    ],
)
def test_it_calls_a_change_only_what_the_interval_shows(first, current, direction):
    assert change_since(tally(*first), tally(*current)).direction == direction


def test_it_gives_the_change_in_points():
    change = change_since(tally(48, 80), tally(56, 70))
    assert change.difference == pytest.approx(20)
    assert change.interval == pytest.approx((5.24, 33.39), abs=0.005)


@pytest.mark.parametrize(
    "first", [None, tally(48, 80, version="2"), tally(48, 80, method="online"), tally(20, 29)]
)
def test_it_knows_no_change_without_a_comparable_survey(first):
    change = change_since(first, tally(56, 70))
    assert (change.direction, change.difference, change.interval) == (Direction.UNKNOWN, None, None)
