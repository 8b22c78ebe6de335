"""Communities × parts: a cell each with the sign of its rating, leading to the receipt behind it."""

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
from tfc.charts.texts import shortened, wrapped
from tfc.text.punctuation import phrases, titled


class Layout(NamedTuple):
    """``names``: the room to the left for the names of rows; 0 puts these above their cells."""

    name: str
    width: int
    names: int
    row: int
    cell: int
    font_size: float
    css: str
    axis: str


WIDE = Layout(
    name="wide", width=720, names=150, row=34, cell=30, font_size=13, css="ch-label", axis="ch-axis"
)
NARROW = Layout(
    name="narrow", width=340, names=0, row=52, cell=26, font_size=14, css="ch-small", axis="ch-axis-small"
)
# A cell wider than this is no cell any more, unless few columns have room for their names in words.
WIDEST, NAMED, WIDEST_NAMED = 48, 96, 112
GAP, NAME, HEAD, LINE = 4, 22, 26, 16
SIGN = 16
# Rows that are kept as they were drawn, of the pages that an office looks at by turns: some ten kilobytes each.
CACHED_ROWS = 400
# Whole maps, of up to 700 kilobytes.
CACHED_MAPS = 12


class Column(NamedTuple):
    """``label`` stands above the cells ("1a"), ``title`` says what it is."""

    label: str
    title: str


class Cell(NamedTuple):
    """``code``: a rating; ``words``: the figure; ``url``: its receipt, where there is one."""

    code: str
    text: str
    url: str = ""


class HeatRow(NamedTuple):
    """``is_own``: the reader's, or one that he wants in sight; its name stands out."""

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
    """``rows`` in the order in which they shall stand. One community alone is a list, not a map, and drawn all the same
    small; without any a sentence stands there."""
    is_drawn = bool(rows and columns)
    description, language = _describe(columns, rows), str(get_language())
    return Chart(
        code=code,
        title=title,
        text_alternative=description,
        svg=draw(code, title, columns, rows, description, WIDE) if is_drawn else SafeString(),
        small=draw(code, title, columns, rows, description, NARROW) if is_drawn else SafeString(),
        sentence="" if is_drawn else _("No community is asked anything here yet."),
        note=note,
        headers=[_("Community"), *(f"{column.label} {column.title}" for column in columns)],
        rows=[_table_row(row, language) for row in rows],
        # Whoever takes it along as a file needs it, and the page does not.
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
    """As `heat_map`, drawn once for the same."""
    return _draw_cached(str(get_language()), code, title, columns, rows, **options)


_data = lazy(heat_data, list)


@lru_cache(maxsize=CACHED_ROWS)
def _table_row(row: HeatRow, language: str) -> tuple[LinkedText, ...]:
    cells = [LinkedText(_get_cell_text(cell, language), cell.url) for cell in row.cells]
    return (LinkedText(row.name, row.url), *cells)


@lru_cache(maxsize=4000)
def _get_cell_text(cell: Cell, _language: str) -> str:
    """ "75%, Met"; "Not known" once."""
    return phrases(dict.fromkeys((cell.text, rating_text(cell.code))))


def _describe(columns: Sequence[Column], rows: Sequence[HeatRow]) -> str:
    """A sentence a row would take minutes to hear: how many have each rating, and the table says the rest."""
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
    # Two drawings of one page must not call different cells alike.
    called = f"{code}-{layout.name}"
    lines = [
        f'<g transform="translate(0 {first + at * layout.row})">{_line(row, own, layout, called, language)}</g>\n'
        for at, row in enumerate(rows)
    ]
    context = {
        "title": title,
        "told": description,
        "role": "group" if any(cell.url for row in rows for cell in row.cells) else "img",
        "layout": layout,
        "height": above + len(rows) * layout.row,
        "heads": heads,
        "cells": _cells(rows, get_column_step(len(columns), layout) - GAP, layout, called),
        "lines": mark_safe("".join(lines)),  # noqa: S308 (escaped where they are written)
    }
    return render_to_string("charts/heat.svg", context)


def _cells(rows: Sequence[HeatRow], width: float, layout: Layout, called: str) -> SafeString:
    """Each rating that is there, drawn once: a cell of the map says which of them it is, and where. The last of its
    lines is the frame of a cell that somebody points at: it has the colour that the cell is given."""
    used = {cell.code for row in rows for cell in row.cells}
    place = f'width="{round(width, 2)}" height="{layout.cell}" rx="3"'
    to_sign = f"{round((width - SIGN) / 2, 2)} {round((layout.cell - SIGN) / 2, 2)}"
    drawn = [
        f'<g id="{called}-{code}"><rect class="ch-cell {signs.get_css_class(code)}" {place}/>'
        f'<g transform="translate({to_sign})">{signs.glyph(code)}</g><rect class="ch-frame" {place}/></g>'
        for code in signs.ORDER
        if code in used
    ]
    return mark_safe("".join(drawn))  # noqa: S308 (numbers and names of ours)


def _heads(columns: Sequence[Column], layout: Layout) -> list[dict[str, Any]]:
    """What stands above each column, line by line: its name where there is room for words."""
    step = get_column_step(len(columns), layout)
    return [
        {
            "x": round(layout.names + (at + 0.5) * step, 2),
            "title": f"{column.label} {column.title}",
            "lines": [column.label]
            if step <= WIDEST
            else wrapped(column.title, step - 2 * GAP, layout.font_size),
        }
        for at, column in enumerate(columns)
    ]


def get_column_step(columns: int, layout: Layout) -> float:
    room = (layout.width - layout.names) / max(columns, 1)
    return round(min(room, WIDEST_NAMED if room >= NAMED and layout.names else WIDEST), 2)


@lru_cache(maxsize=CACHED_ROWS)
def _line(row: HeatRow, columns: Sequence[Column], layout: Layout, called: str, language: str) -> str:
    """Name and cells of a row, as if it were the first: rows that repeat each other weigh little on their way.

    Written here and not by the template: fourteen hundred cells are a page's.
    """
    room = (layout.names or layout.width) - 12
    css, below = "ch-own-words" if row.is_own else layout.css, "19.5" if layout.names else "-7"
    name = escape(shortened(row.name, room, layout.font_size))
    label = f'<text class="{css}" y="{below}">{name}</text>'
    if row.url:
        label = f'<a href="{escape(row.url)}">{label}</a>'
    step = get_column_step(len(columns), layout)
    cells = (
        _cell(
            titled(phrases((row.name, f"{column.label} {column.title}")), _get_cell_text(cell, language)),
            cell,
            f'<use href="#{called}-{cell.code}" x="{round(layout.names + at * step, 2):g}"/>',
        )
        for at, (column, cell) in enumerate(zip(columns, row.cells, strict=True))
    )
    return f"{label}{''.join(cells)}"


def _cell(title: str, cell: Cell, drawn: str) -> str:
    """Its title is what the link is called, too: said once, since a page has fourteen hundred of them."""
    content = f"<title>{escape(title)}</title>{drawn}"
    return f'<a href="{escape(cell.url)}">{content}</a>' if cell.url else f"<g>{content}</g>"
