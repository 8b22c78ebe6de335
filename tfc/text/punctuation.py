"""Words inside a sentence, and the marks that stand between them: Chinese has its own, without a space after them."""

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
    # Between two sentences.
    gap: str


def within(name: object) -> str:
    """The name of a language, or a role, as it stands inside a sentence: Spanish writes it small."""
    text = str(name)
    return text[:1].lower() + text[1:] if str(get_language()).startswith("es") else text


def short_month_format() -> str:
    """ "Nov", "nov", "11月": alone, as on the leaf of a calendar."""
    return "b" if str(get_language()).startswith("es") else "M"


def short_year_month_format() -> str:
    """ "Nov 2026", "nov 2026", "2026年11月": in a column."""
    if str(get_language()).startswith("zh"):
        return "YEAR_MONTH_FORMAT"
    return f"{short_month_format()} Y"


def listed(names: Iterable[Any]) -> str:
    """ "Schools, Media": names in a row, as the language puts them."""
    return marks().between_names.join(map(str, names))


def phrases(parts: Iterable[object]) -> str:
    """ "75%, between 60% and 80%": what is said one after the other of the same thing. Empty words are left out."""
    return marks().comma.join(filter(None, map(str, parts)))


def clauses(parts: Iterable[object]) -> str:
    """ "Hill: 3; Dale: 4": what may have commas in it. Empty words are left out."""
    return marks().semicolon.join(filter(None, map(str, parts)))


def sentences(parts: Iterable[object]) -> str:
    """ "Not known. Nobody asked.": one sentence after the other, each with its own stop. Empty ones are left out."""
    return marks().gap.join(filter(None, map(str, parts)))


def ended(text: object) -> str:
    """With a stop, where there is none."""
    sentence = str(text)
    return (
        sentence
        if not sentence or sentence.endswith((".", "。", "!", "?", "！", "？"))
        else f"{sentence}{marks().stop}"
    )


def titled(label: object, value: object) -> str:
    """ "Place: Library"."""
    return f"{label}{marks().colon}{value}"


def bracketed(text: object, more: object) -> str:
    """ "Library (School)"; the words alone where there is no more."""
    return f"{text}{marks().opening}{more}{marks().closing}" if str(more) else str(text)


def marks() -> PunctuationMarks:
    return _marks(get_language())


# A chart with its table asks some thousand times.
@cache
def _marks(_language: str | None) -> PunctuationMarks:
    opening, stop = pgettext("behind words", "("), pgettext("ends a sentence", ".")
    return PunctuationMarks(
        between_names=_spaced(",", pgettext("between names", ",")),
        comma=_spaced(",", pgettext("between phrases", ",")),
        semicolon=_spaced(";", pgettext("between clauses", ";")),
        colon=_spaced(":", pgettext("after a label", ":")),
        opening=f" {opening}" if opening == "(" else opening,
        closing=pgettext("behind words", ")"),
        stop=stop,
        gap=" " if stop == "." else "",
    )


def _spaced(ours: str, translated: str) -> str:
    return f"{translated} " if translated == ours else translated
