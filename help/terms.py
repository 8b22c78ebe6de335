"""What a word of the glossary is made of."""

from dataclasses import dataclass

from evaluation.instrument import Text


@dataclass(frozen=True)
class Term:
    """``see``: codes of other terms."""

    code: str
    word: Text
    meaning: Text
    see: tuple[str, ...] = ()


@dataclass(frozen=True)
class Terms:
    title: Text
    terms: tuple[Term, ...]
