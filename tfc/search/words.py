"""Words typed into a search, and their positions in a text: in any language, without a dictionary."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from rapidfuzz import fuzz

from tfc.text.normalize import without_accents

MOST_WORDS = 8
LONGEST = 200
# Shorter words are similar to too many others.
SHORTEST_NEAR = 4
# By strict_word_similarity of pg_trgm: trafiking/trafficking 0.47, lineas/linea 0.63, training/trafiking 0.36.
NEAR = 0.42
# The same in Python, from 0 to 100: allows one or two typing errors in a word.
ALIKE = 70
EXCERPT = 150

# Combining marks of Latin, Greek and Cyrillic letters; the database removes the same ones (matching.NormalizedText).
_MARKS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"#?\s*([0-9]{1,18})")

Span = tuple[int, int]


def as_searched(text: str) -> str:
    """Return the text in lower case, without accents and with full-width letters as plain ones.

    "Líneas" becomes "lineas"; "热线" stays.
    """
    plain = without_accents(text.replace("\0", " ")).casefold()
    return " ".join(unicodedata.normalize("NFC", plain).split())


def bare(text: str) -> str:
    """Return the text in the form that the database searches: see matching.NormalizedText."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.replace("\0", " ")).lower())


@dataclass(frozen=True)
class Words:
    """The words of a search. ``typed``: the text as typed, shortened if it is too long."""

    typed: str

    @classmethod
    def from_text(cls, text: str) -> Self:
        return cls(" ".join(text.replace("\0", " ").split())[:LONGEST])

    def __bool__(self) -> bool:
        return bool(self.bare)

    @cached_property
    def bare(self) -> tuple[str, ...]:
        return tuple(bare(self.typed).split()[:MOST_WORDS])

    @cached_property
    def searched(self) -> tuple[str, ...]:
        """The words for columns that were written by `as_searched`."""
        return tuple(as_searched(self.typed).split()[:MOST_WORDS])

    @property
    def number(self) -> int | None:
        """The ID of a record if the text is a number such as "412" or "#412"."""
        match = _NUMBER.fullmatch(self.typed)
        return int(match[1]) if match else None

    @property
    def can_be_near(self) -> bool:
        """Return True if a word is long enough for a typing error."""
        return any(is_long(word) for word in self.bare)

    def are_in(self, texts: Iterable[str], *, near: bool = False) -> bool:
        """Return True if the texts contain each word, or with ``near`` a similar one."""
        there = bare(" ".join(texts))
        return all(
            word in there or (near and is_long(word) and _resembles(word, there)) for word in self.bare
        )


def is_long(word: str) -> bool:
    return len(word) >= SHORTEST_NEAR and word.isalpha() and word.isascii()


def _resembles(word: str, text: str) -> bool:
    return any(fuzz.ratio(word, candidate) >= ALIKE for candidate in _WORD.findall(text))


def mark_words(text: str, terms: Words) -> SafeString:
    """Return the text, escaped, with a `<mark>` element around each of the words."""
    parts, at = [], 0
    for begin, end in spans(text, terms):
        parts += [conditional_escape(text[at:begin]), format_html("<mark>{}</mark>", text[begin:end])]
        at = end
    return SafeString("".join([*parts, conditional_escape(text[at:])]))


def excerpt(text: str, terms: Words) -> str:
    """Return the part of the text around the first match, or ""."""
    plain = " ".join(text.split())
    term_spans = spans(plain, terms)
    if not term_spans:
        return ""
    if len(plain) <= EXCERPT:
        return plain
    begin = max(0, term_spans[0][0] - EXCERPT // 3)
    if begin and (space := plain.find(" ", begin, term_spans[0][0])) >= 0:
        begin = space + 1
    piece = plain[begin : begin + EXCERPT].rstrip()
    return f"{'…' if begin else ''}{piece}{'…' if begin + EXCERPT < len(plain) else ''}"


def spans(text: str, terms: Words) -> list[Span]:
    """Return the positions of the words, in order and without overlap; if there are none, those of similar words."""
    term_spans = sorted(_as_written(text, terms)) or sorted(_nearly(text, terms))
    joined: list[Span] = []
    for begin, end in term_spans:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def _as_written(text: str, terms: Words) -> Iterator[Span]:
    letters = [(letter, place) for place, character in enumerate(text) for letter in bare(character)]
    there = "".join(letter for letter, _place in letters)
    for word in terms.bare:
        at = there.find(word)
        while at >= 0:
            yield letters[at][1], letters[at + len(word) - 1][1] + 1
            at = there.find(word, at + len(word))


def _nearly(text: str, terms: Words) -> Iterator[Span]:
    meant = [word for word in terms.bare if is_long(word)]
    for match in _WORD.finditer(text):
        if any(fuzz.ratio(word, bare(match[0])) >= ALIKE for word in meant):
            yield match.span()
