"""Filters that join texts with the punctuation of the reader's language, and the last day in the trash."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.template.defaultfilters import join
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from tfc.tenancy import TRASH_DAYS
from tfc.text.punctuation import marks, within

register = template.Library()
register.filter("within", within)


@register.filter(needs_autoescape=True)
def listed(items: Iterable[object], autoescape: bool = True) -> str:
    """Join names with the list separator of the language."""
    return str(join(items, marks().between_names, autoescape=autoescape))


@register.filter
def last_day_in_trash(deleted_at: dt.datetime) -> dt.date:
    """Return the last day on which a record deleted at this time can be restored, in the time zone of the scope."""
    return timezone.localdate(deleted_at + dt.timedelta(days=TRASH_DAYS))


@register.filter(needs_autoescape=True)
def clauses(items: Iterable[object], autoescape: bool = True) -> str:
    """Join clauses that may contain commas."""
    return str(join(items, marks().semicolon, autoescape=autoescape))


@register.filter(needs_autoescape=True)
def sentences(items: Iterable[object], autoescape: bool = True) -> str:
    """Join sentences, each with its own full stop."""
    return str(join(items, marks().gap, autoescape=autoescape))


@register.filter(needs_autoescape=True)
def after_colon(text: object, autoescape: bool = True) -> str:
    """Return “: Library”, for use after a label; "" for an empty text."""
    return _between(marks().colon, text, "", autoescape)


@register.filter(needs_autoescape=True)
def after_comma(text: object, autoescape: bool = True) -> str:
    """Return “, Library”; "" for an empty text."""
    return _between(marks().comma, text, "", autoescape)


@register.filter(needs_autoescape=True)
def in_brackets(text: object, autoescape: bool = True) -> str:
    """Return “ (Library)”, for use after other words; "" for an empty text."""
    return _between(marks().opening, text, marks().closing, autoescape)


@register.simple_tag
def mark(name: str) -> str:
    """Return one of the PunctuationMarks, as in ``{% mark "colon" %}``, where it separates markup."""
    return str(getattr(marks(), name))


def _between(before: str, value: Any, after: str, autoescape: bool) -> str:
    if value in (None, ""):
        return ""
    localized = localize(value)
    # The marks come from our own translations and contain nothing to escape.
    return (
        SafeString(f"{before}{conditional_escape(localized)}{after}")
        if autoescape
        else f"{before}{localized}{after}"
    )
