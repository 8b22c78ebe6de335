"""A figure over half-years: points, their ranges, and lines only between comparable values."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from charts import series
from charts.axis import (
    LINE,
    Bands,
    Extent,
    Label,
    Linear,
    choose_visible,
    find_valleys,
    half_year_labels,
    label_at,
    ticks,
    vertical,
)
from charts.data import peer_data, trend_data
from charts.peer_band import Box, PeerQuartiles, boxes, legend
from charts.series import Point
from charts.trend_svg import render_trend_svg
from evaluation.instrument import Unit
from evaluation.measures import State
from tfc.charts import Chart, LinkedText
from tfc.charts.texts import measure_width
from tfc.text.punctuation import phrases, sentences

SIGNS = {State.UNKNOWN.value: "?", State.HIDDEN.value: "…"}
# Fewer known points are shown as a sentence.
LEAST = 2


@dataclass(frozen=True)
class Layout:
    """A drawing's size and text classes; text must stay legible when a phone shrinks it."""

    width: int
    plot: int
    left: int
    right: int
    font_size: float
    css: str
    axis: str


WIDE = Layout(
    width=640, plot=190, left=48, right=24, font_size=13, css="tf-chart-label", axis="tf-chart-axis"
)
NARROW = Layout(
    width=340, plot=150, left=44, right=12, font_size=14, css="tf-chart-small", axis="tf-chart-axis-small"
)


@dataclass(frozen=True)
class Spot:
    """A point with its position; without a number it has a sign instead of ``y``."""

    point: Point
    x: float
    y: float | None
    low_y: float | None
    high_y: float | None
    open_y: float | None
    label: str
    place: Label
    left: float
    width: float
    coverage_fraction: str

    @property
    def sign(self) -> str:
        return SIGNS.get(self.point.state, "")

    @property
    def is_zero(self) -> bool:
        return self.point.state == State.DECLARED_ZERO


@dataclass(frozen=True)
class Rule:
    """A dashed line where the counting changed, with its text in a row at the top."""

    x: float
    text_x: float
    text_y: float
    text: str


@dataclass(frozen=True)
class Geometry:
    layout: Layout
    top: float
    floor: float
    height: float
    spots: Sequence[Spot]
    lines: Sequence[str]
    bands: Sequence[str]
    rules: Sequence[Rule]
    boxes: Sequence[Box] = ()

    @property
    def middle(self) -> float:
        """Return where signs of missing numbers are drawn: not on the floor, which is zero."""
        return (self.top + self.floor) / 2


def trend(
    code: str,
    title: str,
    points: Sequence[Point],
    unit: Unit,
    *,
    peers: Sequence[PeerQuartiles | None] = (),
    note: str = "",
    source: str = "",
    made_on: dt.date | None = None,
) -> Chart:
    """Draw a figure over half-years, oldest first; a sentence if fewer than two are known.

    ``peers``: the quartiles of similar communities for each point, None if there are too few; the points then have no
    gaps.
    """
    # Leading points that do not apply would leave up to a third of the chart empty.
    shown = _drop_leading_not_applicable(series.fill_gaps(points))
    others = peers[len(points) - len(shown) :]
    is_drawn = len(series.get_points_with_value(shown)) >= LEAST
    notes = sentences((note, *(series.notes(shown) if is_drawn else ())))
    return Chart(
        code=code,
        title=title,
        text_alternative=series.describe(shown),
        svg=draw(title, shown, unit, WIDE, others) if is_drawn else SafeString(),
        small=draw(title, shown, unit, NARROW, others) if is_drawn else SafeString(),
        sentence="" if is_drawn else series.sentence(points),
        note=notes,
        headers=[
            _("Half-year"),
            _("Figure"),
            _("Margin of error"),
            *([_("Similar communities")] if any(peers) else []),
        ],
        rows=_rows(points, peers),
        data=trend_data(points) + (peer_data(peers) if any(peers) else []),
        legend=legend(others) if is_drawn else (),
        source=source,
        made_on=made_on,
    )


def _rows(points: Sequence[Point], peers: Sequence[PeerQuartiles | None]) -> list[list[str]]:
    rows = [
        [point.half_year, LinkedText(point.text, point.url), phrases((point.certainty, point.coverage))]
        for point in points
    ]
    if not any(peers):
        return rows
    return [
        [*row, other.text if other else _("Too few to compare")]
        for row, other in zip(rows, peers, strict=True)
    ]


def _drop_leading_not_applicable(points: Sequence[Point]) -> Sequence[Point]:
    applicable = [
        index for index, point in enumerate(points) if point.state not in ("", State.NOT_APPLICABLE)
    ]
    return points[applicable[0] :] if applicable else points


def draw(
    title: str,
    points: Sequence[Point],
    unit: Unit,
    layout: Layout,
    peers: Sequence[PeerQuartiles | None] = (),
    *,
    description: str = "",
) -> SafeString:
    trend_geometry = geometry(points, unit, layout, peers)
    scale = _scale(points, peers, unit, trend_geometry.floor, trend_geometry.top)
    labels = half_year_labels(
        [point.half_year for point in points], [spot.x for spot in trend_geometry.spots], layout.font_size
    )
    role = "group" if any(point.url for point in points) else "img"
    return render_trend_svg(
        title, description or series.describe(points), role, trend_geometry, ticks(scale, unit), labels
    )


