"""Communities × parts: a cell each with the sign of its rating, linked to its receipt."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from charts import signs
from charts.data import heat_data
from evaluation.wording import rating_text
from tfc.charts import Chart, LinkedText
from tfc.charts.texts import shorten_to_width, wrap_text
from tfc.text.punctuation import join_title, phrases


class Layout(NamedTuple):
    """``names``: the width of the row names on the left; 0 puts them above their cells."""

    name: str
    width: int
    names: int
    row: int
    cell: int
    font_size: float
    css: str
    axis: str


WIDE = Layout(
    name="wide",
    width=720,
    names=150,
    row=34,
    cell=30,
    font_size=13,
    css="tf-chart-label",
    axis="tf-chart-axis",
)
NARROW = Layout(
    name="narrow",
    width=340,
    names=0,
    row=52,
    cell=26,
    font_size=14,
    css="tf-chart-small",
    axis="tf-chart-axis-small",
)
# Maximum cell width in pixels; larger only if few columns leave room for their names.
WIDEST, NAMED, WIDEST_NAMED = 48, 96, 112
GAP, NAME, HEAD, LINE = 4, 22, 26, 16
SIGN = 16
# Number of drawn rows cached for the pages that offices look at most: about ten kilobytes each.
CACHED_ROWS = 400
# Number of whole maps cached, up to 700 kilobytes each.
CACHED_MAPS = 12


class Column(NamedTuple):
    """``label`` is shown above the cells ("1a"), ``title`` is the full name."""

    label: str
    title: str


class Cell(NamedTuple):
    """``code``: a rating; ``text``: the figure; ``url``: its receipt, if there is one."""

    code: str
    text: str
    url: str = ""


class HeatRow(NamedTuple):
    """``is_own``: the reader's row, or a pinned one; its name is highlighted."""

    name: str
    cells: tuple[Cell, ...]
    url: str = ""
    is_own: bool = False


def heat_map(
    code: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[HeatRow],
    *,
    note: str = "",
    source: str = "",
    made_on: dt.date | None = None,
) -> Chart:
    """Draw ``rows`` in the given order; a sentence if there are none. One community is drawn in the same way."""
    is_drawn = bool(rows and columns)
    description, language = _describe(columns, rows), str(get_language())
    return Chart(
        code=code,
        title=title,
        text_alternative=description,
        svg=draw(code, title, columns, rows, description, WIDE) if is_drawn else SafeString(),
        small=draw(code, title, columns, rows, description, NARROW) if is_drawn else SafeString(),
        sentence="" if is_drawn else _("No survey yet."),
        note=note,
        headers=[_("Community"), *(f"{column.label} {column.title}" for column in columns)],
        rows=[_table_row(row, language) for row in rows],
        # Needed only for the downloaded file, not for the page.
        data=_data(columns, rows),
        legend=signs.legend_of_cells([cell.code for row in rows for cell in row.cells]),
        source=source,
        made_on=made_on,
    )


@lru_cache(maxsize=CACHED_MAPS)
def _draw_cached(
    _language: str,
    code: str,
    title: str,
    columns: tuple[Column, ...],
    rows: tuple[HeatRow, ...],
    **options: Any,
) -> Chart:
    return heat_map(code, title, columns, rows, **options)


def get_cached_heat_map(
    code: str, title: str, columns: tuple[Column, ...], rows: tuple[HeatRow, ...], **options: Any
) -> Chart:
    """Like `heat_map`, cached for equal arguments."""
    return _draw_cached(str(get_language()), code, title, columns, rows, **options)


_data = lazy(heat_data, list)


@lru_cache(maxsize=CACHED_ROWS)
def _table_row(row: HeatRow, language: str) -> tuple[LinkedText, ...]:
    cells = [LinkedText(_get_cell_text(cell, language), cell.url) for cell in row.cells]
    return (LinkedText(row.name, row.url), *cells)


@lru_cache(maxsize=4000)
def _get_cell_text(cell: Cell, _language: str) -> str:
    """Return "75%, Met"; a rating equal to the text is not repeated."""
    return phrases(dict.fromkeys((cell.text, rating_text(cell.code))))


def _describe(columns: Sequence[Column], rows: Sequence[HeatRow]) -> str:
    """Return the number of each rating; a sentence per row would take minutes to hear, and the
    table has the details.
    """
    counted = Counter([cell.code for row in rows for cell in row.cells])
    counts = phrases(f"{rating_text(code)} {counted[code]}" for code in signs.ORDER if code in counted)
    return _("%(rows)s communities, %(columns)s parts each: %(counts)s.") % {
        "rows": len(rows), "columns": len(columns), "counts": counts,
    }  # fmt: skip


