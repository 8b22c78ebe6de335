"""The fields of a kind of rows: what each is called in every language, and how its cells are read."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import ngettext

from tfc.sheets import values
from tfc.sheets.tables import Cell

# How many different texts of a column are remembered.
TEXTS = 2000


@dataclass(frozen=True)
class Wrong:
    """Read instead of a value: what is to be mended, as a sentence."""

    text: str


@dataclass(frozen=True)
class Reading:
    """How the cells of a column are to be read."""

    today: dt.date
    order: values.Order | None = None
    thousands: values.Thousands | None = None
    serials: bool = True


Read = Callable[[Cell, Reading], Any]
Labels = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class ImportField:
    """``read`` gives a value, None for unknown, Wrong, or what tfc.sheets.values gives for what must be asked.

    ``names``: further headings that people give it, in any language. ``asks``: "order" for days and "thousands" for
    numbers, whose columns may have to be asked about. ``choices``: of one that may be said once for all rows, where
    the file has no column for it.
    """

    code: str
    label: str | Promise
    read: Read
    names: tuple[str, ...] = ()
    required: bool = False
    help: str | Promise = ""
    asks: str = ""
    choices: Sequence[tuple[Any, Any]] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        return (*in_all_languages(self.label), *self.names)

    @property
    def labels(self) -> Labels:
        """The answers that its cells choose from, each with its words; none for a field of any text."""
        return self.read.labels if isinstance(self.read, Choosing) else {}


def in_all_languages(label: Any) -> tuple[str, ...]:
    """As it is said to the reader, then in the other languages."""
    found = [str(label)]
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(str(label))
    return tuple(dict.fromkeys(found))


def text(most: int, *, lines: bool = False) -> Read:
    """A text of up to ``most`` letters, on one line unless it may have several."""

    def read(cell: Cell, reading: Reading) -> Any:
        if isinstance(cell, bool | dt.date | dt.time):
            return str(cell)
        found = values.as_text(cell)
        found = found if lines else " ".join(found.split())
        if len(found) > most:
            return Wrong(_too_long(most))
        return found or None

    return read


def _too_long(most: int) -> str:
    words = ngettext("This is longer than %(most)d letter.", "This is longer than %(most)d letters.", most)
    return words % {"most": most}


def day(cell: Cell, reading: Reading) -> Any:
    return values.as_date(cell, reading.order, reading.today, serials=reading.serials)


def time(cell: Cell, reading: Reading) -> Any:
    return values.as_time(cell)


def count(cell: Cell, reading: Reading) -> Any:
    return values.as_count(cell, reading.thousands)


def yes_no(cell: Cell, reading: Reading) -> Any:
    return values.as_yes_no(cell)


def named(
    choices: Iterable[tuple[Any, Any]], more: Mapping[Any, Collection[str]] | None = None
) -> dict[str, tuple[str, ...]]:
    """The codes of a choice with their labels in every language, and the other words that people use for them."""
    return {
        str(code): (*in_all_languages(label), *(more or {}).get(str(code), ())) for code, label in choices
    }


class Choosing:
    """Reads the answers of a choice. A column says the same few words in thousands of rows, and each is compared with
    every label: once.
    """

    def __init__(self, labels: Labels, read: Callable[[Cell], Any]) -> None:
        self.labels = labels
        self._read = read
        self._known = lru_cache(TEXTS)(read)

    def __call__(self, cell: Cell, reading: Reading) -> Any:
        found = self._known(cell) if isinstance(cell, str) else self._read(cell)
        return list(found) if isinstance(found, tuple) else found


def choice(labels: Labels) -> Read:
    return Choosing(labels, partial(values.as_choice, choices=labels))


def several(labels: Labels | None = None) -> Read:
    """A list of choices, or of any texts; the first piece that is none of the choices is what must be mended."""
    return Choosing(labels or {}, partial(_several, labels=labels))


def _several(cell: Cell, labels: Labels | None) -> Any:
    pieces = values.as_list(cell, labels)
    if labels is None or not pieces:
        return pieces or None
    found = [values.as_choice(piece, labels) for piece in pieces]
    wrong = next((one for one in found if not isinstance(one, str | None)), None)
    return wrong if wrong is not None else tuple(dict.fromkeys(one for one in found if one))
