"""One part of many communities: a small panel each, all with one scale, so that they compare at a glance."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from charts import series
from charts.axis import Tick, ticks, vertical
from charts.data import multiples_data
from charts.labels import below, in_valleys
from charts.scale import Bands, Linear
from charts.series import Point
from charts.trend import SIGNS, Layout
from evaluation.instrument import Unit
from evaluation.measures import State
from tfc.charts import Chart, Linked
from tfc.charts.texts import shortened, width_of, wrapped
from tfc.text.punctuation import clauses, listed, sentences, titled

ASKED = frozenset({State.VALUE, State.DECLARED_ZERO, State.UNKNOWN, State.HIDDEN})
# A single panel is a trend.
LEAST = 2
WIDE = Layout(width=640, plot=64, left=44, right=8, words=13, css="ch-label", axis="ch-axis")
NARROW = Layout(width=340, plot=56, left=42, right=4, words=14, css="ch-small", axis="ch-axis-small")
COLUMNS = {640: 4, 340: 2}
ABOVE, BELOW, GAP = 34, 30, 22
# A long name takes a second line of this height.
LINE = 16


@dataclass(frozen=True)
class Town:
    """One community's course. ``is_own``: the reader's, which is marked."""

    name: str
    points: Sequence[Point]
    url: str = ""
    is_own: bool = False

    @property
    def last(self) -> Point | None:
        return next((one for one in reversed(self.points) if one.value is not None), None)

    @property
    def is_hidden(self) -> bool:
        return any(one.state == State.HIDDEN for one in self.points)


@dataclass(frozen=True)
class Dot:
    """A point, and how far it could be: "" where there is nothing more to say; ``is_open``: nobody knows how far."""

    point: Point
    x: float
    y: float
    reach: str
    is_open: bool

    @property
    def is_zero(self) -> bool:
        return self.point.state == State.DECLARED_ZERO


@dataclass(frozen=True)
class Missing:
    x: float
    sign: str


@dataclass(frozen=True)
class Panel:
    """``names``: the lines of its name, each with its height; ``underline`` is below them."""

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
    dots: Sequence[Dot]
    missing: Sequence[Missing]
    label: str
    label_x: float
    label_y: float

    @property
    def right(self) -> float:
        return round(self.x + self.width, 2)

    @property
    def years(self) -> tuple[str, str]:
        """The first and the last, "" where they are one."""
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
    """``towns`` have the same half-years, oldest first. The highest last figure comes first, what is not known last.
    ``first`` heads the first column of the table, where the rows are no communities."""
    ordered = in_order([replace(one, points=series.filled(one.points)) for one in towns])
    # Whom nobody ever asked stands in the table alone, and a panel of question marks is said in words.
    asked = [one for one in ordered if any(point.state in ASKED for point in one.points)]
    shown = [one for one in asked if one.last or one.is_hidden]
    is_drawn = sum(one.last is not None for one in shown) >= LEAST
    said = _notes(shown, [one.name for one in asked if one not in shown]) if is_drawn else []
    headers = [first or _("Community"), *(one.half_year for one in ordered[0].points)] if ordered else []
    return Chart(
        code=code,
        title=title,
        told=clauses(titled(one.name, _last_words(one)) for one in ordered),
        svg=draw(title, shown, unit, WIDE) if is_drawn else SafeString(),
        small=draw(title, shown, unit, NARROW) if is_drawn else SafeString(),
        sentence="" if is_drawn else _sentence(ordered),
        note=sentences((note, *said)),
        headers=headers,
        rows=[[one.name, *(Linked(point.words, point.url) for point in one.points)] for one in ordered],
        data=multiples_data([(one.name, one.points) for one in ordered]),
        source=source,
        made_on=made_on,
    )


def _notes(towns: Sequence[Town], unknown: Sequence[str]) -> list[str]:
    said = series.notes([point for one in towns for point in one.points], of_many=True)
    if any(series.breaks(one.points) for one in towns):
        said.append(_("A dashed line: counted in another way from there on."))
    if unknown:
        said.append(_("Not known in any half-year: %(names)s.") % {"names": listed(sorted(unknown))})
    return said


def in_order(towns: Sequence[Town]) -> list[Town]:
    def key(one: Town) -> tuple[bool, float, str]:
        return one.last is None, -(one.last.value or 0) if one.last else 0, one.name

    return sorted(towns, key=key)


def _sentence(towns: Sequence[Town]) -> str:
    found = [one for one in towns if one.last]
    if not found:
        return _("It is not known for any community yet.")
    return _("It is known for one community alone: %(community)s, %(figure)s.") % {
        "community": found[0].name,
        "figure": _last_words(found[0]),
    }


def _last_words(town: Town) -> str:
    return town.last.title if town.last else _("Not known")


def draw(title: str, towns: Sequence[Town], unit: Unit, layout: Layout) -> SafeString:
    panels = geometry(towns, unit, layout)
    context = {
        "title": title,
        "told": clauses(one.title for one in panels),
        "role": "group" if any(one.url for one in towns) else "img",
        "layout": layout,
        "height": max(one.floor for one in panels) + BELOW,
        "panels": panels,
        "grid": _grid(panels, towns, unit, layout),
    }
    return render_to_string("charts/multiples.svg", context)


def geometry(towns: Sequence[Town], unit: Unit, layout: Layout) -> list[Panel]:
    columns = max(min(COLUMNS[layout.width], len(towns)), LEAST)
    step = (layout.width - layout.left - layout.right + GAP) / columns
    numbers = _numbers(towns)
    names = [_name(one.name, step - 6, layout.words) for one in towns]
    above = ABOVE + LINE * (max(map(len, names)) - 1)
    found = []
    for index, town in enumerate(towns):
        x = round(layout.left + index % columns * step, 2)
        y = index // columns * (above + layout.plot + BELOW)
        scale = vertical(unit, numbers, y + above + layout.plot, y + above)
        found.append(_panel(town, names[index], x, y, round(step - GAP, 2), scale, layout, unit))
    return found


def _name(name: str, room: float, size: float) -> list[str]:
    """In one line, or in two, of which the second may be cut."""
    first, *rest = wrapped(name, room, size) or [""]
    return [shortened(first, room, size), *([shortened(" ".join(rest), room, size)] if rest else [])]


def _numbers(towns: Sequence[Town]) -> list[float]:
    points = [one for town in towns for one in town.points if one.value is not None]
    return [number for one in points for number in (one.value, one.high) if number is not None]


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
        index: _dot(one, bands.middle(index), scale)
        for index, one in enumerate(town.points)
        if one.value is not None
    }
    lines = [
        "M" + "L".join(f"{at[one].x:g} {at[one].y:g}" for one in run)
        for run in series.runs(town.points)
        if len(run) > 1
    ]
    missing = [
        Missing(bands.middle(index), SIGNS[one.state])
        for index, one in enumerate(town.points)
        if one.state in SIGNS
    ]
    last = at[max(at)] if at else None
    heights = [at[index].y if index in at else None for index in range(len(town.points))]
    falls = max(at, default=0) in in_valleys(heights, series.runs(town.points))
    under = below(last.y, scale.start) if last and falls else None
    label = series.label(last.point, unit) if last else ""
    return Panel(
        town=town,
        names=[(line, scale.end - 21 - LINE * (len(name) - 1 - at)) for at, line in enumerate(name)],
        underline=scale.end - 15,
        height=scale.start - y + 2,
        title=titled(town.name, _last_words(town)),
        x=x, y=y, width=width, top=scale.end, floor=scale.start,
        lines=lines,
        breaks=[bands(index) for index, _why in series.breaks(town.points)],
        dots=list(at.values()),
        missing=missing,
        label=label,
        label_x=_label_x(last.x, label, layout) if last else x,
        label_y=under or (round(max(_top(label, at, layout) - 8, scale.end - 4), 2) if at else y),
    )  # fmt: skip


def _top(label: str, at: Mapping[int, Dot], layout: Layout) -> float:
    """How high the last point is, and the line that comes down to it, as far as its number reaches."""
    last = at[max(at)]
    before = at.get(max(at) - 1)
    if before is None:
        return last.y
    reach = min(width_of(label, layout.words) / 2 / (last.x - before.x), 1)
    return min(last.y, last.y + reach * (before.y - last.y))


def _label_x(x: float, label: str, layout: Layout) -> float:
    """The middle of a number that would else reach over the edge of the drawing."""
    return min(x, layout.width - width_of(label, layout.words) / 2)


def _dot(point: Point, x: float, scale: Linear) -> Dot:
    y = scale(point.value or 0)
    high = scale.end if point.open_above else scale(point.high) if point.high is not None else y
    low = scale(point.low) if point.low is not None else y
    reach = f"M{x:g} {low:g}V{high:g}" if low != high else ""
    return Dot(point, x, y, reach, point.open_above)


@dataclass(frozen=True)
class GridLine:
    """A line through one panel; its number stands at the first panel of a row alone."""

    x: float
    right: float
    tick: Tick
    is_floor: bool
    is_first: bool


def _grid(panels: Sequence[Panel], towns: Sequence[Town], unit: Unit, layout: Layout) -> list[GridLine]:
    lines = []
    for panel in panels:
        found = ticks(vertical(unit, _numbers(towns), panel.floor, panel.top), unit)
        lines += [
            GridLine(
                panel.x,
                panel.x + panel.width,
                one,
                at == 0,
                panel.x == layout.left and at in (0, len(found) - 1),
            )
            for at, one in enumerate(found)
        ]
    return lines
