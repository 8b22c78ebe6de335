"""A figure over half-years: points, how far each could be, and lines only between what may be compared."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from charts import series
from charts.axis import half_year_labels, ticks, vertical
from charts.data import beside_data, trend_data
from charts.labels import LINE, Extent, Label, apart, in_valleys, label_at
from charts.peer_band import Beside, Box, boxes, legend
from charts.scale import Bands, Linear
from charts.series import Point
from charts.trend_svg import written
from evaluation.instrument import Unit
from evaluation.measures import State
from tfc.charts import Chart, Linked
from tfc.charts.texts import width_of
from tfc.text.punctuation import phrases, sentences

SIGNS = {State.UNKNOWN.value: "?", State.HIDDEN.value: "…"}
# Fewer known points are a sentence.
LEAST = 2


@dataclass(frozen=True)
class Layout:
    """A drawing's size, and the classes of its words: on a phone they must stay legible when it shrinks."""

    width: int
    plot: int
    left: int
    right: int
    words: float
    css: str
    axis: str


WIDE = Layout(width=640, plot=190, left=48, right=24, words=13, css="ch-label", axis="ch-axis")
NARROW = Layout(width=340, plot=150, left=44, right=12, words=14, css="ch-small", axis="ch-axis-small")


@dataclass(frozen=True)
class Spot:
    """A point with its place; what has no number has no ``y``, and a sign instead."""

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
    known_of: str

    @property
    def sign(self) -> str:
        return SIGNS.get(self.point.state, "")

    @property
    def is_zero(self) -> bool:
        return self.point.state == State.DECLARED_ZERO


@dataclass(frozen=True)
class Rule:
    """Where the counting changed: a dashed line, with its words at the top in a row of their own."""

    x: float
    text_x: float
    text_y: float
    words: str


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
        """Where the sign of what has no number stands: not on the floor, which is zero."""
        return (self.top + self.floor) / 2


def trend(
    code: str,
    title: str,
    points: Sequence[Point],
    unit: Unit,
    *,
    beside: Sequence[Beside | None] = (),
    note: str = "",
    source: str = "",
    made_on: dt.date | None = None,
) -> Chart:
    """A figure over half-years, oldest first; a sentence where fewer than two of them are known.

    ``beside``: for each point what similar communities have, None where there are too few of them; points then have no
    gap.
    """
    # What did not apply before the first figure would leave a third of the chart empty.
    shown = _from_first(series.filled(points))
    others = beside[len(points) - len(shown) :]
    is_drawn = len(series.known(shown)) >= LEAST
    notes = sentences((note, *(series.notes(shown) if is_drawn else ())))
    return Chart(
        code=code,
        title=title,
        told=series.told(shown),
        svg=draw(title, shown, unit, WIDE, others) if is_drawn else SafeString(),
        small=draw(title, shown, unit, NARROW, others) if is_drawn else SafeString(),
        sentence="" if is_drawn else series.sentence(points),
        note=notes,
        headers=[
            _("Half-year"),
            _("Figure"),
            _("How exact"),
            *([_("Similar communities")] if any(beside) else []),
        ],
        rows=_rows(points, beside),
        data=trend_data(points) + (beside_data(beside) if any(beside) else []),
        legend=legend(others) if is_drawn else (),
        source=source,
        made_on=made_on,
    )


def _rows(points: Sequence[Point], beside: Sequence[Beside | None]) -> list[list[str]]:
    rows = [
        [one.half_year, Linked(one.words, one.url), phrases((one.certainty, one.coverage))] for one in points
    ]
    if not any(beside):
        return rows
    return [
        [*row, other.words if other else _("Too few to compare")]
        for row, other in zip(rows, beside, strict=True)
    ]


def _from_first(points: Sequence[Point]) -> Sequence[Point]:
    asked = [index for index, one in enumerate(points) if one.state not in ("", State.NOT_APPLICABLE)]
    return points[asked[0] :] if asked else points


def draw(
    title: str,
    points: Sequence[Point],
    unit: Unit,
    layout: Layout,
    beside: Sequence[Beside | None] = (),
    *,
    told: str = "",
) -> SafeString:
    found = geometry(points, unit, layout, beside)
    scale = _scale(points, beside, unit, found.floor, found.top)
    labels = half_year_labels([one.half_year for one in points], [one.x for one in found.spots], layout.words)
    role = "group" if any(one.url for one in points) else "img"
    return written(title, told or series.told(points), role, found, ticks(scale, unit), labels)


