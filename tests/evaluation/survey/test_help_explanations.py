"""Explanations of items 6, 7, 8 and 12, from details as measures and queries write them."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from communities.thresholds import Thresholds
from evaluation.explanations import explain
from evaluation.explanations.support import describe_offers, missing_kinds
from evaluation.measures import (
    Measurement,
    Pathway,
    Service,
    access_known,
    ready_to_refer,
    resources_identified,
    risks_known,
)
from residents.counting import SurveyTally

AS_OF = date(2026, 6, 30)


def of_access(tally: SurveyTally, thresholds: Thresholds | None = None, **details: Any) -> list[str]:
    measured = access_known(tally, thresholds=thresholds)
    return explain("access_known", _with(measured, details))


def _with(measured: Measurement, details: dict[str, Any]) -> Measurement:
    return replace(measured, details={**measured.details, **details})


def test_it_explains_a_survey_of_the_community():
    tally = SurveyTally(30, 120, "1", "street", refused=1, prompted_knows=90, prompted_valid=118)
    assert of_access(tally, convenience=False, others=[], change=None) == [
        "30 of 120 residents who answered: 25%.",
        "How you met them: in the street.",
        "1 person would rather not say, and is not counted.",
        "When shown the answers, not rated: 90 of 118.",
    ]


def test_it_says_of_those_asked_where_they_are_no_sample():
    result = of_access(SurveyTally(30, 120, "1", "event"), convenience=True)
    assert result[:2] == [
        "30 of 120 people asked: 25%. They are no sample of the town.",
        "How you met them: at an event.",
    ]


@pytest.mark.parametrize(
    ("enough", "sentence"),
    [
        (30, "29 valid answers so far. A figure needs 30."),
        (50, "29 valid answers so far. A figure needs 50."),
    ],
)
def test_it_gives_no_percentage_of_too_few(enough: int, sentence: str):
    tally = SurveyTally(20, 29, "1", "street", refused=4, prompted_knows=25, prompted_valid=29)
    result = of_access(
        tally, Thresholds(survey_answers=enough), change={"direction": "unknown", "why": "first_survey"}
    )
    assert result == [
        "How you met them: in the street.",
        sentence,
        "4 people would rather not say, and are not counted.",
        "When shown the answers, not rated: 25 of 29.",
    ]


def test_it_lists_what_is_not_added_up():
    other = {"knows": 16, "valid": 32, "refused": 0, "convenience": True}
    others = [{"version": "1", "method": "poster", **other}, {"version": "2", "method": "street", **other}]
    assert of_access(SurveyTally(30, 40, "1", "street"), others=others)[-2:] == [
        "Not added, because people were met in another way (poster with a code): 16 of 32.",
        "Not added, because the questions differ: 16 of 32.",
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"direction": "increase", "difference": 30.0, "interval": [11.3, 46.0], "half_year": "2025-H1"},
            "Change among residents since the first survey of this kind (January to June 2025): "
            "+30 points (+11 to +46).",
        ),
        (
            {
                "direction": "no_clear_change",
                "difference": 10.0,
                "interval": [-9.2, 28.1],
                "half_year": "2025-H1",
            },
            "No clear change since the first survey of this kind (January to June 2025): "
            "+10 points (−9 to +28), which may be chance.",
        ),
        (
            {"direction": "unknown", "why": "first_survey"},
            "Later surveys of this kind are compared with this first one.",
        ),
        (
            {"direction": "unknown", "why": "other_method"},
            "No comparison: the earlier surveys met people in another way.",
        ),
        (
            {"direction": "unknown", "why": "other_version"},
            "No comparison: the questions have changed since the earlier surveys.",
        ),
        (
            {"direction": "unknown", "why": "too_few_answers"},
            "No comparison: no earlier survey of this kind has enough valid answers.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else value.get("why", value["direction"]),
)
def test_it_says_more_only_where_it_is_surely_more(change: dict[str, Any], sentence: str):
    measured = _with(risks_known(SurveyTally(25, 50, "1", "street")), {"change": change})
    assert explain("risks_known", measured)[-1] == sentence


def test_it_explains_each_cell_of_the_readiness():
    pathways = [
        Pathway("physical", "en", True, True, date(2026, 6, 1), True),
        Pathway("physical", "es", True, True, date(2026, 6, 1), False),
        Pathway("psychological", "en", True, True),
        Pathway("social", "es", True, False),
        Pathway("social", "en", False, True),
    ]
    assert explain("ready_to_refer", ready_to_refer(["en", "es"], pathways, AS_OF)) == [
        "Works: Physical (English).",
        "Prepared, not called in the last 184 days: Psychological (English).",
        "Prepared, but the latest call failed: Physical (Spanish).",
        "Started, but steps or a trained contact in the team are missing: Social (English, Spanish).",
        "No pathway yet: Spiritual (English, Spanish); Psychological (Spanish).",
    ]


def test_it_explains_which_services_are_missing():
    services = [
        Service(frozenset({"physical"}), frozenset({"en"}), date(2026, 5, 1), frozenset({"medical"})),
        Service(
            frozenset({"psychological"}), frozenset({"en", "es"}), date(2025, 5, 1), frozenset({"counseling"})
        ),
    ]
    measured = resources_identified(["en", "es"], services, AS_OF)
    assert explain("resources_identified", measured) == [
        "Covered: Physical (English).",
        "Found, not confirmed in the last 184 days: Psychological (English, Spanish). Ask the provider again.",
        "Nothing found yet: Spiritual (English, Spanish); Social (English, Spanish); Physical (Spanish).",
    ]
    missing = "Housing and shelter (English, Spanish); Counseling (English, Spanish)"
    assert missing_kinds(measured.details) == missing


def test_it_explains_next_to_it_what_the_community_offered_itself():
    assert describe_offers({1: (18, 6), 3: (1, 12)}) == [
        "Offered by your team, not rated: Mentoring: 18 sessions, 6 places; Cooking class: 1 session, 12 places."
    ]
    assert describe_offers({}) == []
