"""One part of many communities: a small panel each, all with the same scale for comparison."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from charts import series
from charts.axis import Bands, Linear, find_valleys, place_below, ticks, vertical
from charts.data import multiples_data
from charts.series import Point
from charts.trend import SIGNS, Layout
from evaluation.instrument import Unit
from evaluation.measures import State
from tfc.charts import Chart, LinkedText
from tfc.charts.texts import measure_width, shorten_to_width, wrap_text
from tfc.text.punctuation import clauses, join_title, listed, sentences

SURVEYED_STATES = frozenset({State.VALUE, State.DECLARED_ZERO, State.UNKNOWN, State.HIDDEN})
# A single panel is a trend.
LEAST = 2
WIDE = Layout(width=640, plot=64, left=44, right=8, font_size=13, css="tf-chart-label", axis="tf-chart-axis")
NARROW = Layout(
    width=340, plot=56, left=42, right=4, font_size=14, css="tf-chart-small", axis="tf-chart-axis-small"
)
COLUMNS = {640: 4, 340: 2}
ABOVE, BELOW, GAP = 34, 30, 22
# Height of a long name's second line.
LINE = 16


@dataclass(frozen=True)
class Town:
    """One community's trend. ``is_own``: the reader's, which is highlighted."""

    name: str
    points: Sequence[Point]
    url: str = ""
    is_own: bool = False

    @property
    def last(self) -> Point | None:
        return next((point for point in reversed(self.points) if point.value is not None), None)

    @property
    def is_hidden(self) -> bool:
        return any(point.state == State.HIDDEN for point in self.points)


@dataclass(frozen=True)
class PointDot:
    """A point with its range; ``reach`` is "" without a range; ``is_open``: the range has no upper bound."""

    point: Point
    x: float
    y: float
    reach: str
    is_open: bool

    @property
    def svg(self) -> str:
        css = "tf-chart-zero" if self.point.state == State.DECLARED_ZERO else "tf-chart-point"
        circle = f'<circle class="{css}" cx="{self.x}" cy="{self.y}" r="4"/>'
        if not self.reach:
            return circle
        is_open = " tf-chart-reach-open" if self.is_open else ""
        return f'<path class="tf-chart-reach{is_open}" d="{self.reach}"/>{circle}'


@dataclass(frozen=True)
class MissingMark:
    x: float
    sign: str


@dataclass(frozen=True)
class Panel:
    """``names``: the lines of its name with their positions; ``underline`` is below them."""

    town: Town
    names: Sequence[tuple[str, float]]
    underline: float
    height: float
    title: str
    x: float
    y: float
    width: float
    top: float
    floor: float
    lines: Sequence[str]
    breaks: Sequence[float]
    dots: SafeString
    missing: Sequence[MissingMark]
    label: str
    label_x: float
    label_y: float

    @property
    def right(self) -> float:
        return round(self.x + self.width, 2)

    @property
    def years(self) -> tuple[str, str]:
        """Return the first and the last year; the last is "" if they are equal."""
        first, last = (self.town.points[at].half_year[:4] for at in (0, -1))
        return first, last if last != first else ""


def multiples(
    code: str,
    title: str,
    towns: Sequence[Town],
    unit: Unit,
    *,
    first: str = "",
    note: str = "",
    source: str = "",
    made_on: dt.date | None = None,
) -> Chart:
    """Draw the panels, highest last figure first, unknown ones last. ``towns`` have the same half-years, oldest first.

    ``first`` is the heading of the table's first column, if the rows are not communities.
    """
    ordered = sort_towns([replace(town, points=series.fill_gaps(town.points)) for town in towns])
    # Communities that were never asked are only in the table, and those without a known value in the notes.
    surveyed = [town for town in ordered if any(point.state in SURVEYED_STATES for point in town.points)]
    shown = [town for town in surveyed if town.last or town.is_hidden]
    is_drawn = sum(town.last is not None for town in shown) >= LEAST
    notes = _notes(shown, [town.name for town in surveyed if town not in shown]) if is_drawn else []
    headers = [first or _("Community"), *(point.half_year for point in ordered[0].points)] if ordered else []
    return Chart(
        code=code,
        title=title,
        text_alternative=clauses(join_title(town.name, _get_last_text(town)) for town in ordered),
        svg=draw(title, shown, unit, WIDE) if is_drawn else SafeString(),
        small=draw(title, shown, unit, NARROW) if is_drawn else SafeString(),
        sentence="" if is_drawn else _sentence(ordered),
        note=sentences((note, *notes)),
        headers=headers,
        rows=[[town.name, *(LinkedText(point.text, point.url) for point in town.points)] for town in ordered],
        data=multiples_data([(town.name, town.points) for town in ordered]),
        source=source,
        made_on=made_on,
    )


def _notes(towns: Sequence[Town], unknown: Sequence[str]) -> list[str]:
    notes = series.notes([point for town in towns for point in town.points], of_many=True)
    if any(series.find_breaks(town.points) for town in towns):
        notes.append(_("Dashed line: counting method changed."))
    if unknown:
        notes.append(_("Unknown in all half-years: %(names)s.") % {"names": listed(sorted(unknown))})
    return notes


def sort_towns(towns: Sequence[Town]) -> list[Town]:
    def key(town: Town) -> tuple[bool, float, str]:
        return town.last is None, -(town.last.value or 0) if town.last else 0, town.name

    return sorted(towns, key=key)


def _sentence(towns: Sequence[Town]) -> str:
    with_figure = [town for town in towns if town.last]
    if not with_figure:
        return _("Unknown for all communities.")
    return _("Known for one community: %(community)s, %(figure)s.") % {
        "community": with_figure[0].name,
        "figure": _get_last_text(with_figure[0]),
    }


def _get_last_text(town: Town) -> str:
    return town.last.title if town.last else _("Unknown")


def draw(title: str, towns: Sequence[Town], unit: Unit, layout: Layout) -> SafeString:
    panels = geometry(towns, unit, layout)
    context = {
        "title": title,
        "description": clauses(panel.title for panel in panels),
        "role": "group" if any(town.url for town in towns) else "img",
        "layout": layout,
        "height": max(panel.floor for panel in panels) + BELOW,
        "panels": panels,
        "grid": _grid(panels, towns, unit, layout),
    }
    return render_to_string("charts/multiples.svg", context)


def geometry(towns: Sequence[Town], unit: Unit, layout: Layout) -> list[Panel]:
    columns = max(min(COLUMNS[layout.width], len(towns)), LEAST)
    step = (layout.width - layout.left - layout.right + GAP) / columns
    numbers = _numbers(towns)
    names = [_name(town.name, step - 6, layout.font_size) for town in towns]
    above = ABOVE + LINE * (max(map(len, names)) - 1)
    panels = []
    for index, town in enumerate(towns):
        x = round(layout.left + index % columns * step, 2)
        y = index // columns * (above + layout.plot + BELOW)
        scale = vertical(unit, numbers, y + above + layout.plot, y + above)
        panels.append(_panel(town, names[index], x, y, round(step - GAP, 2), scale, layout, unit))
    return panels


def _name(name: str, room: float, size: float) -> list[str]:
    """Return the name in one line, or in two, of which the second may be cut."""
    first, *rest = wrap_text(name, room, size) or [""]
    return [
        shorten_to_width(first, room, size),
        *([shorten_to_width(" ".join(rest), room, size)] if rest else []),
    ]


def _numbers(towns: Sequence[Town]) -> list[float]:
    points = [point for town in towns for point in town.points if point.value is not None]
    return [number for point in points for number in (point.value, point.high) if number is not None]


def _panel(
    town: Town,
    name: Sequence[str],
    x: float,
    y: float,
    width: float,
    scale: Linear,
    layout: Layout,
    unit: Unit,
) -> Panel:
    bands = Bands(len(town.points), x, x + width, 0)
    at = {
        index: _dot(point, bands.middle(index), scale)
        for index, point in enumerate(town.points)
        if point.value is not None
    }
    lines = [
        "M" + "L".join(f"{at[index].x:g} {at[index].y:g}" for index in run)
        for run in series.find_runs(town.points)
        if len(run) > 1
    ]
    missing = [
        MissingMark(bands.middle(index), SIGNS[point.state])
        for index, point in enumerate(town.points)
        if point.state in SIGNS
    ]
    last = at[max(at)] if at else None
    heights = [at[index].y if index in at else None for index in range(len(town.points))]
    falls = max(at, default=0) in find_valleys(heights, series.find_runs(town.points))
    under = place_below(last.y, scale.start) if last and falls else None
    label = series.label(last.point, unit) if last else ""
    return Panel(
        town=town,
        names=[(line, scale.end - 21 - LINE * (len(name) - 1 - at)) for at, line in enumerate(name)],
        underline=scale.end - 15,
        height=scale.start - y + 2,
        title=join_title(town.name, _get_last_text(town)),
        x=x, y=y, width=width, top=scale.end, floor=scale.start,
        lines=lines,
        breaks=[bands(index) for index, _why in series.find_breaks(town.points)],
        dots=mark_safe("".join(dot.svg for dot in at.values())),  # noqa: S308 (numbers and names of ours)
        missing=missing,
        label=label,
        label_x=_label_x(last.x, label, layout) if last else x,
        label_y=under or (round(max(_top(label, at, layout) - 8, scale.end - 4), 2) if at else y),
    )  # fmt: skip


def _top(label: str, at: Mapping[int, PointDot], layout: Layout) -> float:
    """Return how high the last point and the line to it are within the label's width."""
    last = at[max(at)]
    before = at.get(max(at) - 1)
    if before is None:
        return last.y
    reach = min(measure_width(label, layout.font_size) / 2 / (last.x - before.x), 1)
    return min(last.y, last.y + reach * (before.y - last.y))


