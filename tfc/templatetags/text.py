"""Filters that put text together with the punctuation of the reader's language, and the last day in the trash."""

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
    """Names in a row, as the language puts them."""
    return str(join(items, marks().between_names, autoescape=autoescape))


@register.filter
def last_day_in_trash(deleted_at: dt.datetime) -> dt.date:
    """Until when what was deleted then can be put back, by the clock of the place."""
    return timezone.localdate(deleted_at + dt.timedelta(days=TRASH_DAYS))


@register.filter(needs_autoescape=True)
def clauses(items: Iterable[object], autoescape: bool = True) -> str:
    """In a row, where there may be commas in them."""
    return str(join(items, marks().semicolon, autoescape=autoescape))


@register.filter(needs_autoescape=True)
def sentences(items: Iterable[object], autoescape: bool = True) -> str:
    """One after the other; each has its own stop."""
    return str(join(items, marks().gap, autoescape=autoescape))


@register.filter(needs_autoescape=True)
def after_colon(text: object, autoescape: bool = True) -> str:
    """“: Library”, behind a label; nothing where there are no words."""
    return _between(marks().colon, text, "", autoescape)


@register.filter(needs_autoescape=True)
def after_comma(text: object, autoescape: bool = True) -> str:
    """“, Library”; nothing where there are no words."""
    return _between(marks().comma, text, "", autoescape)


@register.filter(needs_autoescape=True)
def in_brackets(text: object, autoescape: bool = True) -> str:
    """“ (Library)”, behind other words; nothing where there are no words."""
    return _between(marks().opening, text, marks().closing, autoescape)


@register.simple_tag
def mark(name: str) -> str:
    """``{% mark "colon" %}``: one of Marks alone, where markup stands around what it divides."""
    return str(getattr(marks(), name))


def _between(before: str, value: Any, after: str, autoescape: bool) -> str:
    if value in (None, ""):
        return ""
    localized = localize(value)
    # The marks are those of a language of ours, without anything to escape in them.
    return (
        SafeString(f"{before}{conditional_escape(localized)}{after}")
        if autoescape
        else f"{before}{localized}{after}"
    )
