import pytest

from residents.models import AwarenessAnswer
from residents.questionnaire import (
    DEFINITION,
    DISTRACTORS,
    HOTLINE_PROMPTED,
    PROMPTED,
    QUESTIONS,
    RIGHT_RISKS,
    RISKS,
    ROUTE_PROMPTED,
    UNPROMPTED,
    VERSION,
    check_risks,
)


def test_it_asks_openly_before_it_shows_anything():
    assert all(not question.options for question in UNPROMPTED)
    assert all(question.options for question in PROMPTED)
    result = " ".join(str(question.text) + str(question.hint) for question in UNPROMPTED).casefold()
    assert not any(word in result for word in ("hotline", "police", "traffick", "{number}"))


def test_it_holds_version_2():
    """Correct answers are part of the version: a change of them needs a new VERSION."""
    assert VERSION == 2
    assert [option.code for option in DEFINITION.options] == [
        "smuggling",
        "exploiting",
        "abducting",
        "paid_sex",
    ]
    assert [option.code for option in DEFINITION.options if option.right] == ["exploiting"]
    assert {"debts", "no_home", "violence", "online_offer", "no_papers", "addiction"} == RIGHT_RISKS
    assert {"sports_club", "car_park", "contract", "relatives"} == DISTRACTORS
    assert [option.code for option in ROUTE_PROMPTED.options if option.right] == ["call"]
    assert [option.code for option in HOTLINE_PROMPTED.options if option.right] == ["yes"]


def test_it_offers_no_answer_at_the_end_of_every_question():
    for question in QUESTIONS.values():
        assert [code for code, _ in question.choices()][-2:] == ["dont_know", "refused"]


def test_it_names_columns_of_the_answer():
    columns = {field.name for field in AwarenessAnswer._meta.get_fields()}
    assert set(QUESTIONS) <= columns


@pytest.mark.parametrize(
    ("code", "stored"),
    [("exploiting", "right"), ("paid_sex", "wrong"), ("dont_know", "dont_know"), ("refused", "refused")],
)
def test_it_marks_an_answer(code: str, stored: str):
    assert DEFINITION.grade_code(code) == stored


def test_it_refuses_a_code_that_is_none():
    with pytest.raises(ValueError, match="no answer"):
        DEFINITION.grade_code("yes")


@pytest.mark.parametrize(
    ("codes", "stored"),
    [
        (["addiction", "debts", "debts"], ["debts", "addiction"]),
        (["dont_know", "debts"], ["debts"]),
        (["dont_know"], ["dont_know"]),
        (["refused", "debts"], ["refused"]),
    ],
)
def test_it_puts_risks_in_order(codes: list[str], stored: list[str]):
    assert check_risks(codes) == stored


@pytest.mark.parametrize("codes", [[], ["moon"], ["debts", "moon"]])
def test_it_refuses_risks_that_are_none(codes: list[str]):
    with pytest.raises(ValueError, match="risks"):
        check_risks(codes)
    assert RISKS.several
