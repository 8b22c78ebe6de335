"""Where the line is, beside every rating; pure words over plain figures."""

from fractions import Fraction

import pytest

from evaluation.figure_queries.receipts import thresholds_in
from evaluation.instrument import Thresholds, Unit, part
from evaluation.measures import Measured, Rating, State, declared_zero, rate, unknown
from evaluation.measures.measured import count, share
from evaluation.wording_ratings import why_rated

SETTINGS = Thresholds(targets={"engagement_events": 6, "professionals_trained": 20})


def why(code: str, measured: Measured, settings: Thresholds = SETTINGS) -> str:
    return why_rated(part(code), measured, rate(part(code), measured, settings), settings)


def of_sample(low: float, high: float) -> Measured:
    return share(50, 100, interval=(low, high))


@pytest.mark.parametrize(
    ("code", "measured", "words"),
    [
        ("meets_consistently", share(17, 20), "Met from 80%: 16 of 20."),
        ("meets_consistently", share(9, 11), "Met from 80%: 9 of 11."),
        ("meets_consistently", share(8, 11), "Met from 80%: 9 of 11."),
        ("meets_consistently", share(2, 26), "Partly met from 40%: 11 of 26; met from 80%: 21 of 26."),
        ("focus_chosen", share(Fraction(1, 2), 1), "Met from 80%."),
        ("engagement_events", count(4, upper=4), "Met from 80%: 5 of the 6 that the office asks for."),
        (
            "engagement_events",
            count(1, upper=9),
            "Partly met from 40%: 3 of the 6 that the office asks for; met from 80%: 5.",
        ),
        (
            "stakeholder_meetings",
            count(4, upper=4),
            "The office has set no target for it, so it is not rated.",
        ),
        (
            "professionals_trained",
            count(17, upper=30, unit=Unit.PEOPLE),
            "Met from 80%: 16 of the 20 that the office asks for. What counts is the least that it can be.",
        ),
        ("access_known", of_sample(81, 90), "The whole interval, 81% to 90%, is at 80% or above."),
        ("access_known", of_sample(45, 70), "The whole interval, 45% to 70%, is between 40% and 80%."),
        ("access_known", of_sample(20, 39), "The whole interval, 20% to 39%, is below 40%."),
        (
            "access_known",
            of_sample(70, 85),
            "The interval, 70% to 85%, lies on both sides of 80%. More answers make it narrower.",
        ),
        (
            "access_known",
            of_sample(30, 80),
            "The interval, 30% to 80%, holds every rating. More answers make it narrower.",
        ),
        (
            "risks_known",
            of_sample(30, 50),
            "The interval, 30% to 50%, lies on both sides of 40%. More answers make it narrower.",
        ),
        ("access_known", share(5, 10), "With fewer than 30 answers nobody can tell."),
        ("meets_consistently", unknown(Unit.PERCENT, "no_cadence_declared"), ""),
    ],
)
def test_it_says_where_the_line_is(code: str, measured: Measured, words: str):
    assert why(code, measured) == words


def test_it_says_what_would_lift_a_cap():
    missing = {"missing": [{"kind": "housing", "language": "es", "unconfirmed": False}]}
    held = share(7, 8, capped=True, details=missing)
    words = "From 80% on it would be “met”, but no confirmed service gives: Housing and shelter (Spanish)."
    assert why("resources_identified", held) == words
    below = share(4, 8, capped=True, details=missing)
    assert why("resources_identified", below) == (
        "Met from 80%: 7 of 8. “Partly met” at best, as long as no confirmed service gives: "
        "Housing and shelter (Spanish)."
    )
    # Where the details were not read, it names none: it could be either, in any of the languages.
    none = declared_zero(Unit.PERCENT, 8, capped=True)
    for untold in (none, share(7, 8, capped=True)):
        words = why("resources_identified", untold)
        assert "not every language has a confirmed service for housing and for counseling." in words


def test_it_is_silent_rather_than_beside_a_rating_of_other_thresholds_or_of_a_hidden_figure():
    assert why_rated(part("meets_consistently"), share(17, 20), Rating.PARTLY, SETTINGS) == ""
    hidden = Measured(State.HIDDEN, Unit.PERCENT, reason="few_people", details={"whole": None})
    assert why_rated(part("access_known"), hidden, Rating.NOT_MET, SETTINGS) == ""


def test_it_takes_the_line_from_the_receipt_of_the_figure():
    told = {"met": 70, "partly": 30, "target": 5, "confirmed_days": 184}
    receipt = {"definition": {"code": "engagement_events"}, "thresholds": told}
    assert thresholds_in(receipt) == Thresholds(met=70, partly=30, targets={"engagement_events": 5})
    assert thresholds_in({}) == Thresholds()