def _label_x(x: float, label: str, layout: Layout) -> float:
    """Return the middle of a label, kept within the drawing's right edge."""
    return min(x, layout.width - measure_width(label, layout.font_size) / 2)


def _dot(point: Point, x: float, scale: Linear) -> PointDot:
    y = scale(point.value or 0)
    high = scale.end if point.open_above else scale(point.high) if point.high is not None else y
    low = scale(point.low) if point.low is not None else y
    reach = f"M{x:g} {low:g}V{high:g}" if low != high else ""
    return PointDot(point, x, y, reach, point.open_above)


def _grid(panels: Sequence[Panel], towns: Sequence[Town], unit: Unit, layout: Layout) -> SafeString:
    """Return the lines through the panels; their labels are only at the first panel of a row."""
    drawn, numbers = [], _numbers(towns)
    for panel in panels:
        panel_ticks = ticks(vertical(unit, numbers, panel.floor, panel.top), unit)
        for at, tick in enumerate(panel_ticks):
            css = "tf-chart-grid" if at else "tf-chart-floor"
            ends = f'x1="{panel.x}" x2="{panel.x + panel.width}"'
            drawn.append(f'<line class="{css}" {ends} y1="{tick.y}" y2="{tick.y}"/>')
            if panel.x == layout.left and at in (0, len(panel_ticks) - 1):
                place = f'x="{panel.x}" y="{tick.y}" dx="-6" dy="4.5" text-anchor="end"'
                drawn.append(f'<text class="{layout.axis}" {place}>{escape(tick.label)}</text>')
    return mark_safe("".join(drawn))  # noqa: S308 (escaped where it is written)
