"""Categories of residents' text answers in three languages, and what is stored."""

import pytest

from residents.classification import LocalHelp, OpenAnswer, classify_answers, read_hotline, read_route
from residents.mentions import split_clauses
from residents.views.public import get_local_help
from tests.base import World, within

US = LocalHelp("1-888-373-7888", "US", "911", ("Casa Abierta", "安心之家", "Harbor House"))
UK = LocalHelp("08000 121 700", "GB", "999")
RIGHT, WRONG, DONT_KNOW, UNCLEAR = "right", "wrong", "dont_know", "unclear"

# To "Whom would you turn to?"
ROUTES = {
    RIGHT: [
        "the police", "The Police!", "polise", "pólice", "polcie", "Call 911!", "9-1-1", "911", "the Sheriff's office",
        "sherif", "I would tell a social worker", "a women's shelter", "sheltr", "Harbor House", "harbour house",
        "the hotline", "hot line", "888 373 7888", "suicide hotline", "cops", "call the fbi", "embassy of Mexico",
        "not my boss, the police", "No doubt: the police", "I would not hesitate to call the police",
        "I wouldn't hesitate to call the police",
        "I don't know. The police?", "I'm not sure, maybe police", "nobody but the police",
        "the police instead of my boss", "I'd be scared, but I would call the police",
        "la policía", "policia", "polisia", "llamaría a la policía", "al 911",
        "a una trabajadora social", "un albergue", "alverge", "Casa Abierta", "casa avierta", "la fiscalía", "fiscalia",
        "al consulado de México", "No sé, la policía", "no dudaría en llamar a la policía", "línea directa",
        "no mi jefe, sino la policía",
        "警察", "报警", "打911", "打９１１", "去安心之家", "找社工", "派出所", "警查", "不知道，警察吧", "毫不犹豫报警",
        "領事館", "不得不找警察",
        "police station in my town", "the cops, I guess", "the police so they can rescue him", "police and my family",
        "Harbor House on Main Street", "police? yes", "la policía municipal", "a la policía para que ayude",
        "la fiscalía del estado", "找警察帮忙", "先报警再找朋友", "特别是警察",
    ],
    WRONG: [
        "my boss", "my aunt", "a friend", "my mother and father", "not the police", "I would never call the police",
        "don't call the police", "I wouldn't call the police", "I would avoid the police", "can't go to the police",
        "hardly the police", "nor the police",
        "mi jefe", "mi tía", "a mi familia", "no llamaría a la policía", "nunca a la policía", "sin policía",
        "jamás iría al albergue",
        "老板", "我的朋友", "不要报警", "不会找警察", "别报警",
    ],
    DONT_KNOW: [
        "I don't know", "idk", "no idea", "nobody", "Nothing.", "dunno", "I have no idea of the police number",
        "no sé", "No lo sé.", "ni idea", "nadie", "no tengo idea", "no conozco a la policía de aquí",
        "不知道", "不清楚", "没有人", "不知道警察的电话",
    ],
    UNCLEAR: [
        "Salvation Army", "the mayor", "my pastor knows people", "policcee", "the police would not help", "police? no",
        "nobody except the police", "I would not go to anyone other than the police",
        "I do not think that it would be wise to call the police",
        "police? no way", "anyone but the police", "anything but the police", "I'm afraid of the police",
        "the police are useless", "they would deport me, I hate cops", "rather die than call the police",
        "instead of the police, my pastor", "police? I don't know", "tengo miedo de la policía",
        "cualquiera antes que la policía", "我怕警察", "警察不管", "101", "110", "my friend at 555-0100",
        "el alcalde", "la policía no ayuda", "no iría con nadie salvo la policía", "una iglesia grande",
        "市长", "警察不会帮忙", "除了警察没有人",
        "neither the police nor the sheriff", "I would hide from the police", "run away from the police",
        "stay away from cops",
        "I'd refuse police help",
        "the police are the last place I would go", "they say the police and that's a lie", "huir de la policía",
        "lejos de la policía", "desconfío de la policía", "躲开警察", "警察都是坏人", "谁会找警察", "难道找警察",
    ],
}  # fmt: skip
# To "Do you know a phone number for exactly this? Which one?"
HOTLINES = {
    RIGHT: [
        "1-888-373-7888", "(888) 373 7888", "+1 888.373.7888 I think", "8883737888", "the trafficking hotline",
        "National Helpline", "hot line", "hotlne", "the hotlines", "I don't know, the hotline?", "helpine",
        "not 911, the hotline", "call 888-373-7888.",
        "la línea directa nacional", "LINEA DE AYUDA", "linea de alluda", "el 888 373 7888", "No sé, la línea directa",
        "línea contra la trata",
        "the human traficking hotline", "a hotline for trafficking victims", "I would call the 24-hour hotline",
        "línea de ayuda para víctimas de trata", "反人口贩运热线", "全国热线",
        "打热线", "热线电话", "８８８３７３７８８８", "求助电话", "是888-373-7888",
        "888-373-7888 (national hotline)", "línea nacional contra la trata de personas", "全国人口贩运热线",
    ],
    WRONG: [
        "555-0100", "police", "911", "the suicide hotline", "not the hotline", "never call the hotline", "yes",
        "a number",
        "la policía", "no hay linea directa", "sí",
        "自杀热线", "不打热线", "报警",
    ],
    DONT_KNOW: [
        "I have no idea of the number 1-888-373-7888", "I don't know the hotline", "no clue", "I can't remember",
        "never heard of a hotline", "none",
        "no sé", "no conozco la línea directa", "no me acuerdo del número", "no tengo idea",
        "不知道热线", "不记得", "没有", "不知道 888-373-7888",
    ],
    UNCLEAR: [
        "888-373-7889", "888-373-788", "1 888 337 7888", "Polaris", "hotline? no", "the hotline, or not the hotline",
        "there is a hotline but I don't know it", "hotline? never heard", "is there a hotline?", "what hotline",
        "sex hotline", "customer service hotline", "child abuse hotline", "a hotline for kids",
        "una línea de ayuda para niños", "¿hay una línea directa?", "有热线吗", "热线是什么", "投诉热线", "市民热线",
        "888-373 and then something", "it ends in 7888", "I wish I knew the hotline", "the hotline escapes me",
        "how would I know the hotline", "ojalá supiera la línea de ayuda",
        "Cruz Roja", "el número de la parada de autobús", "热线不行", "红十字会",
        "hotline bling", "The hotline is fake", "I should look up the hotline", "let me google the hotline",
        "I used to know the hotline", "línea nacional de suicidio", "línea de ayuda del banco",
        "buscaría la línea de ayuda", "上网查热线", "热线是多少", "call the 888 number", "888-373-7888 is wrong",
    ],
}  # fmt: skip


