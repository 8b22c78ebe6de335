"""Communities × parts: a cell each with the sign of its rating, leading to the receipt behind it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluation.charts import signs
from evaluation.charts.data import heat_data
from evaluation.wording import rating_text
from tfc.charts import Chart, Linked
from tfc.charts.texts import shortened, wrapped


@dataclass(frozen=True)
class Layout:
    """``names``: the room to the left for the names of rows; 0 puts these above their cells."""

    width: int
    names: int
    row: int
    cell: int
    words: float
    css: str
    axis: str


WIDE = Layout(width=720, names=150, row=34, cell=30, words=13, css="ch-label", axis="ch-axis")
NARROW = Layout(width=340, names=0, row=52, cell=26, words=14, css="ch-small", axis="ch-axis-small")
# A cell wider than this is no cell any more, unless few columns have room for their names in words.
WIDEST, NAMED, WIDEST_NAMED = 48, 96, 112
GAP, NAME, HEAD, LINE = 4, 22, 26, 16
SIGN = 16


@dataclass(frozen=True)
class Column:
    """``label`` stands above the cells ("1a"), ``title`` says what it is."""

    label: str
    title: str


@dataclass(frozen=True)
class Cell:
    """``code``: a rating; ``words``: the figure; ``url``: its receipt, where there is one."""

    code: str
    words: str
    url: str = ""


@dataclass(frozen=True)
class HeatRow:
    """``is_own``: the reader's, or one that he wants in sight; its name stands out."""

    name: str
    cells: Sequence[Cell]
    url: str = ""
    is_own: bool = False


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    css: str
    glyph: SafeString
    glyph_x: float
    glyph_y: float
    title: str
    url: str

    def drawn(self, height: int) -> str:
        """Written here and not by the template: fourteen hundred of these are a page's."""
        title = escape(self.title)
        place = f'x="{self.x}" y="{self.y}" width="{self.width}" height="{height}" rx="3"'
        glyph = f'<g transform="translate({self.glyph_x} {self.glyph_y})">{self.glyph}</g>'
        drawn = f'<title>{title}</title><rect class="{self.css}" {place}/>{glyph}'
        if not self.url:
            return f"<g>{drawn}</g>"
        link = f'<a href="{escape(self.url)}" aria-label="{title}">'
        return f'{link}<g>{drawn}<rect class="ch-hit" {place}/></g></a>'


@dataclass(frozen=True)
class Line:
    row: HeatRow
    name: str
    x: float
    y: float
    boxes: Sequence[Box]
    height: int

    @property
    def cells(self) -> SafeString:
        return mark_safe("".join(box.drawn(self.height) for box in self.boxes))  # noqa: S308 (escaped above)


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
    used = [cell.code for row in rows for cell in row.cells]
    return Chart(
        code=code,
        title=title,
        told=_told(columns, rows),
        svg=draw(title, columns, rows, WIDE) if is_drawn else SafeString(),
        small=draw(title, columns, rows, NARROW) if is_drawn else SafeString(),
        sentence="" if is_drawn else _("No community is asked anything here yet."),
        note=note,
        headers=[_("Community"), *(f"{one.label} {one.title}" for one in columns)],
        rows=[
            [Linked(row.name, row.url), *(Linked(_cell_words(one), one.url) for one in row.cells)]
            for row in rows
        ],
        data=heat_data(columns, rows),
        legend=signs.legend_of_cells(used),
        source=source,
        made_on=made_on,
    )


def _cell_words(cell: Cell) -> str:
    """ "75%, Met"; "Not known" once."""
    return _told_once(cell.words, cell.code, str(get_language()))


@lru_cache(maxsize=4000)
def _told_once(words: str, code: str, _language: str) -> str:
    """Each cell says it three times, and many say the same."""
    return ", ".join(dict.fromkeys(filter(None, (words, rating_text(code)))))


def _told(columns: Sequence[Column], rows: Sequence[HeatRow]) -> str:
    """A sentence a row would take minutes to hear: how many have each rating, and the table says the rest."""
    counted: dict[str, int] = {}
    for row in rows:
        for cell in row.cells:
            counted[cell.code] = counted.get(cell.code, 0) + 1
    words = ", ".join(f"{rating_text(code)} {counted[code]}" for code in signs.ORDER if code in counted)
    return _("%(rows)s communities, %(columns)s parts each: %(counts)s.") % {
        "rows": len(rows), "columns": len(columns), "counts": words,
    }  # fmt: skip


def draw(title: str, columns: Sequence[Column], rows: Sequence[HeatRow], layout: Layout) -> SafeString:
    heads = _heads(columns, layout)
    above = HEAD + LINE * (max(len(one["lines"]) for one in heads) - 1)
    lines = geometry(columns, rows, layout, above)
    context = {
        "title": title,
        "told": _told(columns, rows),
        "role": "group" if any(cell.url for row in rows for cell in row.cells) else "img",
        "layout": layout,
        "height": above + len(rows) * layout.row,
        "heads": heads,
        "lines": lines,
    }
    return render_to_string("evaluation/charts/heat.svg", context)


def _heads(columns: Sequence[Column], layout: Layout) -> list[dict[str, Any]]:
    """What stands above each column, line by line: its name where there is room for words."""
    step = step_of(len(columns), layout)
    return [
        {
            "x": round(layout.names + (at + 0.5) * step, 2),
            "title": f"{one.label} {one.title}",
            "lines": [one.label] if step <= WIDEST else wrapped(one.title, step - 2 * GAP, layout.words),
        }
        for at, one in enumerate(columns)
    ]


def step_of(columns: int, layout: Layout) -> float:
    room = (layout.width - layout.names) / max(columns, 1)
    return round(min(room, WIDEST_NAMED if room >= NAMED and layout.names else WIDEST), 2)


def geometry(
    columns: Sequence[Column], rows: Sequence[HeatRow], layout: Layout, above: float = HEAD
) -> list[Line]:
    step = step_of(len(columns), layout)
    found = []
    for index, row in enumerate(rows):
        y = above + index * layout.row + (0 if layout.names else NAME)
        pairs = enumerate(zip(columns, row.cells, strict=True))
        boxes = [
            _box(f"{row.name}, {one.label} {one.title}", cell, layout.names + at * step, y, step, layout)
            for at, (one, cell) in pairs
        ]
        room = (layout.names or layout.width) - 12
        found.append(Line(row, shortened(row.name, room, layout.words), 0, y, boxes, layout.cell))
    return found


def _box(whose: str, cell: Cell, x: float, y: float, step: float, layout: Layout) -> Box:
    width = step - GAP
    return Box(
        x=round(x, 2),
        y=y,
        width=round(width, 2),
        css=signs.css_of(cell.code),
        glyph=signs.glyph(cell.code),
        glyph_x=round(x + (width - SIGN) / 2, 2),
        glyph_y=round(y + (layout.cell - SIGN) / 2, 2),
        title=f"{whose}: {_cell_words(cell)}",
        url=cell.url,
    )
