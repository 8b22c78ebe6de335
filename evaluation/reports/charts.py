"""The pictures of a report as SVG, drawn from the snapshot alone: the same for the page, for print and for the PDF.

Colour never says something alone: bars carry their value, marks have a shape each, strips their counts. The attributes
give the colours of paper; the page's style sheet turns the classes to those of the reader's mode.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from evaluation.charts.scale import Bands, Linear, nice_top

INK, MUTED, ACCENT, WHITE = "#1d2b2a", "#56625f", "#0f6b62", "#ffffff"
COLOURS = {
    "met": "#1c6a3c",
    "partly": "#c98a12",
    "not_met": "#a2301f",
    "not_rated": "#5d7382",
    "inconclusive": "#494a9a",
    "not_enough_data": "#8b93a0",
    "unknown": "#b9b2a5",
    "not_applicable": "#d9d2c5",
    "hidden": "#7a6a8a",
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
NARROWEST = 9  # a share that has room for its count
SIGNS = {"unknown": "?", "hidden": "…"}


def bars_text(points: Sequence[Mapping[str, Any]], *, title: str) -> str:
    """What the bars show, for those who do not see them."""
    told = [
        ", ".join(filter(None, (f"{each['half_year']}: {each['value_text']}", each["known_text"])))
        for each in points
    ]
    return f"{title}. " + "; ".join(told)


def bars(points: Sequence[Mapping[str, Any]], *, unit: str, title: str) -> SafeString:
    """Half-years from left to right: a bar where the value is shown, a dashed place with a sign where it is not.

    Sums over communities have their coverage below: a sum may fall because fewer communities know their own.
    """
    values = [each["value"] for each in points if each["value"] is not None]
    top = 100.0 if unit == "percent" else nice_top(values)
    scale = Linear(0, top, FLOOR, TOP)
    bands = Bands(len(points), 0, WIDTH, 0.2)
    drawn = [_bar(each, bands, index, scale) for index, each in enumerate(points)]
    axis = format_html(
        '<line class="rp-axis" x1="0" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width="0.8"/>',
        WIDTH, FLOOR, FLOOR, MUTED,
    )  # fmt: skip
    height = HEIGHT + COVERAGE if any(each["coverage"] for each in points) else HEIGHT
    return _svg(WIDTH, height, bars_text(points, title=title), _together([*drawn, axis]))


def _bar(point: Mapping[str, Any], bands: Bands, index: int, scale: Linear) -> SafeString:
    middle, width = bands.middle(index), min(bands.width, WIDEST)
    x = round(middle - width / 2, 2)
    labels = [_text(middle, FLOOR + 12, point["half_year"], MUTED)]
    if point["coverage"]:
        labels.append(_text(middle, FLOOR + 12 + COVERAGE, point["coverage"], MUTED))
    if point["value"] is None:
        place = format_html(
            '<rect class="rp-open" x="{}" y="{}" width="{}" height="16" fill="none" stroke="{}" '
            'stroke-width="0.7" stroke-dasharray="2 2"/>',
            x, FLOOR - 16, width, MUTED,
        )  # fmt: skip
        return _together([place, _text(middle, FLOOR - 5, SIGNS.get(point["state"], "–"), MUTED), *labels])
    y = min(scale(point["value"]), FLOOR - 1)
    code = point["rating"] if point["rating"] in ("met", "partly", "not_met", "inconclusive") else ""
    bar = format_html(
        '<rect class="rp-r-{}" x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
        code or "plain", x, y, width, round(FLOOR - y, 2), COLOURS.get(code, ACCENT),
    )  # fmt: skip
    return _together([bar, _text(middle, y - 3.5, point["number_text"], INK, weight="bold"), *labels])


def strip_text(shares: Sequence[Mapping[str, Any]], *, title: str) -> str:
    return f"{title}: " + ", ".join(f"{each['count']} {each['text']}" for each in shares)


def strip(shares: Sequence[Mapping[str, Any]], *, title: str, width: int = WIDTH) -> SafeString:
    """One bar, divided by how many have each rating or state, with the counts in it."""
    total = sum(each["count"] for each in shares)
    scale = Linear(0, total or 1, 0, width)
    drawn, done = [], 0
    for share in shares:
        x, end = scale(done), scale(done + share["count"])
        done += share["count"]
        drawn.append(_share(share, x, end))
    return _svg(width, 16, strip_text(shares, title=title), _together(drawn))


def _share(share: Mapping[str, Any], x: float, end: float) -> SafeString:
    code = share["code"]
    box = format_html(
        '<rect class="rp-r-{}" x="{}" y="0" width="{}" height="16" rx="1.5" fill="{}"/>',
        code, x, round(max(end - x - 2, 1), 2), COLOURS.get(code, MUTED),
    )  # fmt: skip
    if end - x <= NARROWEST:
        return box
    ink = INK if code in LIGHT else WHITE
    count = _text((x + end) / 2 - 1, 11.5, str(share["count"]), ink, weight="bold", kind=f"rp-on-{code}")
    return _together([box, count])


# What stands in the ring of a rating's sign, drawn with lines.
LINES = {
    "not_met": "M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2",
    "inconclusive": "M4.6 9q1.7-2.6 3.4-1t3.4-1",
    "not_rated": "M5 8h6",
    "not_applicable": "M3.5 8h9",
    "hidden": "M4.9 8h.01M8 8h.01M11.1 8h.01",
}


def mark(code: str, *, title: str = "") -> SafeString:
    """The sign of a rating, 16 by 16: a shape each, so that it is told apart without colour."""
    return _svg(16, 16, title, _sign(code))


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


def _text(
    x: float, y: float, text: str, colour: str, *, weight: str = "normal", kind: str = "rp-label"
) -> SafeString:
    return format_html(
        '<text class="{}" x="{}" y="{}" text-anchor="middle" font-size="9" font-weight="{}" '
        'font-family="Noto Sans, sans-serif" fill="{}">{}</text>',
        kind, round(x, 2), round(y, 2), weight, colour, text,
    )  # fmt: skip


def _svg(width: float, height: float, title: str, content: SafeString) -> SafeString:
    told = (
        format_html('role="img" aria-label="{}"', title) if title else format_html('aria-hidden="{}"', "true")
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" {2}>{3}</svg>',
        width, height, told, content,
    )  # fmt: skip


def _together(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))
