"""A list of events: five values a row, which a template would look up and escape one by one."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from events.models import EventStatus
from events.words import Row

register = template.Library()
ROW = (
    '<li class="tf-row"><span class="tf-date"><b>{}</b>{}</span><div class="tf-row-main"><a href="{}">{}</a> '
    '<span class="tf-row-meta">{}</span></div>{}</li>'
)


@register.simple_tag
def event_rows(rows: Iterable[Row], year_is_said: bool = False) -> SafeString:
    """A line of ``<ul class="tf-list">`` for each of these events."""
    cancelled = _cancelled(str(get_language()))
    return format_html_join(
        "",
        ROW,
        (
            (
                row.number,
                row.short_month if year_is_said else row.month,
                row.url,
                row.title,
                row.meta,
                cancelled if row.state == EventStatus.CANCELLED else "",
            )
            for row in rows
        ),
    )


@lru_cache
def _cancelled(_language: str) -> SafeString:
    """Only what was cancelled says so: the heading says the rest."""
    badge = render_to_string("components/event_badge.html", {"state": EventStatus.CANCELLED.value})
    return format_html('<div class="tf-row-end">{}</div>', badge)
