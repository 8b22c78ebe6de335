"""Shared wording of the explanations: days, lists, and events that need an outcome."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tfc.text.punctuation import clauses

Details = Mapping[str, Any]
LONGEST_LIST = 6


def day_in_year(text: str) -> str:
    return date_format(dt.date.fromisoformat(text), "MONTH_DAY_FORMAT")


def shorten_list(items: Sequence[str]) -> str:
    """Return the first items and the number of further ones."""
    more = len(items) - LONGEST_LIST
    shown = clauses(items[:LONGEST_LIST])
    return shown if more <= 0 else _("%(words)s; and %(more)s more") % {"words": shown, "more": more}


def waiting(events: int) -> str:
    return ngettext(
        "%(count)s past event needs an outcome, so the figure may be higher.",
        "%(count)s past events need an outcome, so the figure may be higher.",
        events,
    ) % {"count": events}
