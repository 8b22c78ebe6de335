"""A community answers its office's custom questions."""

from decimal import Decimal

import pytest
from django.test import Client

from evaluation.models import CustomState, Round
from tests.base import World, sign_in
from tests.evaluation.custom_questions.base import URL, answers, ask, post
from tests.evaluation.rounds_world import hand_in

WRONG = [
    ("number", {"number": "-1"}, "Enter 0 or a larger number."),
    ("number", {"number": "many"}, "Enter a number."),
    ("number", {"number": "9" * 40}, "Enter a smaller number."),
    ("number", {"number": "1.2345"}, "Use at most two decimals."),
    ("number", {"number": "NaN"}, "Enter a number."),
    ("number", {"state": "answered"}, "Give your answer, or choose “We do not know”."),
    ("number", {"state": "unknown", "number": "3"}, "You gave an answer and chose “We do not know”."),
    ("percentage", {"number": "3"}, "Give your answer, or choose “We do not know”."),
    ("percentage", {"number": "5", "whole": "4"}, "Enter the number in all, or less."),
    ("percentage", {"number": "0", "whole": "0"}, "Enter a whole number, 1 or more."),
    ("choice", {"option": "2"}, "Choose one."),
    ("text", {"text": "x" * 2001}, "Shorten it to 2000 or fewer."),
    ("text", {"text": "a\x00b"}, "Null characters are not allowed."),
]


def test_it_explains_bad_input_and_saves_nothing(world: World, round_: Round, subtests: pytest.Subtests):
    for kind, fields, message in WRONG:
        with subtests.test(kind=kind):
            item = ask(world, kind, options=["a", "b"] if kind == "choice" else [])
            good = ask(world, "number", title="How many are there?")
            client = sign_in(Client(), world["hill-coordinator"])
            data = {f"q{item.pk}-{name}": value for name, value in fields.items()} | {
                f"q{good.pk}-number": "7"
            }
            refused = client.post(URL, data)
            page = refused.content.decode()
            assert refused.status_code == 422
            assert message in page
            assert page.count("data-error-summary") == 1
            assert 'value="7"' in page
            assert answers(world.hill) == []


def test_an_answer_may_be_none_and_may_be_taken_back(world: World, round_: Round):
    item = ask(world, "number")
    client = sign_in(Client(), world["hill-coordinator"])
    assert post(client, item, number="", revision="0").status_code == 302
    assert answers(world.hill) == []
    post(client, item, state="unknown", revision="0")
    assert [answer.state for answer in answers(world.hill)] == [CustomState.UNKNOWN]
    post(client, item, number="0", revision="1")
    assert [(answer.state, answer.number) for answer in answers(world.hill)] == [("answered", Decimal(0))]
    post(client, item, number="", revision="2")
    assert answers(world.hill) == []


def test_an_answer_together_with_no_answer_is_questioned_once(world: World, round_: Round):
    item = ask(world, "number")
    client = sign_in(Client(), world["hill-coordinator"])
    both = {"number": "3", "state": "unknown", "revision": "0"}
    response = post(client, item, **both)
    assert (response.status_code, answers(world.hill)) == (422, [])
    page = response.content.decode()
    assert f'name="q{item.pk}-was_asked" value="1"' in page
    assert f'href="#id_q{item.pk}-state_0"' in page
    # The chosen option then stays, and a choice cannot be cleared: only another answer replaces it.
    assert post(client, item, **both, was_asked="1").status_code == 302
    assert [(answer.state, answer.number) for answer in answers(world.hill)] == [("unknown", None)]
    assert post(client, item, **both | {"revision": "1"}).status_code == 302
    assert [(answer.state, answer.number) for answer in answers(world.hill)] == [("answered", Decimal(3))]


def test_it_shows_another_persons_newer_answer(world: World, round_: Round):
    item = ask(world, "number")
    client = sign_in(Client(), world["hill-coordinator"])
    post(client, item, number="3", revision="0")
    again = post(client, item, number="4", revision="0")
    page = again.content.decode()
    assert (again.status_code, "Something has changed" in page) == (409, True)
    assert "What is stored now" in page
    assert [answer.number for answer in answers(world.hill)] == [3]
    # The same answer again is no conflict; another one is, and may be saved again.
    assert post(client, item, number="3", revision="0").status_code == 302
    assert post(client, item, number="4", revision="1").status_code == 302
    assert [answer.number for answer in answers(world.hill)] == [4]


def test_who_may_answer_and_until_when(world: World, round_: Round):
    item = ask(world, "number")
    assert post(sign_in(Client(), world["hill-leader"]), item, number="3").status_code == 403
    assert sign_in(Client(), world["hill-member"]).get(URL).status_code == 200
    assert sign_in(Client(), world["moor-coordinator"]).get(URL).status_code == 404
    assert sign_in(Client(), world["moor-coordinator"]).get(URL.replace("hill", "moor")).status_code == 404
    hand_in(world.hill, round_, world["hill-coordinator"])
    late_answer = post(sign_in(Client(), world["hill-coordinator"]), item, number="3")
    assert late_answer.status_code == 409
    assert answers(world.hill) == []