def geometry(
    points: Sequence[Point], unit: Unit, layout: Layout, beside: Sequence[Beside | None] = ()
) -> Geometry:
    bands = Bands(len(points), layout.left, layout.width - layout.right, 0)
    rules, rows = _rules(points, bands, layout)
    top = 26 + rows * LINE
    floor = top + layout.plot
    scale = _scale(points, beside, unit, floor, top)
    joined = series.runs(points)
    heights = [None if one.value is None else scale(one.value) for one in points]
    low, found = in_valleys(heights, joined), boxes(beside, bands, scale)
    medians = {one.middle: one.median_y for one in found}
    spots = [
        _spot(index, one, bands, scale, unit, in_valley=index in low, other=medians.get(bands.middle(index)))
        for index, one in enumerate(points)
    ]
    spots = _with_room(spots, layout.words)
    return Geometry(
        layout=layout,
        top=top,
        floor=floor,
        height=floor + 46 + LINE * max(len(one.known_of.splitlines()) for one in spots),
        spots=spots,
        lines=[_line([spots[index] for index in run]) for run in joined if len(run) > 1],
        bands=[area for run in joined if (area := _band([spots[index] for index in run]))],
        rules=rules,
        boxes=found,
    )


def _scale(
    points: Sequence[Point], beside: Sequence[Beside | None], unit: Unit, floor: float, top: float
) -> Linear:
    numbers = [number for one in points for number in (one.value, one.high) if number is not None]
    numbers += [one.high for one in beside if one]
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
    ends = [own, *(one for one in (low_y, high_y, open_y) if one is not None)]
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
        known_of=point.known_of,
    )


def _with_room(spots: Sequence[Spot], size: float) -> list[Spot]:
    """With those of their words that can stand beside each other; the table and the marks' titles say all of them."""
    told = apart([Extent.of(one.label, one.place.x, size, one.place.y, one.place.anchor) for one in spots])
    return [
        replace(one, label=one.label if at in told else "", known_of=under)
        for at, (one, under) in enumerate(zip(spots, _known_of(spots, size), strict=True))
    ]


def _known_of(spots: Sequence[Spot], size: float) -> list[str]:
    """ "14/20" of each, where one would meet the next on two lines; where those do, too, of some alone. An empty place
    would read as known for none."""
    whole = [one.known_of for one in spots]
    for words in (whole, [one.replace("/", "\n/") for one in whole]):
        if len(_side_by_side(words, spots, size)) == sum(bool(one) for one in whole):
            return words
    under = _side_by_side(whole, spots, size)
    return [one if at in under else "" for at, one in enumerate(whole)]


def _side_by_side(words: Sequence[str], spots: Sequence[Spot], size: float) -> set[int]:
    lines = (max(one.splitlines(), key=len, default="") for one in words)
    return apart([Extent.of(line, spot.x, size) for line, spot in zip(lines, spots, strict=True)])


def _line(spots: Sequence[Spot]) -> str:
    return "M" + "L".join(f"{one.x:g} {one.y:g}" for one in spots)


def _band(spots: Sequence[Spot]) -> str:
    """Between the lower and the upper ends of a run, where every one of its points has both."""
    if len(spots) < LEAST or any(one.high_y is None for one in spots):
        return ""
    there = [f"{one.x:g} {one.high_y:g}" for one in spots]
    back = [f"{one.x:g} {one.low_y:g}" for one in reversed(spots)]
    return "M" + "L".join([*there, *back]) + "Z"


def _rules(points: Sequence[Point], bands: Bands, layout: Layout) -> tuple[list[Rule], int]:
    """The rules with their words, each in the first row where it has room; and how many rows these take."""
    ends: list[float] = []
    found: list[Rule] = []
    for index, why in series.breaks(points):
        x, words = bands(index), series.break_words(why)
        needed = width_of(words, layout.words)
        # To the right of the rule, where the new way begins, or to its left where there is no room.
        fits = x + 6 + needed <= layout.width
        start = x + 6 if fits else x - 6 - needed
        row = next((at for at, end in enumerate(ends) if end < start), len(ends))
        ends[row : row + 1] = [start + needed + 10]
        found.append(Rule(x, round(start, 2), 14 + row * LINE, words))
    return found, len(ends)
