"""What page, print, PDF and files need to know of a chart."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

NOTHING = mark_safe("")


@dataclass(frozen=True)
class Key:
    """One entry of the legend: a sign, drawn in a square of 16, and what it means."""

    label: str
    sign: SafeString


@dataclass(frozen=True)
class Datum:
    """A column of the file of data: its code, its HXL tag ("" where none fits), and its cells for programs."""

    code: str
    tag: str
    cells: Sequence[str]


class LinkedText(str):
    """Words in the table below a chart that lead, on a page, to what is behind them. Elsewhere they are words."""

    url: str

    def __new__(cls, text: str, url: str) -> Self:
        cell = super().__new__(cls, text)
        cell.url = url
        return cell

    def __repr__(self) -> str:
        """With the link, so that a cached table of other links is another one."""
        return f"Linked({str(self)!r}, {self.url!r})"


@dataclass(frozen=True)
class Chart:
    """A chart, or the sentence that says it better.

    ``code`` names it on its page, in letters, digits, "-" and "_". ``title`` says what is seen, ``note`` how far it is
    known. ``svg`` is drawn for a wide place and ``small`` for a phone; where there is no ``small``, the one serves
    both. Without either the ``sentence`` stands there. ``told`` says the same to those who do not see it. ``headers``
    and ``rows`` are the table below: the first cell of a row names it, and a :class:`Linked` one is a link. ``data`` is
    the same for programs. ``source`` says who and when; ``scrolls``: on a phone it keeps its size and moves inside its
    frame.
    """

    code: str
    title: str
    text_alternative: str = ""
    svg: SafeString = NOTHING
    small: SafeString = NOTHING
    sentence: str = ""
    note: str = ""
    headers: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    data: Sequence[Datum] = ()
    legend: Sequence[Key] = ()
    source: str = ""
    made_on: dt.date | None = None
    scrolls: bool = False

    @property
    def is_drawn(self) -> bool:
        return bool(self.svg)

    def file_name(self, ending: str) -> str:
        """ "united-states-indicators.svg"."""
        slug = slugify(f"{self.source} {self.code}")[-80:].strip("-")
        return f"{slug or self.code}.{ending}"
