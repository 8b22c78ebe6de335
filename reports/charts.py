"""The SVG charts of a report, drawn from the snapshot alone; the page, print and the PDF use the same ones.

They use the forms of `charts` at report size. Each shape has its CSS class and the paper colors as attributes: PDFs
use the attributes, and on the page the style sheet overrides them.
"""

import functools
from collections.abc import Sequence
from typing import Any, Literal, TypedDict

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from charts import signs
from charts.series import Point, fill_gaps
from charts.stack import Bar, StackRow, build_segments
from charts.stack import Layout as StripLayout
from charts.trend import Layout, draw
from evaluation.instrument import Unit
from reports.figure_schema import HistoryPoint, Share
from reports.schema import Snapshot, get_parts
from tfc.charts.inks import paper, resolve_classes
from tfc.text.punctuation import clauses, end_sentence, join_title, phrases, sentences

MUTED, WHITE = paper()["--tf-muted"], paper()["--tf-surface"]
TOKENS = {
    "met": "--tf-chart-met",
    "partly_or_met": "--tf-chart-partly",
    "partly": "--tf-chart-partly",
    "not_met_or_partly": "--tf-chart-partly",
    "not_met": "--tf-chart-not-met",
    "not_rated": "--tf-chart-6",
    "inconclusive": "--tf-chart-inconclusive",
    "not_enough_data": "--tf-control",
    "unknown": "--tf-control",
    "not_applicable": "--tf-control",
    "hidden": "--tf-muted",
    "accepted": "--tf-chart-met",
    "submitted": "--tf-chart-inconclusive",
    "returned": "--tf-chart-partly",
    "draft": "--tf-control",
    "none": "--tf-control",
}
COLOURS = {code: paper()[token] for code, token in TOKENS.items()}

WIDTH = 300
BARS = Layout(
    width=WIDTH, plot=92, left=44, right=8, font_size=14, css="tf-chart-small", axis="tf-chart-axis-small"
)
STRIP = 24


class Chart(TypedDict):
    """A drawing, "" where no value is known, and its text alternative."""

    svg: SafeString | Literal[""]
    text: str


def draw_charts(snapshot: Snapshot) -> dict[str, Any]:
    """Return the charts of a report by chapter and code, and the signs of ratings and states, for page and PDF."""
    labels = snapshot["headings"]
    return {
        "marks": {code: mark(code) for code in COLOURS},
        "areas": {code: area(code) for code in COLOURS},
        "parts": {
            part["code"]: draw_history(part["history"], part["unit"], part["title"])
            for part in get_parts(snapshot)
        },
        # Empty for a single community, which has no distribution.
        "spreads": {
            part["code"]: draw_strip(part["spread"], part["title"])
            for part in get_parts(snapshot)
            if part["spread"]
        },
        "indicators": {
            indicator["code"]: draw_history(indicator["history"], "percent", indicator["title"])
            if indicator["history"]
            else draw_strip(indicator["spread"], indicator["title"])
            for indicator in snapshot["indicators"]
        },
        "ratings": draw_strip(snapshot["ratings"], labels["ratings"]),
        "submissions": draw_strip(snapshot["submissions"], labels["surveys"], width=600),
    }


def draw_history(points: Sequence[HistoryPoint], unit: str, title: str) -> Chart:
    """Draw half-years from left to right: points where the value is shown, joined where they are comparable, and a
    sign where it is not.

    For sums the number of communities with a known value is shown, because a sum may fall when fewer are known.
    """
    text = history_text(points, title=title)
    if all(point["value"] is None for point in points):
        return {"svg": "", "text": text}
    drawn = draw(title, fill_gaps([_point(point) for point in points]), Unit(unit), BARS, description=text)
    return {"svg": resolve_classes(drawn), "text": text}


def history_text(points: Sequence[HistoryPoint], *, title: str) -> str:
    """Return the text alternative of the chart."""
    point_texts = [
        phrases((join_title(point["half_year"], point["value_text"]), point["known_text"]))
        for point in points
    ]
    return sentences((end_sentence(title), clauses(point_texts)))