def cases(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(text, code) for code, texts in table.items() for text in texts]


def test_there_are_enough_written_out_answers_in_each_language():
    texts = [text for text, _code in (*cases(ROUTES), *cases(HOTLINES))]
    assert len(texts) >= 120
    assert sum(any(sign >= "\u2e80" for sign in text) for text in texts) >= 30


@pytest.mark.parametrize(("text", "code"), cases(ROUTES))
def test_it_recognizes_whom_people_would_turn_to(text: str, code: str):
    assert read_route(text, US) == code


@pytest.mark.parametrize(("text", "code"), cases(HOTLINES))
def test_it_reads_which_number_people_know(text: str, code: str):
    assert read_hotline(text, US) == code


def test_it_reads_the_number_of_its_own_country():
    assert read_hotline("+44 8000 121700", UK) == RIGHT
    assert read_hotline("08000121700", UK) == RIGHT
    assert read_hotline("1-888-373-7888", UK) == WRONG
    assert read_hotline("12345", LocalHelp("", "GB", "999")) == WRONG
    assert read_route("999", UK) == RIGHT


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("988", RIGHT),
        ("888 373 7888", RIGHT),
        ("BeFree 233733", RIGHT),
        ("text 233733", RIGHT),
        ("9888", WRONG),
        ("7888988", WRONG),
    ],
)
def test_it_knows_each_of_the_hotlines_of_an_office(text: str, code: str):
    assert read_hotline(text, LocalHelp("1-888-373-7888, 988, 233733", "US", "911")) == code


@pytest.mark.django_db
def test_the_number_for_text_messages_is_one_of_them(world: World):
    world.hill.office.hotlines[0]["text_number"] = "233733"
    with within(world.hill):
        assert read_hotline("BeFree 233733", get_local_help(world.hill)) == RIGHT


@pytest.mark.parametrize("text", ["1–888–373–7888", "1‑888‑373‑7888", "888 – 373 – 7888", "888\u200b3737888"])
def test_a_number_is_read_with_any_hyphens(text: str):
    assert read_hotline(text, US) == RIGHT


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *((text, "refused") for text in ("—", "¿?", "***", "\u200b", "\ufeff \u2060", "…")),
        *((text, UNCLEAR) for text in ("👮", "7*7", "12", "<3")),
    ],
)
def test_signs_alone_say_nothing_and_other_short_texts_are_read_by_a_person(text: str, code: str):
    assert classify_answers(OpenAnswer(text), OpenAnswer(text), US) == (code, code)


def test_a_number_is_no_end_of_a_sentence():
    assert split_clauses("it is 888.373.7888, i think") == ["it is 888-373-7888", "i think"]


@pytest.mark.parametrize(
    ("route", "hotline", "codes"),
    [
        (OpenAnswer("polise"), OpenAnswer("888-373-7888"), (RIGHT, RIGHT)),
        (OpenAnswer("the hotline, 888-373-7888"), OpenAnswer("", dont_know=True), (RIGHT, RIGHT)),
        (OpenAnswer("my aunt"), OpenAnswer("555-0100"), (WRONG, WRONG)),
        (OpenAnswer("police"), OpenAnswer("I don't know."), (RIGHT, DONT_KNOW)),
        (OpenAnswer("no sé"), OpenAnswer("不知道"), (DONT_KNOW, DONT_KNOW)),
        (OpenAnswer("", dont_know=True), OpenAnswer("", refused=True), (DONT_KNOW, "refused")),
        (OpenAnswer("police", refused=True), OpenAnswer("hotline", refused=True), ("refused", "refused")),
        (OpenAnswer("police", dont_know=True), OpenAnswer("", dont_know=True), (RIGHT, DONT_KNOW)),
        (OpenAnswer(), OpenAnswer(), ("refused", "refused")),
        (OpenAnswer("my aunt"), OpenAnswer("the hotline"), (WRONG, RIGHT)),
        (OpenAnswer("Salvation Army"), OpenAnswer("Polaris"), (UNCLEAR, UNCLEAR)),
        (
            OpenAnswer("Salvation Army", refused=True),
            OpenAnswer("Polaris", dont_know=True),
            ("refused", UNCLEAR),
        ),
    ],
)
def test_it_keeps_codes(route: OpenAnswer, hotline: OpenAnswer, codes: tuple[str, str]):
    assert classify_answers(route, hotline, US) == codes
