"""The page of deleted records, which each can be put back from: the same for every kind."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# The last ones deleted; older ones are still there, and rarely wanted.
BIN_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class Binned:
    """A deleted record. ``day``, ``url``: when it was, and its page, where it has them; ``language``: of its title."""

    title: str
    deleted_at: dt.datetime | None
    restore_url: str
    meta: str = ""
    day: dt.date | None = None
    url: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class BinWords:
    """What the page says: over the list, on the way back, and where nothing is deleted."""

    heading: str
    back_url: str
    back_label: str
    lead: str = ""
    none: str = ""


def bin_page(request: HttpRequest, rows: Sequence[Binned], words: BinWords, **more: Any) -> HttpResponse:
    """``more``: what the frame of the page needs, and the addresses of further pages."""
    return render(request, "communities/bin.html", {"rows": rows, "words": words, **more})
