"""The fields of a kind of rows: their names in every language, and how their cells are read."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext

from tfc.spreadsheets.choices import as_choice, as_list, as_yes_no
from tfc.spreadsheets.counts import as_count
from tfc.spreadsheets.dates import as_date
from tfc.spreadsheets.normalize import as_text, narrow, normalize_text
from tfc.spreadsheets.tables import Cell
from tfc.spreadsheets.times import as_time
from tfc.spreadsheets.values import Order, Thousands


@dataclass(frozen=True)
class InvalidValue:
    """A cell that needs fixing, with the reason as a sentence."""

    text: str


@dataclass(frozen=True)
class Reading:
    """How the cells of a column are read.

    ``year``: of dates without one. ``word_codes``: (word as normalized by word_key, code of the choice that it means).
    """

    today: dt.date
    order: Order | None = None
    thousands: Thousands | None = None
    serials: bool = True
    year: int | None = None
    word_codes: tuple[tuple[str, str], ...] = ()


Read = Callable[[Cell, Reading], Any]
Labels = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class ImportField:
    """``read`` returns a value, None for unknown, InvalidValue, or what tfc.spreadsheets returns for a
    question.

    ``names``: further headings that people use, in any language. ``asks``: "order" for dates and "thousands" for
    numbers, whose columns may need a question. ``time_code``: the field that takes the time of day of a date cell, if
    the row has no other.
    """

    code: str
    label: str | Promise
    read: Read
    names: tuple[str, ...] = ()
    required: bool = False
    help: str | Promise = ""
    asks: str = ""
    time_code: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        return (*in_all_languages(self.label), *self.names)

    @property
    def labels(self) -> Labels:
        """Return the answers that its cells choose from, each with its words; empty for a field of any text."""
        return self.read.labels if isinstance(self.read, Choosing) else {}

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Return the answers with their labels in the reader's language, as choices of a form."""
        return [(code, next(iter(labels), code)) for code, labels in self.labels.items()]

    @property
    def is_for_all(self) -> bool:
        """Return True if it can be set once for all rows, if the file has no column for it."""
        return self.required and self.is_choice

    @property
    def is_choice(self) -> bool:
        """Return True if its cells hold one answer."""
        return isinstance(self.read, Choosing) and not self.read.is_several


def in_all_languages(label: Any) -> tuple[str, ...]:
    """Return the label in the reader's language, then in the other languages."""
    labels = [str(label)]
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            labels.append(str(label))
    return tuple(dict.fromkeys(labels))


def text(most: int, *, lines: bool = False) -> Read:
    """Return a reader of text of up to ``most`` letters, on one line unless ``lines``."""

    def read(cell: Cell, reading: Reading) -> Any:
        if isinstance(cell, bool | dt.date | dt.time):
            return str(cell)
        value = as_text(cell)
        value = value if lines else " ".join(value.split())
        if len(value) > most:
            return InvalidValue(_get_too_long_text(most))
        return value or None

    return read


def _get_too_long_text(most: int) -> str:
    message = ngettext("This is longer than %(most)d letter.", "This is longer than %(most)d letters.", most)
    return message % {"most": most}


def day(cell: Cell, reading: Reading) -> Any:
    return as_date(cell, reading.order, reading.today, serials=reading.serials, year=reading.year)


def time(cell: Cell, reading: Reading) -> Any:
    return as_time(cell)


def count(cell: Cell, reading: Reading) -> Any:
    return as_count(cell, reading.thousands)


def yes_no(cell: Cell, reading: Reading) -> Any:
    return as_yes_no(cell)


def word_key(text: str) -> str:
    """Return the normalized word by which two cells are compared."""
    return normalize_text(text) or narrow(text)


class Choosing:
    """Reads the answers of a choice by their labels in every language, and by other words that people use for them."""

    def __init__(
        self,
        choices: Iterable[tuple[Any, Any]],
        synonyms: Mapping[Any, Collection[str]] | None = None,
        *,
        several: bool = False,
    ) -> None:
        self.is_several = several
        self._choices = [(str(code), label) for code, label in choices]
        self._synonyms = synonyms or {}
        self._labels = lru_cache(self._name_choices)

    @property
    def labels(self) -> Labels:
        """Return the words of each answer, first its label in the reader's language."""
        return self._labels(get_language())

    def _name_choices(self, _language: str) -> Labels:
        return {
            code: (*in_all_languages(label), *self._synonyms.get(code, ())) for code, label in self._choices
        }

    def __call__(self, cell: Cell, reading: Reading) -> Any:
        """Return the answer or answers of a cell; of several, the first piece that is no choice is returned as the
        problem.
        """
        if self.is_several and not self._choices:
            return list(as_list(cell)) or None
        results = [read for _word, read in self.read_pieces(cell, reading.word_codes)]
        if not self.is_several:
            return results[0]
        wrong = next((result for result in results if not isinstance(result, str | None)), None)
        return wrong or list(dict.fromkeys(result for result in results if result)) or None

    def read_pieces(self, cell: Cell, word_codes: tuple[tuple[str, str], ...] = ()) -> list[tuple[str, Any]]:
        """Return every word of a cell, with its reading."""
        pieces = as_list(cell, self.labels) if self.is_several else (cell,)
        return [(as_text(piece), self._read_word(piece, word_codes)) for piece in pieces]

    def _read_word(self, cell: Cell, word_codes: tuple[tuple[str, str], ...]) -> Any:
        chosen_code = dict(word_codes).get(word_key(cell), "") if word_codes and isinstance(cell, str) else ""
        return chosen_code if chosen_code in self.labels else as_choice(cell, self.labels)
