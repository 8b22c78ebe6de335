"""Parts of components that a page repeats: written here as a template would, which takes ten times as long."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any

from django import template
from django.template import Context
from django.template.base import render_value_in_context
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from tfc.charts import LinkedRow
from tfc.within import marks, short_month_format

register = template.Library()


@register.simple_tag
def leaf(moment: dt.date) -> SafeString:
    """A day, drawn as a leaf of a calendar: day and month, and the year unless it is this one. ``moment``: a day, or a
    moment on it, which is told by the clock of the place."""
    day = timezone.localtime(moment).date() if isinstance(moment, dt.datetime) else moment
    return _leaf(day, timezone.localdate().year, str(get_language()))


@lru_cache(maxsize=2000)
def _leaf(day: dt.date, this_year: int, _language: str) -> SafeString:
    month = date_format(day, short_month_format())
    told = month if day.year == this_year else f"{month} {day.year}"
    return format_html('<span class="tf-date"><b>{}</b>{}</span>', date_format(day, "j"), told)


@register.simple_tag(takes_context=True)
def described(context: Context, rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """The rows of components/description_list.html, written here: five of them are asked for by each event."""
    return SafeString("".join(_described(context, row) for row in rows))


def _described(context: Context, row: Mapping[str, Any]) -> str:
    name, value, more = conditional_escape(row["label"]), row["value"], ""
    if value is None or value == "":
        told: str = format_html('<span class="tf-muted">{}</span>', gettext("Not recorded"))
    else:
        told = render_value_in_context(value, context)
    if url := row.get("url"):
        whose = f'<span class="visually-hidden">{marks().colon}{name}</span>'
        more = (
            f'<dd><a href="{conditional_escape(url)}">{conditional_escape(row["url_label"])}{whose}</a></dd>'
        )
    return f"<div><dt>{name}</dt><dd>{told}</dd>{more}</div>"


@register.simple_tag
def table_head(headers: Sequence[Any]) -> SafeString:
    """The first of components/table.html names the rows, the others stand over figures."""
    classes = ("", *repeat(' class="tf-num"', len(headers)))
    cells = (
        f'<th scope="col"{css}>{conditional_escape(one)}</th>'
        for css, one in zip(classes, headers, strict=False)
    )
    return SafeString(f"<tr>{''.join(cells)}</tr>")


@register.simple_tag(takes_context=True)
def table_rows(context: Context, rows: Iterable[Sequence[Any]], headers: Sequence[str] = ()) -> SafeString:
    """The rows of components/table.html, which may be some thousand cells. With ``headers`` each cell says what stands
    above it."""
    if not headers:
        return SafeString("".join(_written_row(context, row) for row in rows))
    labels = [format_html(' data-label="{}"', one) for one in headers]
    return SafeString(
        "".join(_table_row([_table_cell(context, cell) for cell in row], labels) for row in rows)
    )


def _written_row(context: Context, row: Sequence[Any]) -> str:
    if isinstance(row, LinkedRow):
        if row.written is None:
            row.written = SafeString(_table_row([_table_cell(context, cell) for cell in row]))
        return row.written
    return _table_row([_table_cell(context, cell) for cell in row])


def _table_row(cells: Sequence[str], labels: Sequence[str] = ()) -> str:
    figures = "".join(
        f'<td class="tf-num"{label}>{cell}</td>'
        for cell, label in zip(cells[1:], labels[1:] or repeat(""), strict=False)
    )
    return f'<tr><th scope="row">{cells[0]}</th>{figures}</tr>' if cells else "<tr></tr>"


def _table_cell(context: Context, cell: Any) -> str:
    words: str
    if isinstance(cell, str):
        words = conditional_escape(cell)
    elif type(cell) is int:
        words = _number(cell, str(get_language()))
    else:
        words = render_value_in_context(cell, context)
    url = getattr(cell, "url", "")
    return f'<a href="{conditional_escape(url)}">{words}</a>' if url else words


@lru_cache(maxsize=2000)
def _number(number: int, _language: str) -> str:
    return str(localize(number))
