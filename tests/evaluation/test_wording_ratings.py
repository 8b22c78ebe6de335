"""The threshold next to every rating, from plain figures."""

from fractions import Fraction

import pytest

from communities.thresholds import Thresholds
from evaluation.figure_queries.receipts import thresholds_in
from evaluation.instrument import PARTS, Unit, part
from evaluation.measures import (
    Measurement,
    Rating,
    State,
    build_declared_zero,
    indicator_rating,
    rate,
    unknown,
)
from evaluation.measures.measured import count, share
from evaluation.wording_ratings import explain_indicator, explain_rating, failures_text

SETTINGS = Thresholds(targets={"engagement_events": 6, "professionals_trained": 20})


def why(code: str, measured: Measurement, settings: Thresholds = SETTINGS) -> str:
    return explain_rating(part(code), measured, rate(part(code), measured, settings), settings)


def of_sample(low: float, high: float) -> Measurement:
    return share(50, 100, interval=(low, high))


@pytest.mark.parametrize(
    ("code", "measured", "text"),
    [
        ("meets_consistently", share(17, 20), "It is 17 of 20. Partly met from 8, met from 16."),
        ("meets_consistently", share(8, 11), "It is 8 of 11. Partly met from 5, met from 9."),
        ("meets_consistently", share(2, 26), "It is 2 of 26. Partly met from 11, met from 21."),
        ("focus_chosen", share(Fraction(1, 2), 1), "It is 50%. Partly met from 40%, met from 80%."),
        (
            "strategies_implemented",
            share(7, 20, upper=13),
            "It is 7 of 20. Partly met from 8, met from 16. At 35% the rating is "
            "“Not met”, at 65% “Partly met”.",
        ),
        (
            "diverse_participation",
            share(8, 10, lower=7, upper=10),
            "It is 8 of 10. Partly met from 4, met from 8. At 70% the rating is “Partly met”, at 100% “Met”.",
        ),
        (
            "engagement_events",
            count(4, upper=4),
            "It is 4; the office asks for 6. Of that, 40% (3) is partly met and 80% (5) is met.",
        ),
        (
            "engagement_events",
            count(1, upper=9),
            "It is 1; the office asks for 6. Of that, 40% (3) is partly met and 80% (5) is met. At 1 "
            "the rating is “Not met”, at 9 “Met”.",
        ),
        ("stakeholder_meetings", count(4, upper=4), "Not rated: the office has set no target."),
        (
            "professionals_trained",
            count(17, upper=30, unit=Unit.PEOPLE),
            "It is 17; the office asks for 20. Of that, 40% (8) is partly met and 80% (16) is met.",
        ),
        (
            "professionals_trained",
            count(9, upper=None, unit=Unit.PEOPLE),
            "It is 9; the office asks for 20. Of that, 40% (8) is partly met and 80% (16) is met. At 9 the rating is "
            "“Partly met”; it may be up to “Met”.",
        ),
        ("access_known", of_sample(81, 90), "The whole interval, 81% to 90%, is at 80% or above."),
        ("access_known", of_sample(45, 70), "The whole interval, 45% to 70%, is between 40% and 80%."),
        ("access_known", of_sample(20, 39), "The whole interval, 20% to 39%, is below 40%."),
        (
            "access_known",
            of_sample(70, 85),
            "The interval, 70% to 85%, includes 80%. More answers make it narrower.",
        ),
        (
            "access_known",
            of_sample(30, 80),
            "The interval, 30% to 80%, includes every rating. More answers make it narrower.",
        ),
        (
            "risks_known",
            of_sample(30, 50),
            "The interval, 30% to 50%, includes 40%. More answers make it narrower.",
        ),
        ("access_known", share(5, 10), "A rating needs 30 answers."),
        ("meets_consistently", unknown(Unit.PERCENT, "no_cadence_declared"), ""),
    ],
)
def test_it_says_where_the_line_is(code: str, measured: Measurement, text: str):
    assert why(code, measured) == text


def test_it_says_what_would_lift_a_cap():
    missing = {"missing": [{"kind": "housing", "language": "es", "unconfirmed": False}]}
    held_share = share(7, 8, capped=True, details=missing)
    assert why("resources_identified", held_share) == (
        "It is 7 of 8. Partly met from 4, met from 7. At most “partly met” while these are missing: "
        "Housing and shelter (Spanish)."
    )
    # Without details it names none, in each language.
    none = build_declared_zero(Unit.PERCENT, 8, capped=True)
    for untold in (none, share(7, 8, capped=True)):
        text = why("resources_identified", untold)
        assert "until every language has confirmed housing and counseling." in text


def test_it_shows_no_threshold_for_other_thresholds_or_hidden_figures():
    assert explain_rating(part("meets_consistently"), share(17, 20), Rating.PARTLY, SETTINGS) == ""
    hidden = Measurement(State.HIDDEN, Unit.PERCENT, reason="few_people", details={"whole": None})
    assert explain_rating(part("access_known"), hidden, Rating.NOT_MET, SETTINGS) == ""


def test_it_takes_the_line_from_the_receipt_of_the_figure():
    texts = {"met": 70, "partly": 30, "target": 5, "confirmed_days": 184}
    receipt = {"definition": {"code": "engagement_events"}, "thresholds": texts}
    assert thresholds_in(receipt) == Thresholds(met=70, partly=30, targets={"engagement_events": 5})
    assert thresholds_in({}) == Thresholds()


def test_it_explains_an_indicator_without_hidden_parts():
    def rate_together(*ratings: Rating) -> str:
        return explain_indicator(PARTS[: len(ratings)], ratings, indicator_rating(ratings), Thresholds())

    met, partly, not_met = Rating.MET, Rating.PARTLY, Rating.NOT_MET
    assert rate_together(met, met, partly, not_met) == (
        "Met 2, partly met 1 (counts half), of 4 parts: 63%. Partly met from 40%, met from 80%. "
        "Not met: 3 Focus chosen."
    )
    assert rate_together(met, met, met, Rating.UNKNOWN) == (
        "Met 3, partly met 0 (counts half), of 4 parts: 75% to 100%. Partly met from 40%, met from 80%."
    )
    open_parts = [Rating.INCONCLUSIVE, Rating.UNKNOWN, Rating.UNKNOWN]
    assert rate_together(met, not_met, *open_parts, Rating.NOT_RATED) == (
        "Unknown or inconclusive parts: 3 of 5. Anything from not met to met is possible. "
        "Not met: 1b Reflects the community."
    )
    assert rate_together(Rating.NOT_RATED) == rate_together(Rating.NOT_APPLICABLE) == ""
    both_met = indicator_rating([met, met])
    assert explain_indicator(PARTS[:2], [met, Rating.HIDDEN], both_met, Thresholds()) == ""
    assert explain_indicator(PARTS[:2], [met, not_met], both_met, Thresholds()) == ""


def test_failures_are_named_unless_a_part_is_hidden():
    unknown_rating, not_met = Rating.UNKNOWN, Rating.NOT_MET
    assert failures_text(PARTS[:3], [not_met, unknown_rating, not_met]) == (
        "Not met: 1a Meets consistently, 2 Local research done"
    )
    assert failures_text(PARTS[:2], [not_met, Rating.HIDDEN]) == ""
    assert failures_text(PARTS[:2], [Rating.NOT_MET_OR_PARTLY, unknown_rating]) == ""
