"""Write a trend as SVG in Python: a report has nineteen, and a template takes longer than the drawing."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from charts.axis import LINE, HalfYearLabel, Tick

if TYPE_CHECKING:
    from charts.trend import Geometry, Spot

# Size of a sparkline, in pixels.
WIDTH, HEIGHT, MARGIN = 96, 28, 3


def render_trend_svg(
    title: str,
    description: str,
    role: str,
    geometry: "Geometry",
    ticks: Sequence[Tick],
    labels: Sequence[HalfYearLabel],
) -> SafeString:
    """Return the SVG. User input is escaped; numbers have a decimal point in every language."""
    head = escape(title)
    pieces = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {geometry.layout.width} {geometry.height}"'
        f' role="{role}" aria-label="{head}"><title>{head}</title><desc>{escape(description)}</desc>\n',
        *_grid(geometry, ticks),
        "\n",
        *_rules(geometry),
        "\n",
        *_draw_peers(geometry),
        "\n",
        *(f'<path class="tf-chart-band" d="{band}"/>' for band in geometry.bands),
        *(f'<path class="tf-chart-line" d="{line}"/>' for line in geometry.lines),
        "\n",
        *(_spot(spot, geometry) for spot in geometry.spots if spot.point.state),
        "\n",
        *_draw_coverage(geometry),
        "\n",
        *_draw_half_years(geometry, labels),
        "\n</svg>",
    ]
    return mark_safe("".join(pieces))  # noqa: S308 (escaped above)


def _grid(geometry: "Geometry", ticks: Sequence[Tick]) -> Iterator[str]:
    layout = geometry.layout
    for at, tick in enumerate(ticks):
        css = "tf-chart-grid" if at else "tf-chart-floor"
        yield (
            f'<line class="{css}" x1="{layout.left}" x2="{layout.width}" y1="{tick.y}" y2="{tick.y}"/>'
            f'<text class="{layout.axis}" x="{layout.left - 8}" y="{tick.y}" dy="4.5" text-anchor="end">'
            f"{escape(tick.label)}</text>"
        )


def _rules(geometry: "Geometry") -> Iterator[str]:
    css = "tf-chart-axis-small" if geometry.layout.width < 400 else "tf-chart-break-words"
    for rule in geometry.rules:
        yield (
            f'<line class="tf-chart-break" x1="{rule.x}" x2="{rule.x}" y1="{rule.text_y - 10}" y2="{geometry.floor}"/>'
            f'<text class="{css}" x="{rule.text_x}" y="{rule.text_y}">{escape(rule.text)}</text>'
        )


def _draw_peers(geometry: "Geometry") -> Iterator[str]:
    for box in geometry.boxes:
        yield (
            f'<rect class="tf-chart-middle" x="{box.x}" y="{box.high_y}" width="{box.width}" height="{box.height}"/>'
            f'<path class="tf-chart-median" d="M{box.x} {box.median_y}H{box.right}"/>'
        )


def _spot(spot: "Spot", geometry: "Geometry") -> str:
    title, url = escape(spot.point.title), escape(spot.point.url)
    drawn = (
        f'<g><title>{title}</title><rect class="tf-chart-hit" x="{spot.left}" y="{geometry.top}" width="{spot.width}"'
        f' height="{geometry.layout.plot}" rx="4"/>\n{_sign(spot, geometry) if spot.y is None else _point(spot)}</g>'
    )
    return f'<a href="{url}" aria-label="{title}">{drawn}</a>' if url else drawn


def _sign(spot: "Spot", geometry: "Geometry") -> str:
    """Return the sign of a missing number."""
    if not spot.sign:
        return ""
    css = "tf-chart-missing" if spot.sign == "?" else "tf-chart-kept"
    return (
        f'<circle class="{css}" cx="{spot.x}" cy="{geometry.middle}" r="12"/>'
        f'<text class="tf-chart-sign" x="{spot.x}" y="{geometry.middle}" dy="5" text-anchor="middle">{spot.sign}</text>'
    )


def _point(spot: "Spot") -> str:
    drawn = ""
    if spot.high_y is not None:
        drawn = (
            f'<path class="tf-chart-reach" d="M{spot.x} {spot.low_y}m-5 0h10m-5 0V{spot.high_y}m-5 0h10"/>'
        )
    if spot.open_y is not None:
        drawn += f'<path class="tf-chart-reach tf-chart-reach-open" d="M{spot.x} {spot.y}V{spot.open_y}"/>'
    css, radius = ("tf-chart-zero", 4.5) if spot.is_zero else ("tf-chart-point", 5.5)
    drawn += f'<circle class="{css}" cx="{spot.x}" cy="{spot.y}" r="{radius}"/>'
    if not spot.label:
        return drawn
    place = f'x="{spot.place.x}" y="{spot.place.y}" text-anchor="{spot.place.anchor}"'
    return f'{drawn}<text class="tf-chart-value tf-chart-halo" {place}>{escape(spot.label)}</text>'


def _draw_coverage(geometry: "Geometry") -> Iterator[str]:
    for spot in geometry.spots:
        for line, text in enumerate(spot.coverage_fraction.splitlines()):
            yield _draw_axis_text(geometry, spot.x, 56 + LINE * line, text)


def _draw_half_years(geometry: "Geometry", labels: Sequence[HalfYearLabel]) -> Iterator[str]:
    for label in labels:
        if label.half:
            yield _draw_axis_text(geometry, label.x, 19, label.half)
        if label.year:
            yield _draw_axis_text(geometry, label.x, 37, label.year)


def _draw_axis_text(geometry: "Geometry", x: float, below: int, text: str) -> str:
    place = f'x="{x}" y="{geometry.floor}" dy="{below}" text-anchor="middle"'
    return f'<text class="{geometry.layout.axis}" {place}>{escape(text)}</text>'


def draw_line(values: Sequence[float]) -> SafeString | None:
    """Return a line without axes, for its direction only: an SVG that screen readers skip, oldest value first. None for
    fewer than two values.
    """
    if len(values) < 2:
        return None
    low, high = min(values), max(values)
    step = (WIDTH - 2 * MARGIN) / (len(values) - 1)
    scale = (HEIGHT - 2 * MARGIN) / (high - low) if high > low else 0
    middle = 0 if high > low else (HEIGHT - 2 * MARGIN) / 2
    points = [
        (round(MARGIN + at * step, 1), round(HEIGHT - MARGIN - middle - (value - low) * scale, 1))
        for at, value in enumerate(values)
    ]
    line = " ".join(f"{x},{y}" for x, y in points)
    x, y = points[-1]
    return format_html(
        '<svg class="tf-sparkline" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">'
        '<polyline points="{}"/><circle cx="{}" cy="{}" r="2.5"/></svg>',
        WIDTH, HEIGHT, line, x, y,
    )  # fmt: skip
