"""Classifies answers to the two open questions as right, wrong or unclear. Pure functions.

Clear texts are not stored. The classifier understands English, Spanish and Chinese, looks for numbers and names,
tolerates misspelling and recognizes negation: "not the police" does not name the police. Anything not clearly right or
wrong is UNCLEAR: a person reads it later, and until then it widens the bounds of item 6.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from residents import vocabulary
from residents.mentions import (
    Mention,
    Standing,
    find_names,
    find_numbers,
    has_phrase,
    is_chinese,
    says_more,
    simplify,
    split_clauses,
)
from residents.questionnaire import DONT_KNOW, REFUSED, RIGHT, UNCLEAR, WRONG
from tfc.phones import numbers_in


@dataclass(frozen=True)
class LocalHelp:
    """What counts in this community. ``hotline``: the office's numbers, separated by commas; ``services``: names that
    residents see.
    """

    hotline: str
    country: str
    emergency: str
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class OpenAnswer:
    """One open answer as submitted: the text, and the boxes next to it."""

    text: str = ""
    dont_know: bool = False
    refused: bool = False


def classify_answers(route: OpenAnswer, hotline: OpenAnswer, local_help: LocalHelp) -> tuple[str, str]:
    """Return the codes of (route, hotline). A refusal of a question has priority over any text.

    The hotline named under the first question counts for the second, and as a route for both. No text and no choice is
    a refusal.
    """
    route_code = _read_answer(route, read_route(route.text, local_help))
    hotline_code = _read_answer(hotline, read_hotline(hotline.text, local_help))
    if hotline_code not in (RIGHT, REFUSED) and read_hotline(route.text, local_help) == RIGHT:
        hotline_code = RIGHT
    return route_code, hotline_code


def _read_answer(answer: OpenAnswer, code: str) -> str:
    if answer.refused:
        return REFUSED
    # Punctuation, spaces and invisible characters say nothing.
    if all(unicodedata.category(character)[0] in "PZC" for character in answer.text):
        return DONT_KNOW if answer.dont_know else REFUSED
    return code


def read_hotline(text: str, local_help: LocalHelp) -> str:
    """Classify a hotline answer: the office's number, or a hotline that is not for another cause.

    Another number or helper is wrong.
    """
    clauses = split_clauses(simplify(text))
    mentions = _find_mentions(clauses, lambda clause: _find_hotlines(clause, local_help))
    right = [mention for mention in mentions if not mention.other_cause]
    if right:
        return _decide(right)
    if (
        mentions
        or any(_find_routes(clause, local_help) for clause in clauses)
        or any(map(_has_number, clauses))
    ):
        return WRONG
    return _read_rest(clauses)


def read_route(text: str, local_help: LocalHelp) -> str:
    """Classify a route answer: police, emergency number, a hotline, a local service, or authorities."""
    clauses = split_clauses(simplify(text))
    mentions = _find_mentions(
        clauses,
        lambda clause: (*_find_hotlines(clause, local_help), *_find_routes(clause, local_help)),
    )
    return _decide(mentions) if mentions else _read_rest(clauses)


def _find_mentions(clauses: Sequence[str], find: Callable[[str], Iterable[Mention]]) -> list[Mention]:
    """Return the mentions; "I don't know" after the last one, or an answer to a question about it, makes what was
    named unsure.
    """
    mentions: list[Mention] = []
    is_asked = False
    for clause in clauses:
        clause_mentions = list(find(clause))
        doubts = has_phrase(clause, vocabulary.NO_IDEA) or (is_asked and says_more(clause))
        if not clause_mentions and doubts:
            mentions = [
                replace(mention, standing=Standing.UNSURE) if mention.standing is Standing.NAMED else mention
                for mention in mentions
            ]
        mentions += clause_mentions
        is_asked = clause.endswith("?")
    return mentions


def _find_hotlines(clause: str, local_help: LocalHelp) -> Iterator[Mention]:
    yield from find_numbers(clause, numbers_in(local_help.hotline), local_help.country)
    yield from find_names(clause, vocabulary.HOTLINES, _is_clear_hotline)


def _is_clear_hotline(lead: str, tail: str) -> bool:
    """Return False for a hotline that may be for another cause, or that is only asked about."""
    if has_phrase(lead + tail, vocabulary.QUESTIONS) or has_phrase(lead, vocabulary.SEARCHES):
        return False
    cause = re.search(r"\b(?:for|about|para|sobre)\b(.*)", tail)
    if cause and not vocabulary.HOTLINE_CAUSES.search(cause[1]):
        return False
    if is_chinese(tail):
        return not is_chinese(lead[-1:]) or lead.endswith(vocabulary.CHINESE_HOTLINE_WORDS)
    return all(
        word in vocabulary.HOTLINE_WORDS or vocabulary.HOTLINE_CAUSES.search(word)
        for word in re.findall(r"[a-z0-9'-]+", lead)[-1:]
    )


def _find_routes(clause: str, local_help: LocalHelp) -> list[Mention]:
    services = [name for service in local_help.services if len(name := simplify(service)) > 2]
    numbers = [local_help.emergency] if local_help.emergency else []
    names = (*vocabulary.POLICE, *vocabulary.AUTHORITIES, *services)
    return [*find_numbers(clause, numbers, local_help.country), *find_names(clause, names)]


def _has_number(clause: str) -> bool:
    return sum(sign.isdigit() for sign in clause) > 2


def _decide(mentions: Sequence[Mention]) -> str:
    named = {mention.name for mention in mentions if mention.standing is Standing.NAMED}
    denied = {mention.name for mention in mentions if mention.standing is Standing.DENIED}
    standings = {mention.standing for mention in mentions}
    if named - denied:
        return RIGHT
    if named or Standing.UNSURE in standings:
        return UNCLEAR
    return WRONG if Standing.DENIED in standings else DONT_KNOW


def _read_rest(clauses: Sequence[str]) -> str:
    """Classify text without a known number or name.

    DONT_KNOW for "no idea", WRONG for other people, otherwise UNCLEAR.
    """
    others = [clause for clause in clauses if not has_phrase(clause, vocabulary.NO_IDEA)]
    if len(others) < len(clauses) and all(map(_names_other_people, others)):
        return DONT_KNOW
    return WRONG if all(map(_names_other_people, others)) else UNCLEAR


def _names_other_people(clause: str) -> bool:
    if _has_number(clause):
        # It may be a number of the police or of a service.
        return False
    if clause[0] >= "\u2e80":
        for others in vocabulary.CHINESE_OTHERS:
            clause = clause.replace(others, "")
        return not clause.strip(" ?")
    tokens = re.findall(r"[^\W\d_]+", clause.replace("'s", ""))
    return bool(tokens) and all(word in vocabulary.OTHER_PEOPLE for word in tokens)