def geometry(
    points: Sequence[Point], unit: Unit, layout: Layout, peers: Sequence[PeerQuartiles | None] = ()
) -> Geometry:
    bands = Bands(len(points), layout.left, layout.width - layout.right, 0)
    rules, rows = _rules(points, bands, layout)
    top = 26 + rows * LINE
    floor = top + layout.plot
    scale = _scale(points, peers, unit, floor, top)
    joined = series.find_runs(points)
    heights = [None if point.value is None else scale(point.value) for point in points]
    low, peer_boxes = find_valleys(heights, joined), boxes(peers, bands, scale)
    medians = {box.middle: box.median_y for box in peer_boxes}
    spots = [
        _spot(
            index, point, bands, scale, unit, in_valley=index in low, other=medians.get(bands.middle(index))
        )
        for index, point in enumerate(points)
    ]
    spots = _fit_labels(spots, layout.font_size)
    return Geometry(
        layout=layout,
        top=top,
        floor=floor,
        height=floor + 46 + LINE * max(len(spot.coverage_fraction.splitlines()) for spot in spots),
        spots=spots,
        lines=[_line([spots[index] for index in run]) for run in joined if len(run) > 1],
        bands=[area for run in joined if (area := _band([spots[index] for index in run]))],
        rules=rules,
        boxes=peer_boxes,
    )


def _scale(
    points: Sequence[Point], peers: Sequence[PeerQuartiles | None], unit: Unit, floor: float, top: float
) -> Linear:
    numbers = [number for point in points for number in (point.value, point.high) if number is not None]
    numbers += [quartiles.high for quartiles in peers if quartiles]
    return vertical(unit, numbers, floor, top)


def _spot(
    index: int, point: Point, bands: Bands, scale: Linear, unit: Unit, *, in_valley: bool, other: float | None
) -> Spot:
    x, y = bands.middle(index), None if point.value is None else scale(point.value)
    reaches = y is not None and point.is_range
    high_y = scale(point.high) if reaches and point.high is not None else None
    low_y = scale(point.low) if reaches and point.low is not None else None
    open_y = scale.end if y is not None and point.open_above else None
    own = scale.start if y is None else y
    ends = [own, *(end for end in (low_y, high_y, open_y) if end is not None)]
    return Spot(
        point=point,
        x=x,
        y=y,
        low_y=low_y,
        high_y=high_y,
        open_y=open_y,
        label=series.label(point, unit),
        place=label_at(index, x, own, ends, scale.start, in_valley=in_valley, other=other),
        left=bands(index),
        width=bands.width,
        coverage_fraction=point.coverage_fraction,
    )


def _fit_labels(spots: Sequence[Spot], size: float) -> list[Spot]:
    """Return the spots with labels that do not overlap; the table and the marks' titles have all of them."""
    visible = choose_visible(
        [Extent.for_text(spot.label, spot.place.x, size, spot.place.y, spot.place.anchor) for spot in spots]
    )
    return [
        replace(spot, label=spot.label if at in visible else "", coverage_fraction=coverage)
        for at, (spot, coverage) in enumerate(zip(spots, _fit_coverage_texts(spots, size), strict=True))
    ]


def _fit_coverage_texts(spots: Sequence[Spot], size: float) -> list[str]:
    """Return "14/20" for each, on two lines if they would overlap, and only if that does not fit for some of them.

    A missing text could be read as known for none.
    """
    full_texts = [spot.coverage_fraction for spot in spots]
    for texts in (full_texts, [text.replace("/", "\n/") for text in full_texts]):
        if len(_choose_visible_texts(texts, spots, size)) == sum(bool(text) for text in full_texts):
            return texts
    under = _choose_visible_texts(full_texts, spots, size)
    return [text if at in under else "" for at, text in enumerate(full_texts)]


def _choose_visible_texts(texts: Sequence[str], spots: Sequence[Spot], size: float) -> set[int]:
    lines = (max(text.splitlines(), key=len, default="") for text in texts)
    return choose_visible(
        [Extent.for_text(line, spot.x, size) for line, spot in zip(lines, spots, strict=True)]
    )


def _line(spots: Sequence[Spot]) -> str:
    return "M" + "L".join(f"{spot.x:g} {spot.y:g}" for spot in spots)


def _band(spots: Sequence[Spot]) -> str:
    """Return the band between the lower and upper ends of a run, if all of its points have both."""
    if len(spots) < LEAST or any(spot.high_y is None for spot in spots):
        return ""
    there = [f"{spot.x:g} {spot.high_y:g}" for spot in spots]
    back = [f"{spot.x:g} {spot.low_y:g}" for spot in reversed(spots)]
    return "M" + "L".join([*there, *back]) + "Z"


def _rules(points: Sequence[Point], bands: Bands, layout: Layout) -> tuple[list[Rule], int]:
    """Return the rules, each text in the first row with room, and the number of rows."""
    ends: list[float] = []
    rules: list[Rule] = []
    for index, why in series.find_breaks(points):
        x, text = bands(index), series.get_break_text(why)
        needed = measure_width(text, layout.font_size)
        # To the right of the rule, where the new method begins, or to its left if there is no room.
        fits = x + 6 + needed <= layout.width
        start = x + 6 if fits else x - 6 - needed
        row = next((at for at, end in enumerate(ends) if end < start), len(ends))
        ends[row : row + 1] = [start + needed + 10]
        rules.append(Rule(x, round(start, 2), 14 + row * LINE, text))
    return rules, len(ends)
