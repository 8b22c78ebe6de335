"""Files to download from a chart: the image with its texts, and the data behind it."""

import re

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tfc.charts.chart import Chart
from tfc.charts.inks import SVG, resolve_classes
from tfc.charts.texts import measure_width, wrap_text
from tfc.csv_text import csv_bytes
from tfc.text.punctuation import join_title

MARGIN, LEAST = 24, 520
TITLE, SMALL, LEAD = 20, 13, 1.3
VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def picture(chart: Chart) -> bytes:
    """Return a standalone SVG: title, note, legend, drawing, source and date."""
    width, height = get_size(chart.svg)
    room = max(width, LEAST)
    pieces, y = [], float(MARGIN)
    for size, text, css in ((TITLE, chart.title, "tf-chart-title"), (SMALL, chart.note, "tf-chart-note")):
        for line in wrap_text(text, room, size):
            y += size * LEAD
            pieces.append(_line(line, y - size * 0.3, css))
    if chart.legend:
        drawn, y = _legend(chart, room, y + 10)
        pieces.append(drawn)
    y += 14
    inner = chart.svg.replace(
        "<svg ", f'<svg x="{MARGIN}" y="{y:g}" width="{width:g}" height="{height:g}" ', 1
    )
    y += height + 8
    for line in wrap_text(_origin(chart), room, SMALL):
        y += SMALL * LEAD
        pieces.append(_line(line, y, "tf-chart-note"))
    total_width, total_height = room + 2 * MARGIN, round(y + MARGIN, 1)
    frame = format_html(
        '<svg xmlns="{2}" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img" aria-label="{3}">'
        '<rect class="tf-chart-paper" width="{0}" height="{1}"/>{4}{5}</svg>',
        f"{total_width:g}", f"{total_height:g}", SVG, chart.title, _join_pieces(pieces), SafeString(inner),
    )  # fmt: skip
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + resolve_classes(frame).encode()


def _origin(chart: Chart) -> str:
    made_on = date_format(chart.made_on, "DATE_FORMAT") if chart.made_on else ""
    source = " · ".join(filter(None, ("TraffickFree", chart.source, made_on)))
    return join_title(_("Source"), source)


def _legend(chart: Chart, room: float, top: float) -> tuple[SafeString, float]:
    x, y, drawn = 0.0, top, []
    for key in chart.legend:
        needed = 22 + measure_width(key.label, SMALL) + 20
        if x and x + needed > room:
            x, y = 0.0, y + 24
        place = f"translate({MARGIN + x:g} {y:g})"
        label = format_html('<text class="tf-chart-label" x="22" y="13">{}</text>', key.label)
        drawn.append(format_html('<g transform="{}">{}{}</g>', place, key.sign, label))
        x += needed
    return _join_pieces(drawn), y + 22


def _line(text: str, y: float, css: str) -> SafeString:
    return format_html('<text class="{}" x="{}" y="{}">{}</text>', css, MARGIN, f"{y:g}", text)


def _join_pieces(pieces: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def get_size(svg: str) -> tuple[float, float]:
    """Return width and height of the drawing, in its own units."""
    match = VIEW_BOX.search(svg)
    if match is None:
        raise ValueError("A drawing without a viewBox that begins at 0 0 has no size.")
    return float(match[1]), float(match[2])


def data(chart: Chart) -> bytes:
    """Return CSV with an HXL tag row under the header; if the chart has no data columns, its table."""
    if not chart.data:
        return csv_bytes([list(chart.headers), *map(list, chart.rows)])
    heads = [[column.code for column in chart.data], [column.tag for column in chart.data]]
    return csv_bytes([*heads, *map(list, zip(*(column.cells for column in chart.data), strict=True))])
