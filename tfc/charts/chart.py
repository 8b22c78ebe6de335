"""The data of a chart that pages, prints, PDFs and files need."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

NOTHING = mark_safe("")


@dataclass(frozen=True)
class Key:
    """One entry of the legend: a symbol, drawn in a square of 16 units, and its label."""

    label: str
    sign: SafeString


@dataclass(frozen=True)
class Datum:
    """A column of the data file: its code, its HXL tag ("" if none fits), and its machine-readable cells."""

    code: str
    tag: str
    cells: Sequence[str]


class LinkedText(str):
    """Text in a chart's table that is a link on a page, and plain text elsewhere."""

    url: str

    def __new__(cls, text: str, url: str) -> Self:
        cell = super().__new__(cls, text)
        cell.url = url
        return cell

    def __repr__(self) -> str:
        """Include the URL, so that tables with different links do not share a cache entry."""
        return f"Linked({str(self)!r}, {self.url!r})"


@dataclass(frozen=True)
class Chart:
    """A chart, or a sentence in its place.

    ``code`` identifies it on its page, in letters, digits, "-" and "_". ``title`` says what it shows, ``note`` how
    certain it is. ``svg`` is drawn for wide screens and ``small`` for phones; without ``small``, ``svg`` serves both.
    Without either, ``sentence`` is shown. ``text_alternative`` is for people who cannot see the chart. ``headers`` and
    ``rows`` are the table below it: the first cell of a row is its header, and a `LinkedText` is a link. ``data`` is
    the same, machine-readable. ``source`` names the source and ``made_on`` the date; with ``scrolls``, the chart keeps
    its size on a phone and scrolls inside its frame.
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
        """Return a file name such as "united-states-indicators.svg"."""
        slug = slugify(f"{self.source} {self.code}")[-80:].strip("-")
        return f"{slug or self.code}.{ending}"
