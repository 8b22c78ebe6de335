"""What was read, in the words in which a person would say it. Pure."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from tfc.spreadsheets.values import Count
from tfc.text.line_breaks import time_words
from tfc.text.punctuation import listed

MOST_LETTERS = 80


def format_field_value(value: Any, labels: Mapping[str, Collection[str]]) -> str:
    """Empty where nothing is known. ``labels``: of a choice, each code with its words, the reader's first."""
    if isinstance(value, Count):
        return _("at least %(people)d") % {"people": value.value} if value.at_least else str(value.value)
    if isinstance(value, list | tuple):
        return listed(format_field_value(item, labels) for item in value)
    if isinstance(value, str):
        text = next(iter(labels.get(value, ())), value)
        return Truncator(" ".join(str(text).split())).chars(MOST_LETTERS)
    return _plain(value)


def _plain(value: bool | dt.date | dt.time | None) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.time):
        return time_words(value)
    return date_format(value) if value else ""
