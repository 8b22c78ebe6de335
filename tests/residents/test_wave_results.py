"""The results of a wave. measures/test_intervals.py compares the intervals with published tables."""

import datetime as dt

import pytest
from django.template.loader import render_to_string

from communities.thresholds import Thresholds
from residents.counting import SurveyTally
from residents.models import AwarenessWave
from residents.results import EarlierWaves, get_results, points
from residents.tallies import Pool, Tallies

SINCE = "since the first survey of this kind (January 2026)"


def counted(knows: int, valid: int, sampling: str = "street", refused: int = 0) -> Tallies:
    survey_tally = SurveyTally(knows, valid, "1", sampling, refused)
    return Tallies(Pool(1, sampling), valid + refused, survey_tally, survey_tally)


def wave(sampling: str = "street", month: int = 3) -> AwarenessWave:
    return AwarenessWave(sampling=sampling, version=1, starts_on=dt.date(2026, month, 1))


def describe(now: Tallies, *before: Tallies, thresholds: Thresholds | None = None):
    earlier = [(wave(month=number), tallies) for number, tallies in enumerate(before, start=1)]
    return get_results(now, EarlierWaves(earlier), thresholds)[0]


def test_it_gives_newcombes_published_share_with_its_interval():
    """81 of 263: Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3: 0.2553 to 0.3662."""
    description = describe(counted(81, 263))
    assert (description.percent, description.bounds) == (
        "31%",
        "Margin of error: between 26% and 37% (95% interval).",
    )


def test_it_gives_newcombes_published_difference():
    """56 of 70 after 48 of 80: ibid. 873–890, table II, method 10: 0.0524 to 0.3339."""
    assert describe(counted(56, 70), counted(48, 80)).change == (
        f"Change among residents {SINCE}: +20 points (+5 to +33)."
    )


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        ((24, 40), f"No clear change {SINCE}: +10 points (−11 to +30), which may be chance."),
        ((20, 40), f"No clear change {SINCE}: 0 points (−21 to +21), which may be chance."),
        ((5, 40), f"Change among residents {SINCE}: −38 points (−54 to −17)."),
    ],
)
def test_it_calls_nothing_a_change_that_may_be_chance(now, sentence):
    assert describe(counted(*now), counted(20, 40)).change == sentence


def test_it_speaks_of_those_asked_for_volunteers():
    for sampling in ("event", "poster", "online"):
        description = describe(counted(38, 40, sampling), counted(20, 40, sampling))
        assert description.change.startswith(f"Change among the people asked {SINCE}: +")
        description = describe(counted(2, 40, sampling), counted(20, 40, sampling))
        assert description.change.startswith(f"Change among the people asked {SINCE}: −")


def test_it_gives_no_percentage_below_thirty():
    description = describe(counted(29, 29), counted(40, 50))
    assert (description.percent, description.bounds, description.missing) == ("", "", 1)
    assert description.change == "A comparison with January 2026 needs 30 valid answers."
    assert describe(counted(30, 30)).percent == "100%"


@pytest.mark.parametrize(("valid", "figure"), [(23, "20 to 23 of 23"), (40, "20 to 23 of 40 valid answers")])
def test_it_shows_the_range_where_answers_are_unclear_and_not_its_lower_end(valid: int, figure: str):
    counts = SurveyTally(20, valid, "1", "street", unclear=3)
    description = describe(Tallies(Pool(1, "street"), valid, counts, counts))
    page = render_to_string("residents/wave_result.html", {"result": description, "smallest": 10})
    assert figure in " ".join(page.split())
    assert f"20 of {valid}" not in page


def test_it_takes_the_offices_own_threshold_for_what_is_enough():
    fifty, ten = Thresholds(survey_answers=50), Thresholds(survey_answers=10)
    description = describe(counted(38, 40), counted(20, 45), thresholds=fifty)
    assert (description.percent, description.missing) == ("", 10)
    assert description.change == "No comparison: no earlier survey of this kind has enough valid answers."
    assert describe(counted(38, 40), counted(20, 60), thresholds=fifty).change.startswith("A comparison with")
    description = describe(counted(10, 10), counted(1, 10), thresholds=ten)
    assert description.percent == "100%"
    assert description.change.startswith(f"Change among residents {SINCE}: +90 points")


def test_it_compares_with_the_first_wave_that_had_enough():
    description = describe(counted(38, 40), counted(1, 29), counted(20, 40), counted(39, 40))
    assert "February 2026" in description.change
    assert describe(counted(38, 40), counted(1, 29)).change == (
        "No comparison: no earlier survey of this kind has enough valid answers."
    )


def test_it_does_not_compare_with_another_way_or_other_questions():
    now = counted(38, 40)
    other_way, other_questions = wave("poster"), wave("street")
    assert get_results(now, EarlierWaves(others=[other_way]))[0].change == (
        "No comparison: the earlier surveys met people in another way."
    )
    assert get_results(now, EarlierWaves(others=[other_way, other_questions]))[1].change == (
        "No comparison: the questions have changed since the earlier surveys."
    )
    assert get_results(now, EarlierWaves())[0].change == ""


def test_it_always_shows_refusals():
    assert describe(counted(3, 10)).refusals == "Nobody refused."
    assert describe(counted(3, 10, refused=1)).refusals == "1 person would rather not say."
    assert describe(counted(3, 10, refused=4)).refusals == "4 people would rather not say."


@pytest.mark.parametrize(("number", "text"), [(-0.04, "0"), (0.34, "+0.3"), (-3.4, "−3"), (57.2, "+57")])
def test_it_writes_points_with_their_sign(number, text):
    assert points(number) == text
