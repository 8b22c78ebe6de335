"""Masking of public tables: examples, identical tables for all small numbers, and a solver."""

import json
import random
from collections.abc import Iterator

import numpy as np
import pytest
from scipy.optimize import linprog

from evaluation.public_tables import (
    ACCESS,
    ENOUGH,
    PROMPTED,
    RISKS,
    PublicRow,
    build_public_content,
    read_groups,
)
from reports.public_table_texts import groups_in_words
from residents.counting import SurveyTally
from tests.evaluation.public_tables_base import figures, tally

LIMIT = 10


def get_rows(access: SurveyTally | None, risks: SurveyTally | None = None) -> dict[str, PublicRow]:
    [group] = read_groups(build_public_content(figures(access, risks)))
    return {row.what: row for row in group.rows}


def get_words(access: SurveyTally) -> list[str]:
    [group] = groups_in_words(build_public_content(figures(access)))
    return [f"{row.share} {row.bounds}".strip() for row in group.rows]


@pytest.mark.parametrize(
    ("knows", "valid", "text"),
    [
        (40, 120, "33% (40 of 120) between 26% and 42%"),
        (11, 30, "37% (11 of 30) between 22% and 54%"),
        (10, 60, "fewer than 11 of 60"),
        (1, 30, "fewer than 11 of 30"),
        (50, 60, "more than 49 of 60"),
        (0, 60, "0% (0 of 60) between 0% and 6%"),
        (20, 29, "29 people answered: too few for a result."),
        (0, 10, "Too few people answered."),
    ],
)
def test_it_shows_a_result_from_thirty_answers_and_no_small_number(knows: int, valid: int, text: str):
    assert get_words(tally(knows, valid)) == [text]


def test_it_publishes_a_range_where_answers_were_not_judged():
    unclear = SurveyTally(40, 120, "1", "door_to_door", unclear=20)
    assert get_words(unclear) == ["33% to 50% (40 to 60 of 120) between 26% and 59%"]
    few = SurveyTally(40, 60, "1", "door_to_door", unclear=12)
    assert get_words(few) == ["not shown, of 60"]
    stored_figures = figures(tally(30, 60))
    stored_figures["access_known"].details["others"] = [
        {"version": "1", "method": "poster", "knows": 20, "unclear": 5, "valid": 50, "convenience": True}
    ]
    assert (
        groups_in_words(build_public_content(stored_figures))[1].rows[0].share
        == "40% to 50% (20 to 25 of 50)"
    )


def test_it_breaks_down_by_item_and_by_how_people_were_met():
    stored_figures = figures(tally(30, 60, prompted=40), tally(35, 58))
    stored_figures["access_known"].details["others"] = [
        {"version": "1", "method": "poster", "knows": 20, "valid": 50, "refused": 1, "convenience": True}
    ]
    groups = groups_in_words(build_public_content(stored_figures))
    assert [(group.met, group.note) for group in groups] == [
        ("Door to door", ""),
        ("Poster with a code", "Only about those asked, who were not chosen by chance."),
    ]
    assert [row.share for row in groups[0].rows] == ["50% (30 of 60)", "67% (40 of 60)", "60% (35 of 58)"]
    assert [row.share for row in groups[1].rows] == ["40% (20 of 50)"]


def test_it_is_empty_when_nobody_was_asked():
    assert build_public_content(figures(None))["groups"] == []


def test_it_is_the_same_to_the_letter_whether_one_or_ten_people_said_so():
    results = {
        json.dumps(build_public_content(figures(tally(few, 60, prompted=60 - few), tally(60 - few, 60))))
        for few in range(1, LIMIT + 1)
    }
    assert len(results) == 1
    # With fewer than ten answers there is no figure to mask.
    assert {
        json.dumps(build_public_content(figures(tally(0, few)))["groups"]) for few in range(1, LIMIT)
    } == {"[]"}


def test_it_never_holds_how_many_refused_nor_the_change():
    stored_figures = figures(tally(30, 60))
    stored_figures["access_known"].details["change"] = {"first": {"knows": 3, "valid": 40}}
    assert not {"refused", "change", "first_survey"} & set(
        json.dumps(build_public_content(stored_figures)).split('"')
    )


def random_surveys(number: int) -> Iterator[tuple[int, dict[str, tuple[int, int]]]]:
    """Return the number asked, and for each question who knows and who answered; the rest refused."""
    dice = random.Random(2013)
    for _ in range(number):
        request = dice.choice([20, 33, 45, 120, 400])
        questions = {}
        for what in (ACCESS, PROMPTED, RISKS):
            valid = request - dice.randint(0, min(8, request))
            few = min(valid, dice.randint(0, 14))
            questions[what] = (dice.choice([few, valid - few, dice.randint(0, valid)]), valid)
        yield request, questions


def get_visible_rows(questions: dict[str, tuple[int, int]]) -> dict[str, PublicRow]:
    access = SurveyTally(*questions[ACCESS], "1", "street", 0, *questions[PROMPTED])
    return get_rows(access, SurveyTally(*questions[RISKS], "1", "street"))


def span(rows: dict[str, PublicRow], unknown: int) -> tuple[float, float]:
    """Return the smallest and largest possible value. For each question: who knows, who does not, who refused."""
    equal = []
    bounds: list[tuple[float, float | None]] = [(0, None)] * 9
    for index, what in enumerate((ACCESS, PROMPTED, RISKS)):
        # The same people were asked each question.
        line = np.zeros(9)
        line[3 * index : 3 * index + 3] += 1
        line[0:3] -= 1
        equal.append((line, 0))
        row = rows[what]
        if row.valid is not None:
            line = np.zeros(9)
            line[3 * index : 3 * index + 2] = 1
            equal.append((line, row.valid))
        if row.knows is not None:
            bounds[3 * index] = (row.knows, row.knows)
        elif row.first is not None:
            bounds[3 * index] = (row.first, row.last)
    results = []
    for sign in (1, -1):
        goal = np.zeros(9)
        goal[unknown] = sign
        solved = linprog(
            goal,
            A_eq=np.array([line for line, _ in equal]),
            b_eq=[total for _, total in equal],
            bounds=bounds,
        )
        assert solved.status in (0, 3), solved.message
        results.append(sign * solved.fun if solved.status == 0 else sign * -np.inf)
    return results[0], results[1]


def test_a_solver_derives_no_hidden_number_from_a_table():
    """The solver has all rows about the same people and still derives none of the three numbers."""
    hidden = 0
    for _asked, questions in random_surveys(60):
        rows = get_visible_rows(questions)
        for index, what in enumerate((ACCESS, PROMPTED, RISKS)):
            masked = (0, 1, 2) if rows[what].knows is None else (2,)
            for number in masked:
                low, high = span(rows, 3 * index + number)
                # As many values as the limit, including both ends.
                assert high - low >= LIMIT - 1 - 1e-6, (questions, what, number)
                hidden += 1
    assert hidden > 100


def test_enough_is_thirty_whatever_an_office_sets():
    assert ENOUGH == 30
