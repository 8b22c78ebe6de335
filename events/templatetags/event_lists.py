"""A list of events: five values a row, which a template would look up and escape one by one."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from events.models import EventStatus
from events.words import Row

register = template.Library()
ROW = (
    '<li class="tf-row"><span class="tf-date"><b>{}</b>{}</span><div class="tf-row-main"><a href="{}">{}</a> '
    '<span class="tf-row-meta">{}</span></div>{}</li>'
)


@register.simple_tag
def event_rows(rows: Iterable[Row]) -> SafeString:
    """A line of ``<ul class="tf-list">`` for each of these events."""
    return mark_safe("".join(map(_row, rows)))  # noqa: S308  # nosec B308 B703 (escaped below)


def _row(row: Row) -> str:
    words = map(escape, (row.number, row.month, row.url, row.title, row.meta))
    return ROW.format(*words, _end(str(get_language())) if row.state == EventStatus.CANCELLED else "")


@lru_cache
def _end(_language: str) -> str:
    """Only what was cancelled says so: the heading says the rest."""
    badge = render_to_string("components/event_badge.html", {"state": EventStatus.CANCELLED.value})
    return f'<div class="tf-row-end">{badge}</div>'
