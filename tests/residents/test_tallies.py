from typing import Any

from residents.counting import Reply, SurveyTally
from residents.tallies import CODES, AnswerRow, Pool, risk_answer, tally, tally_pools


def row(**changes) -> AnswerRow:
    right: dict[str, Any] = dict.fromkeys(AnswerRow._fields, "right")
    return AnswerRow(**right | {"version": 1, "sampling": "street", "risks": ["debts", "no_home"]} | changes)


def test_it_reads_as_many_columns_as_a_row_has():

    assert ("version", "sampling", *CODES) == AnswerRow._fields


def test_it_counts_an_example_worked_by_hand():
    rows = [
        row(),
        row(hotline_unprompted="dont_know"),
        row(route_unprompted="refused", route_prompted="wrong", definition="wrong"),
        row(hotline_unprompted="wrong", hotline_prompted="refused", risks=["debts"]),
        row(risks=["debts", "no_home", "car_park", "contract"]),
        row(risks=["refused"]),
    ]
    result = tally(Pool(1, "street"), rows)
    # Unprompted: the third is a refusal; the first, fifth and sixth know both. Prompted: the fourth is the refusal, and
    # of the other five only the third does not know.
    assert result.access == SurveyTally(3, 5, "1", "street", refused=1, prompted_knows=4, prompted_valid=5)
    # Risks: the sixth is a refusal; the third has a wrong definition, the fourth only one risk, the fifth two
    # distractors.
    assert result.risks == SurveyTally(2, 5, "1", "street", refused=1)
    assert result.answers == 6


def test_it_pools_only_equal_version_and_sampling():
    rows = [row(), row(sampling="poster"), row(version=2), row(sampling="poster"), row(sampling="poster")]
    assert [(tally_pool.pool, tally_pool.answers) for tally_pool in tally_pools(rows)] == [
        (Pool(1, "poster"), 3),
        (Pool(2, "street"), 1),
        (Pool(1, "street"), 1),
    ]


def test_it_prefers_the_more_representative_of_equal_surveys():
    rows = [row(sampling="online"), row(sampling="street"), row(sampling="door_to_door")]
    assert [tally_pool.pool.sampling for tally_pool in tally_pools(rows)] == [
        "door_to_door",
        "street",
        "online",
    ]


def test_it_says_which_samples_are_only_of_those_asked():
    requests = {
        name
        for name in ("door_to_door", "street", "event", "poster", "online")
        if Pool(1, name).is_convenience
    }
    assert requests == {"event", "poster", "online"}


def test_it_counts_nothing_where_nobody_answered():
    assert tally_pools([]) == []


def test_it_counts_dont_know_as_an_answer():
    result = risk_answer(row(definition="dont_know", risks=["dont_know"]))
    assert (result.definition, result.right_risks, result.distractors) == (Reply.WRONG, 0, 0)
