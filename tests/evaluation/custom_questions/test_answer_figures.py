"""Answers as figures: four states, small numbers hidden, sums of parts and wholes. No database."""

from decimal import Decimal
from typing import Any

import pytest

from evaluation.custom.measured import AnswerSum, get_shown_answer, sum_answers
from evaluation.instrument import Unit
from evaluation.measures import State
from evaluation.measures.measured import share
from evaluation.models import CustomAnswer, CustomItemVersion
from tfc.disclosure import Reader


def version(**more: Any) -> CustomItemVersion:
    return CustomItemVersion(texts={"en": {"title": "x", "help": "", "options": ["a", "b"]}}, **more)


def answer(**more: Any) -> CustomAnswer:
    return CustomAnswer(**{"state": "answered", **more})


@pytest.mark.parametrize(
    ("stored_answer", "state", "number"),
    [
        (None, State.UNKNOWN, None),
        (answer(state="unknown"), State.UNKNOWN, None),
        (answer(state="not_applicable"), State.NOT_APPLICABLE, None),
        (answer(number=Decimal(0)), State.DECLARED_ZERO, 0),
        (answer(number=Decimal("2.5")), State.VALUE, 2.5),
    ],
)
def test_a_number_has_its_four_states(stored_answer: CustomAnswer | None, state: State, number: float | None):
    shown_answer = get_shown_answer("number", version(), stored_answer, Reader.COMMUNITY)
    assert shown_answer is not None
    assert (shown_answer.state, shown_answer.value) == (state, number)


@pytest.mark.parametrize(
    ("number", "total", "reader", "state"),
    [
        (4, None, Reader.COMMUNITY, State.VALUE),
        (4, None, Reader.NETWORK, State.HIDDEN),
        (5, None, Reader.NETWORK, State.VALUE),
        (0, None, Reader.NETWORK, State.DECLARED_ZERO),
        (4, 40, Reader.NETWORK, State.HIDDEN),
        (36, 40, Reader.NETWORK, State.HIDDEN),
        (35, 40, Reader.NETWORK, State.VALUE),
        (4, 40, Reader.COMMUNITY, State.VALUE),
    ],
)
def test_small_numbers_of_people_stay_in_their_community(
    number: int, total: int | None, reader: Reader, state: State
):
    stored_answer = answer(number=Decimal(number), whole=None if total is None else Decimal(total))
    kind = "percentage" if total else "number"
    people = get_shown_answer(kind, version(counts_people=True), stored_answer, reader)
    things = get_shown_answer(kind, version(counts_people=False), stored_answer, reader)
    assert people is not None
    assert things is not None
    assert people.state == state
    assert things.has_value
    if state == State.HIDDEN:
        assert (people.numerator, people.denominator, people.value) == (None, None, None)


def test_sums_add_parts_and_wholes_and_never_average_percentages():
    half, tenth = share(1, 2), share(1, 10)
    hidden = get_shown_answer(
        "percentage", version(counts_people=True), answer(number=Decimal(1), whole=Decimal(9)), Reader.NETWORK
    )
    unknown = get_shown_answer("percentage", version(), None, Reader.NETWORK)
    away = get_shown_answer("percentage", version(), answer(state="not_applicable"), Reader.NETWORK)
    counted = [(half, 1), (tenth, 2), (hidden, 1), (unknown, 3), (away, 1)]
    assert sum_answers(counted, Unit.PERCENT) == AnswerSum(share(3, 22), value_count=3, applicable=7)
    assert sum_answers([], Unit.COUNT).measured.state == State.UNKNOWN
