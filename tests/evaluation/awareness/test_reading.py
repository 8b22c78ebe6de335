"""Worked examples: what a resident may write, and what is kept of it."""

import pytest

from evaluation.awareness.reading import Known, Open, names_a_route, names_the_hotline, read

US = Known("1-888-373-7888", "US", "911", ("Casa Abierta", "安心之家"))
UK = Known("08000 121 700", "GB", "999")


@pytest.mark.parametrize(
    "text",
    [
        "1-888-373-7888",
        "(888) 373 7888",
        "+1 888.373.7888 I think",
        "８８８３７３７８８８",
        "the trafficking hotline",
        "National Helpline",
        "la línea directa nacional",
        "LINEA DE AYUDA",
        "打热线",
        "there are hotlines for that",
        "I don't know, the hotline?",
    ],
)
def test_it_knows_the_hotline_when_it_is_named(text: str):
    assert names_the_hotline(text, US)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "888-373-7889",
        "373",
        "a number",
        "the suicide hotline",
        "自杀热线",
        "not the hotline",
        "no hay linea directa",
        "不打热线",
        "hotlinery",
        "police",
    ],
)
def test_it_does_not_take_other_words_for_the_hotline(text: str):
    assert not names_the_hotline(text, US)


def test_it_reads_the_number_of_its_own_country():
    assert names_the_hotline("+44 8000 121700", UK)
    assert names_the_hotline("08000121700", UK)
    assert not names_the_hotline("1-888-373-7888", UK)
    assert not names_the_hotline("12345", Known("", "GB", "999"))


@pytest.mark.parametrize(
    ("text", "known"), [("988", True), ("888 373 7888", True), ("9888", False), ("7888988", False)]
)
def test_it_knows_each_of_the_hotlines_of_an_office(text: str, known: bool):
    assert names_the_hotline(text, Known("1-888-373-7888, 988", "US", "911")) is known


@pytest.mark.parametrize(
    "text",
    [
        "the police",
        "Call 911!",
        "9-1-1",
        "the Sheriff's office",
        "llamaría a la policía",
        "报警",
        "打911",
        "casa abierta downtown",
        "去安心之家",
        "a women's shelter",
        "the hotline",
        "888 373 7888",
        "suicide hotline",
        "No sé, la policía",
    ],
)
def test_it_knows_who_helps(text: str):
    assert names_a_route(text, US)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "my boss",
        "not the police",
        "I would never call the police",
        "no llamaría a la policía",
        "不要报警",
        "nobody",
    ],
)
def test_it_does_not_take_everything_for_help(text: str):
    assert not names_a_route(text, US)


@pytest.mark.parametrize(
    ("route", "hotline", "codes"),
    [
        (Open("police"), Open("888-373-7888"), ("right", "right")),
        (Open("the hotline, 888-373-7888"), Open("", dont_know=True), ("right", "right")),
        (Open("my aunt"), Open("555-0100"), ("wrong", "wrong")),
        (Open("police"), Open("I don't know."), ("right", "dont_know")),
        (Open("no sé"), Open("不知道"), ("dont_know", "dont_know")),
        (Open("", dont_know=True), Open("", refused=True), ("dont_know", "refused")),
        (Open("police", refused=True), Open("hotline", refused=True), ("refused", "refused")),
        (Open("police", dont_know=True), Open("", dont_know=True), ("right", "dont_know")),
        (Open(), Open(), ("refused", "refused")),
        (Open("my aunt"), Open("the hotline"), ("wrong", "right")),
    ],
)
def test_it_keeps_only_codes(route: Open, hotline: Open, codes: tuple[str, str]):
    assert read(route, hotline, US) == codes
