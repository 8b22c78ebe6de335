"""The words of the application, each with an anchor that stays as it is: pages link to it."""

from functools import cache
from typing import NamedTuple

from evaluation.instrument import Text
from help.glossary_figures import OF_FIGURES
from help.glossary_people import OF_PEOPLE
from help.glossary_work import OF_WORK
from help.terms import Term
from tfc.text.normalize import by_letters

GROUPS: tuple[tuple[str, Text, tuple[Term, ...]], ...] = (
    ("people", OF_PEOPLE.title, OF_PEOPLE.terms),
    ("work", OF_WORK.title, OF_WORK.terms),
    ("figures", OF_FIGURES.title, OF_FIGURES.terms),
)


class Shown(NamedTuple):
    """A term as a reader sees it, with the words that it leads to."""

    code: str
    word: str
    meaning: str
    see: tuple[tuple[str, str], ...]


@cache
def by_code() -> dict[str, Term]:
    return {term.code: term for _code, _title, terms in GROUPS for term in terms}


def shown() -> list[tuple[str, str, list[Shown]]]:
    """By group, in the order of the reader's alphabet, and in Chinese by sound."""
    return [(code, str(title), sorted(map(_shown, terms), key=_by_word)) for code, title, terms in GROUPS]


def _by_word(term: Shown) -> bytes:
    return by_letters(term.word)


def _shown(term: Term) -> Shown:
    see = tuple((code, str(by_code()[code].word)) for code in term.see)
    return Shown(term.code, str(term.word), str(term.meaning), see)