def draw(
    code: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[HeatRow],
    description: str,
    layout: Layout,
) -> SafeString:
    heads = _heads(columns, layout)
    above = HEAD + LINE * (max(len(head["lines"]) for head in heads) - 1)
    own, language = tuple(columns), str(get_language())
    first = above + (0 if layout.names else NAME)
    # Two drawings on one page must not share element ids.
    called = f"{code}-{layout.name}"
    lines = [
        f'<g transform="translate(0 {first + at * layout.row})">{_line(row, own, layout, called, language)}</g>\n'
        for at, row in enumerate(rows)
    ]
    context = {
        "title": title,
        "description": description,
        "role": "group" if any(cell.url for row in rows for cell in row.cells) else "img",
        "layout": layout,
        "height": above + len(rows) * layout.row,
        "heads": heads,
        "cells": _cells(rows, get_column_step(len(columns), layout) - GAP, layout, called),
        "lines": mark_safe("".join(lines)),  # noqa: S308 (escaped where they are written)
    }
    return render_to_string("charts/heat.svg", context)


def _cells(rows: Sequence[HeatRow], width: float, layout: Layout, called: str) -> SafeString:
    """Return each rating that occurs, drawn once; the map's cells reuse it.

    Its last element is the frame of a cell under the pointer, in the color of that cell.
    """
    used = {cell.code for row in rows for cell in row.cells}
    place = f'width="{round(width, 2)}" height="{layout.cell}" rx="3"'
    to_sign = f"{round((width - SIGN) / 2, 2)} {round((layout.cell - SIGN) / 2, 2)}"
    drawn = [
        f'<g id="{called}-{code}"><rect class="tf-chart-cell {signs.get_css_class(code)}" {place}/>'
        f'<g transform="translate({to_sign})">{signs.glyph(code)}</g><rect class="tf-chart-frame" {place}/></g>'
        for code in signs.ORDER
        if code in used
    ]
    return mark_safe("".join(drawn))  # noqa: S308 (numbers and names of ours)


def _heads(columns: Sequence[Column], layout: Layout) -> list[dict[str, Any]]:
    """Return the lines above each column: its name if there is room, else its label."""
    step = get_column_step(len(columns), layout)
    return [
        {
            "x": round(layout.names + (at + 0.5) * step, 2),
            "title": f"{column.label} {column.title}",
            "lines": [column.label]
            if step <= WIDEST
            else wrap_text(column.title, step - 2 * GAP, layout.font_size),
        }
        for at, column in enumerate(columns)
    ]


def get_column_step(columns: int, layout: Layout) -> float:
    room = (layout.width - layout.names) / max(columns, 1)
    return round(min(room, WIDEST_NAMED if room >= NAMED and layout.names else WIDEST), 2)


@lru_cache(maxsize=CACHED_ROWS)
def _line(row: HeatRow, columns: Sequence[Column], layout: Layout, called: str, language: str) -> str:
    """Return name and cells of a row relative to its own position, so that rows compress well.

    Built here and not in the template, because a page has fourteen hundred cells.
    """
    room = (layout.names or layout.width) - 12
    css, below = "tf-chart-own-words" if row.is_own else layout.css, "19.5" if layout.names else "-7"
    name = escape(shorten_to_width(row.name, room, layout.font_size))
    label = f'<text class="{css}" y="{below}">{name}</text>'
    if row.url:
        label = f'<a href="{escape(row.url)}">{label}</a>'
    step = get_column_step(len(columns), layout)
    cells = (
        _cell(
            join_title(phrases((row.name, f"{column.label} {column.title}")), _get_cell_text(cell, language)),
            cell,
            f'<use href="#{called}-{cell.code}" x="{round(layout.names + at * step, 2):g}"/>',
        )
        for at, (column, cell) in enumerate(zip(columns, row.cells, strict=True))
    )
    return f"{label}{''.join(cells)}"


def _cell(title: str, cell: Cell, drawn: str) -> str:
    """Return one cell; its title is also the link's accessible name, not repeated because a page has fourteen hundred
    cells.
    """
    content = f"<title>{escape(title)}</title>{drawn}"
    return f'<a href="{escape(cell.url)}">{content}</a>' if cell.url else f"<g>{content}</g>"
