"""Reads the words of the two open questions into right or wrong, so that the words themselves need not be kept. Pure.

It understands English, Spanish and Chinese, looks for numbers and names, and is kind to spelling but not to guesses:
"a hotline" counts, "some number" does not. Somebody who says "not the police" did not name the police.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import phonenumbers

from evaluation.awareness.instrument import DONT_KNOW, REFUSED, RIGHT, WRONG
from support.phones import numbers_in
from tfc.letters import without_accents

# Fewer digits than these are compared as a whole number ("911"), not as a part of one.
LONG_NUMBER = 7

HOTLINES = (
    "hotline", "hot line", "helpline", "help line",
    "linea directa", "linea de ayuda", "linea nacional", "linea de emergencia contra la trata", "linea contra la trata",
    "热线", "熱線", "求助电话", "求助電話",
)  # fmt: skip
# A hotline for something else is a place to turn to all the same.
OTHER_CAUSES = ("suicide", "suicidio", "poison", "crisis", "violence", "violencia", "自杀", "自殺", "家暴")
EMERGENCY = (
    "police", "cops", "sheriff", "911", "9-1-1", "9 1 1", "999", "112", "fbi", "homeland security",
    "emergency number", "ambulance",
    "policia", "numero de emergencia", "fiscalia", "guardia civil",
    "警察", "公安", "派出所", "报警", "報警", "急救",
)  # fmt: skip
AUTHORITIES = (
    "social worker", "social services", "child protection", "shelter", "crisis line", "victim services", "embassy",
    "consulate", "trabajadora social", "trabajador social", "servicios sociales", "albergue", "refugio", "consulado",
    "embajada", "社工", "庇护所", "庇護所", "领事馆", "領事館", "大使馆", "大使館",
)  # fmt: skip
NO_IDEA = (
    "i don't know", "i dont know", "don't know", "dont know", "do not know", "no idea", "not sure", "idk", "nobody",
    "no one", "none", "nothing", "no lo se", "no se", "no estoy seguro", "no estoy segura", "ni idea", "nadie",
    "ninguno", "ninguna", "nada", "不知道", "不清楚", "不晓得", "没有", "沒有",
)  # fmt: skip
NEGATIONS = (
    "not",
    "never",
    "don't",
    "dont",
    "wouldn't",
    "wouldnt",
    "except",
    "nunca",
    "jamas",
    "no",
    "ni",
    "menos",
)
CHINESE_NEGATIONS = ("不要", "不会", "不會", "不找", "不叫", "不打", "别", "別", "不")


@dataclass(frozen=True)
class Known:
    """What counts in this town. ``hotline``: of the office; ``services``: the names that residents see."""

    hotline: str
    country: str
    emergency: str
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class Open:
    """One open answer as it came in: the words, and the boxes beside them."""

    text: str = ""
    dont_know: bool = False
    refused: bool = False


def read(route: Open, hotline: Open, known: Known) -> tuple[str, str]:
    """The codes of (route, hotline). A refusal of a question stays one, whatever else was written.

    The hotline named under the first question counts for the second, and as a route for both. Nothing written and
    nothing chosen is a refusal.
    """
    both = f"{route.text}. {hotline.text}"
    names_hotline = names_the_hotline(both, known)
    on_the_way = names_a_route(route.text, known) or names_the_hotline(route.text, known)
    return _code(route, on_the_way), _code(hotline, names_hotline)


def _code(answer: Open, right: bool) -> str:
    if answer.refused:
        return REFUSED
    if right:
        return RIGHT
    words = _plain(answer.text).strip(" .,!?-。，！？")
    if not words:
        return DONT_KNOW if answer.dont_know else REFUSED
    return DONT_KNOW if words in NO_IDEA else WRONG


def names_the_hotline(text: str, known: Known) -> bool:
    """The office's number in any spelling, or a hotline that is not for another cause."""
    words = _plain(text)
    if _has_hotline(words, known):
        return True
    return any(not _before(words, at, OTHER_CAUSES, 2) for at in _places(words, HOTLINES))


def names_a_route(text: str, known: Known) -> bool:
    """Somebody who helps or can send help: police, emergency number, a service that residents can find, authorities."""
    words = _plain(text)
    named = [_plain(name) for name in known.services if len(name.strip()) > 2]
    numbers = [known.emergency] if known.emergency else []
    found = _places(words, (*EMERGENCY, *AUTHORITIES, *HOTLINES, *numbers, *named))
    return any(True for _ in found) or _has_hotline(words, known)


def _plain(text: str) -> str:
    """Lower case, without accents, one space between words; full-width digits become plain ones."""
    return " ".join(without_accents(text.replace("’", "'")).casefold().split())


def _places(words: str, names: Iterable[str]) -> Iterable[int]:
    """Where one of the names begins, save those that are denied. Latin names need a word's edges."""
    sure = words
    for phrase in NO_IDEA:
        if phrase[0] < "\u2e80":
            sure = re.sub(rf"\b{re.escape(phrase)}\b", lambda found: " " * len(found[0]), sure)
    for name in names:
        latin = name[0] < "\u2e80"
        pattern = rf"(?<!\w){re.escape(name)}(?:s|es)?(?!\w)" if latin else re.escape(name)
        # Chinese has no edges between words, so a Latin name or a number may stand right beside its signs.
        pattern = pattern.replace(r"\w", "[a-z0-9]")
        for found in re.finditer(pattern, sure):
            if not _denied(sure, found.start()):
                yield found.start()


def _denied(words: str, at: int) -> bool:
    return _before(words, at, NEGATIONS, 4) or words[max(at - 4, 0) : at].endswith(CHINESE_NEGATIONS)


def _before(words: str, at: int, names: tuple[str, ...], distance: int) -> bool:
    """Whether one of the names is among the last words of the same sentence before the place."""
    sentence = re.split(r"[.,;!?\n。，；！？]", words[:at])[-1]
    last = sentence.split()[-distance:]
    return any(name in last or (name[0] >= "\u2e80" and name in sentence[-6:]) for name in names)


def _has_hotline(words: str, known: Known) -> bool:
    """One of the office's numbers."""
    return any(_has_number(words, number, known.country) for number in numbers_in(known.hotline))


def _has_number(words: str, number: str, country: str) -> bool:
    """Whether the digits of the number stand in the words, however grouped, with or without its prefix."""
    wanted = _national(number, country)
    if not wanted:
        return False
    runs = [re.sub(r"\D", "", run) for run in re.findall(r"\d[\d\s().+/-]*", words)]
    if len(wanted) >= LONG_NUMBER:
        return any(wanted in run for run in runs)
    return wanted in runs


def _national(number: str, country: str) -> str:
    try:
        parsed = phonenumbers.parse(number, country.upper())
    except phonenumbers.NumberParseException:
        return re.sub(r"\D", "", number)
    return str(parsed.national_number)