def _point(point: HistoryPoint) -> Point:
    return Point(
        half_year=point["half_year"],
        state=point["state"],
        text=point["value_text"],
        value=point["value"],
        low=point["low"],
        high=point["high"],
        open_above=point["open_above"],
        coverage=point["known_text"],
        coverage_fraction=point["coverage"],
        version=point["version"],
        method=point["method"],
    )


def draw_strip(shares: Sequence[Share], title: str, *, width: int = WIDTH) -> Chart:
    """Draw one bar divided by the number of each rating or state, with the counts in it. A strip of nothing is a
    drawing, too, because typst refuses an empty one.
    """
    names = {share["code"]: share["text"] for share in shares}
    row = StackRow(title, {share["code"]: share["count"] for share in shares}, {})
    layout = StripLayout(width=width, label_width=0, bar=STRIP, row=STRIP, font_size=14, css="tf-chart-small")
    text = strip_text(shares, title=title)
    context = {
        "title": text,
        "description": "",
        "role": "img",
        "layout": layout,
        "height": STRIP,
        "bars": [Bar((), 0, 0, STRIP / 2 + 5, build_segments(row, names, 0, layout))],
    }
    return {"svg": resolve_classes(render_to_string("charts/stack.svg", context)), "text": text}


def strip_text(shares: Sequence[Share], *, title: str) -> str:
    return join_title(title, phrases(f"{share['count']} {share['text']}" for share in shares))


@functools.cache
def area(code: str) -> SafeString:
    """Draw the legend sample of a strip's area, 16 by 16."""
    return resolve_classes(_svg(signs.area_sign(code), ""))


# The lines drawn inside the ring of a rating's sign.
LINES = {
    "not_met": "M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2",
    "partly_or_met": "M8 11.4V4.8M5.2 7.4L8 4.6l2.8 2.8",
    "not_met_or_partly": "M8 4.6v6.6M5.2 8.6L8 11.4l2.8-2.8",
    "inconclusive": "M4.6 9q1.7-2.6 3.4-1t3.4-1",
    "not_rated": "M5 8h6",
    "not_applicable": "M3.5 8h9",
    "hidden": "M4.9 8h.01M8 8h.01M11.1 8h.01",
}


@functools.cache
def mark(code: str, *, title: str = "") -> SafeString:
    """Draw the sign of a rating, 16 by 16; each has its own shape, so that it is recognizable without color."""
    return _svg(_sign(code), title)


def _sign(code: str) -> SafeString:
    colour = COLOURS.get(code, MUTED)
    ring = format_html(
        '<circle cx="8" cy="8" r="6.6" fill="{}" stroke="{}" stroke-width="1.6"/>', WHITE, colour
    )
    if code == "met":
        return format_html(
            '<circle cx="8" cy="8" r="7.4" fill="{}"/><path d="M4.6 8.3l2.4 2.4 4.6-5" fill="none" stroke="{}" '
            'stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"/>',
            colour, WHITE,
        )  # fmt: skip
    if code == "partly":
        return format_html('{}<path d="M8 1.4a6.6 6.6 0 0 0 0 13.2z" fill="{}"/>', ring, colour)
    if code in LINES:
        return format_html(
            '{}<path d="{}" fill="none" stroke="{}" stroke-width="1.8" stroke-linecap="round"/>',
            "" if code == "not_applicable" else ring, LINES[code], colour,
        )  # fmt: skip
    return format_html(
        '<circle cx="8" cy="8" r="6.6" fill="none" stroke="{0}" stroke-width="1.4" stroke-dasharray="2.2 2"/>'
        '<circle cx="8" cy="8" r="1.2" fill="{0}"/>',
        MUTED,
    )


def _svg(content: SafeString, title: str) -> SafeString:
    aria_attribute = (
        format_html('role="img" aria-label="{}"', title) if title else format_html('aria-hidden="{}"', "true")
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="16" height="16" {}>{}</svg>',
        aria_attribute,
        content,
    )
