"""The pictures of a report as SVG, drawn from the snapshot alone: the same for the page, for print and for the PDF.

Colour never says something alone: bars carry their value, marks have a shape each, strips their counts. The attributes
give the colours of paper; the page's style sheet turns the classes to those of the reader's mode.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from evaluation.charts.scale import Bands, Linear, nice_top

INK, MUTED, ACCENT = "#1d2b2a", "#56625f", "#0f6b62"
COLOURS = {
    "met": "#1c6a3c",
    "partly": "#c98a12",
    "not_met": "#a2301f",
    "not_rated": "#5d7382",
    "inconclusive": "#494a9a",
    "not_enough_data": "#8b93a0",
    "unknown": "#b9b2a5",
    "not_applicable": "#d9d2c5",
    "accepted": "#1c6a3c",
    "submitted": "#494a9a",
    "returned": "#c98a12",
    "draft": "#8b93a0",
    "none": "#b9b2a5",
}
# On the light ones ink is read, on the others white.
LIGHT = {"partly", "unknown", "not_applicable", "none"}

WIDTH, HEIGHT, COVERAGE = 230, 84, 10
TOP, FLOOR = 14, 68
WIDEST = 34  # a bar


def bars_text(points: Sequence[Mapping[str, Any]], *, title: str) -> str:
    """What the bars show, for those who do not see them."""
    told = [
        ", ".join(filter(None, (f"{each['half_year']}: {each['value_text']}", each["known_text"])))
        for each in points
    ]
    return f"{title}. " + "; ".join(told)


def bars(points: Sequence[Mapping[str, Any]], *, unit: str, title: str) -> str:
    """Half-years from left to right: a bar where the value is known, a dashed place with a sign where it is not.

    Sums over communities have their coverage below: a sum may fall because fewer communities know their own.
    """
    values = [each["value"] for each in points if each["value"] is not None]
    top = 100.0 if unit == "percent" else nice_top(values)
    scale = Linear(0, top, FLOOR, TOP)
    bands = Bands(len(points), 0, WIDTH, 0.2)
    drawn = "".join(_bar(each, bands, index, scale) for index, each in enumerate(points))
    axis = f'<line class="rp-axis" x1="0" x2="{WIDTH}" y1="{FLOOR}" y2="{FLOOR}" stroke="{MUTED}" stroke-width="0.8"/>'
    height = HEIGHT + COVERAGE if any(each["coverage"] for each in points) else HEIGHT
    return _svg(WIDTH, height, bars_text(points, title=title), drawn + axis)


def _bar(point: Mapping[str, Any], bands: Bands, index: int, scale: Linear) -> str:
    middle, width = bands.middle(index), min(bands.width, WIDEST)
    x = round(middle - width / 2, 2)
    label = _text(middle, FLOOR + 12, point["half_year"], MUTED)
    if point["coverage"]:
        label += _text(middle, FLOOR + 12 + COVERAGE, point["coverage"], MUTED)
    if point["value"] is None:
        place = (
            f'<rect class="rp-open" x="{x}" y="{FLOOR - 16}" width="{width}" height="16" fill="none" '
            f'stroke="{MUTED}" stroke-width="0.7" stroke-dasharray="2 2"/>'
        )
        return place + _text(middle, FLOOR - 5, "?" if point["state"] == "unknown" else "–", MUTED) + label
    y = min(scale(point["value"]), FLOOR - 1)
    code = point["rating"] if point["rating"] in ("met", "partly", "not_met", "inconclusive") else ""
    bar = (
        f'<rect class="rp-r-{code or "plain"}" x="{x}" y="{y}" width="{width}" height="{round(FLOOR - y, 2)}" '
        f'fill="{COLOURS.get(code, ACCENT)}"/>'
    )
    return bar + _text(middle, y - 3.5, point["number_text"], INK, weight="bold") + label


def strip_text(shares: Sequence[Mapping[str, Any]], *, title: str) -> str:
    return f"{title}: " + ", ".join(f"{each['count']} {each['text']}" for each in shares)


def strip(shares: Sequence[Mapping[str, Any]], *, title: str, width: int = WIDTH) -> str:
    """One bar, divided by how many have each rating or state, with the counts in it."""
    total = sum(each["count"] for each in shares)
    scale = Linear(0, total or 1, 0, width)
    drawn, done = "", 0
    for share in shares:
        x, end = scale(done), scale(done + share["count"])
        done += share["count"]
        colour = COLOURS.get(share["code"], MUTED)
        drawn += (
            f'<rect class="rp-r-{escape(share["code"])}" x="{x}" y="0" width="{round(max(end - x - 2, 1), 2)}" '
            f'height="16" rx="1.5" fill="{colour}"/>'
        )
        ink = INK if share["code"] in LIGHT else "#ffffff"
        if end - x > 9:
            kind = f"rp-on-{escape(share['code'])}"
            drawn += _text((x + end) / 2 - 1, 11.5, str(share["count"]), ink, weight="bold", kind=kind)
    return _svg(width, 16, strip_text(shares, title=title), drawn)


def mark(code: str, *, title: str = "") -> str:
    """The sign of a rating, 16 by 16: a shape each, so that it is told apart without colour."""
    colour = COLOURS.get(code, MUTED)
    ring = f'<circle cx="8" cy="8" r="6.6" fill="#ffffff" stroke="{colour}" stroke-width="1.6"/>'
    stroke = f'fill="none" stroke="{colour}" stroke-width="1.8" stroke-linecap="round"'
    shapes = {
        "met": f'<circle cx="8" cy="8" r="7.4" fill="{colour}"/><path d="M4.6 8.3l2.4 2.4 4.6-5" fill="none" '
        'stroke="#ffffff" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"/>',
        "partly": f'{ring}<path d="M8 1.4a6.6 6.6 0 0 0 0 13.2z" fill="{colour}"/>',
        "not_met": f'{ring}<path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" {stroke}/>',
        "inconclusive": f'{ring}<path d="M4.6 9q1.7-2.6 3.4-1t3.4-1" {stroke}/>',
        "not_rated": f'{ring}<path d="M5 8h6" {stroke}/>',
        "not_applicable": f'<path d="M3.5 8h9" {stroke}/>',
    }
    dashed = (
        f'<circle cx="8" cy="8" r="6.6" fill="none" stroke="{MUTED}" stroke-width="1.4" stroke-dasharray="2.2 2"/>'
        f'<circle cx="8" cy="8" r="1.2" fill="{MUTED}"/>'
    )
    return _svg(16, 16, title, shapes.get(code, dashed))


def _text(
    x: float, y: float, text: str, colour: str, *, weight: str = "normal", kind: str = "rp-label"
) -> str:
    return (
        f'<text class="{kind}" x="{round(x, 2)}" y="{round(y, 2)}" text-anchor="middle" font-size="9" '
        f'font-weight="{weight}" font-family="Noto Sans, sans-serif" fill="{colour}">{escape(str(text))}</text>'
    )


def _svg(width: float, height: float, title: str, content: str) -> str:
    told = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f"{told}>{content}</svg>"
    )
