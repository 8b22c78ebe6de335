"""Punctuation of the reader's language, and words inside a sentence: Chinese has its own marks, without a space after
them.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from django.utils.translation import get_language, pgettext


class PunctuationMarks(NamedTuple):
    between_names: str
    comma: str
    semicolon: str
    colon: str
    opening: str
    closing: str
    stop: str
    # The space between two sentences.
    gap: str


def format_within_sentence(name: object) -> str:
    """Return the name of a language or a role for use inside a sentence: Spanish does not capitalize it."""
    text = str(name)
    return text[:1].lower() + text[1:] if str(get_language()).startswith("es") else text


def short_month_format() -> str:
    """Return the format of a month alone, as on a calendar icon: "Nov", "nov", "11月"."""
    return "b" if str(get_language()).startswith("es") else "M"


def short_year_month_format() -> str:
    """Return the format of a month in a column: "Nov 2026", "nov 2026", "2026年11月"."""
    if str(get_language()).startswith("zh"):
        return "YEAR_MONTH_FORMAT"
    return f"{short_month_format()} Y"


def listed(names: Iterable[Any]) -> str:
    """Join names with the list separator of the language: "Schools, Media"."""
    return marks().between_names.join(map(str, names))


def phrases(parts: Iterable[object]) -> str:
    """Join phrases about one subject: "75%, between 60% and 80%". Empty ones are left out."""
    return marks().comma.join(filter(None, map(str, parts)))


def clauses(parts: Iterable[object]) -> str:
    """Join clauses that may contain commas: "Hill: 3; Dale: 4". Empty ones are left out."""
    return marks().semicolon.join(filter(None, map(str, parts)))


def sentences(parts: Iterable[object]) -> str:
    """Join sentences, each with its own full stop. Empty ones are left out."""
    return marks().gap.join(filter(None, map(str, parts)))


def end_sentence(text: object) -> str:
    """Return the text with a full stop if it has no final punctuation."""
    sentence = str(text)
    return (
        sentence
        if not sentence or sentence.endswith((".", "。", "!", "?", "！", "？"))
        else f"{sentence}{marks().stop}"
    )


def join_title(label: object, value: object) -> str:
    """Return "Place: Library"."""
    return f"{label}{marks().colon}{value}"


def join_bracketed(text: object, more: object) -> str:
    """Return "Library (School)"; the text alone if ``more`` is empty."""
    return f"{text}{marks().opening}{more}{marks().closing}" if str(more) else str(text)


def marks() -> PunctuationMarks:
    return _marks(get_language())


# A chart with its table calls this some thousand times.
@cache
def _marks(_language: str | None) -> PunctuationMarks:
    opening, stop = pgettext("behind words", "("), pgettext("ends a sentence", ".")
    return PunctuationMarks(
        between_names=_add_space(",", pgettext("between names", ",")),
        comma=_add_space(",", pgettext("between phrases", ",")),
        semicolon=_add_space(";", pgettext("between clauses", ";")),
        colon=_add_space(":", pgettext("after a label", ":")),
        opening=f" {opening}" if opening == "(" else opening,
        closing=pgettext("behind words", ")"),
        stop=stop,
        gap=" " if stop == "." else "",
    )


def _add_space(ours: str, translated: str) -> str:
    return f"{translated} " if translated == ours else translated
