"""A list of events: five values a row, which a template would look up and escape one by one."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from events.models import EventStatus
from events.words import Row

register = template.Library()


@register.simple_tag
def event_rows(rows: Iterable[Row], year_is_said: bool = False) -> SafeString:
    """A line of ``<ul class="tf-list">`` for each of these events."""
    cancelled = _cancelled(str(get_language()))
    return SafeString("".join(_line(row, cancelled, year_is_said) for row in rows))


def _line(row: Row, cancelled: str, year_is_said: bool) -> str:
    """All of a row is plain text: Django's own way asks each word whether it is."""
    month = row.short_month if year_is_said else row.month
    end = cancelled if row.state == EventStatus.CANCELLED else ""
    return (
        f'<li class="tf-row"><span class="tf-date"><b>{escape(row.number)}</b>{escape(month)}</span>'
        f'<div class="tf-row-main"><a href="{escape(row.url)}">{escape(row.title)}</a> '
        f'<span class="tf-row-meta">{escape(row.meta)}</span></div>{end}</li>'
    )


@lru_cache
def _cancelled(_language: str) -> SafeString:
    """Only what was cancelled says so: the heading says the rest."""
    badge = render_to_string("components/event_badge.html", {"state": EventStatus.CANCELLED.value})
    return format_html('<div class="tf-row-end">{}</div>', badge)
