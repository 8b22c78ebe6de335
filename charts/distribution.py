"""One part over communities: a dot each on one scale, the middle half and the median, the reader's own highlighted."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charts.axis import Linear, nice_top
from charts.data import places_data
from evaluation.comparison import Quartiles, quartiles
from evaluation.instrument import Unit
from evaluation.measures import Measurement, State
from evaluation.wording import in_unit, value_text
from tfc.charts import Chart, LinkedText
from tfc.charts.texts import measure_width, shorten_to_width
from tfc.text.punctuation import clauses, end_sentence, join_title, sentences

# With fewer, quartiles are meaningless, and a dot would identify a community.
LEAST = 5


@dataclass(frozen=True)
class Layout:
    width: int
    side: int
    radius: float
    font_size: float
    css: str
    axis: str


WIDE = Layout(width=640, side=28, radius=7, font_size=14, css="tf-chart-label", axis="tf-chart-axis")
NARROW = Layout(width=340, side=20, radius=7, font_size=14, css="tf-chart-small", axis="tf-chart-axis-small")
# Without an own place there is no caption above.
ABOVE, ALONE, BELOW = 50, 8, 44


@dataclass(frozen=True)
class Place:
    """One community's figure, masked for the reader; ``is_own``: the reader's."""

    name: str
    measured: Measurement
    url: str = ""
    is_own: bool = False

    @property
    def value(self) -> float | None:
        return None if self.measured.value is None else float(self.measured.value)

    @property
    def title(self) -> str:
        return join_title(self.name, value_text(self.measured))


@dataclass(frozen=True)
class PlaceDot:
    place: Place
    x: float
    y: float

    @property
    def is_zero(self) -> bool:
        return self.place.measured.state == State.DECLARED_ZERO


@dataclass(frozen=True)
class Caption:
    """Centered at ``x``."""

    x: float
    text: str


@dataclass(frozen=True)
class Geometry:
    dots: Sequence[PlaceDot]
    top: float
    floor: float
    low_x: float
    high_x: float
    median_x: float
    height: float
    median: Caption
    own: PlaceDot | None
    own_caption: Caption | None

    @property
    def middle_width(self) -> float:
        return round(max(self.high_x - self.low_x, 1), 2)

    @property
    def tall(self) -> float:
        return round(self.floor - self.top, 2)


def distribution(
    code: str,
    title: str,
    places: Sequence[Place],
    unit: Unit,
    *,
    note: str = "",
    source: str = "",
    made_on: dt.date | None = None,
) -> Chart:
    """Draw five or more known figures; with fewer return a sentence. Hidden figures are not drawn, only counted in the
    notes.
    """
    placed = sort_places(places)
    is_drawn = len(placed) >= LEAST
    median = quartiles([place.value or 0 for place in placed]) if is_drawn else None
    return Chart(
        code=code,
        title=title,
        text_alternative=_describe(placed, places, median, unit),
        svg=draw(title, placed, places, unit, WIDE) if is_drawn else SafeString(),
        small=draw(title, placed, places, unit, NARROW) if is_drawn else SafeString(),
        sentence="" if is_drawn else _sentence(placed, places),
        note=sentences(
            (note, *((_("Shaded: middle 50%."), *get_omission_notes(places)) if is_drawn else ()))
        ),
        headers=[_("Community"), _("Figure")],
        rows=[
            [place.name, LinkedText(value_text(place.measured), place.url)]
            for place in [*placed, *_get_places_without_value(places)]
        ],
        data=places_data(
            [(place.name, place.measured) for place in [*placed, *_get_places_without_value(places)]]
        ),
        source=source,
        made_on=made_on,
    )


def sort_places(places: Sequence[Place]) -> list[Place]:
    """Return the places with a number, highest first, then by name, so that the same figures give the same drawing."""
    with_value = [place for place in places if place.value is not None]
    return sorted(with_value, key=lambda place: (-(place.value or 0), place.name))


def _get_places_without_value(places: Sequence[Place]) -> list[Place]:
    return sorted((place for place in places if place.value is None), key=lambda place: place.name)


def get_omission_notes(places: Sequence[Place]) -> list[str]:
    """Return notes on who is not on the chart, and why."""
    counted = {state: sum(place.measured.state == state for place in places) for state in State}
    notes = []
    if count := counted[State.UNKNOWN]:
        notes.append(
            ngettext("Unknown for %(number)s community.", "Unknown for %(number)s communities.", count)
            % {"number": count}
        )
    if count := counted[State.HIDDEN]:
        notes.append(
            ngettext(
                "%(number)s community is hidden (small number).",
                "%(number)s communities are hidden (small numbers).",
                count,
            )
            % {"number": count}
        )
    return notes


def _sentence(placed: Sequence[Place], places: Sequence[Place]) -> str:
    if not placed:
        return sentences([_("No community has a number."), *get_omission_notes(places)])
    figures = clauses(place.title for place in placed)
    return sentences([_("Too few to compare. %(known)s.") % {"known": figures}, *get_omission_notes(places)])


def _describe(
    placed: Sequence[Place], places: Sequence[Place], quartile_values: Quartiles | None, unit: Unit
) -> str:
    if quartile_values is None:
        return _sentence(placed, places)
    numbers = {
        "median": in_unit(quartile_values.median, unit), "low": in_unit(quartile_values.low, unit),
        "high": in_unit(quartile_values.high, unit),
        "count": len(placed), "highest": placed[0].title, "lowest": placed[-1].title,
    }  # fmt: skip
    text = _(
        "%(count)s communities. Median %(median)s, middle 50%% from %(low)s to %(high)s. Highest: %(highest)s. "
        "Lowest: %(lowest)s."
    )
    own = next((place for place in placed if place.is_own), None)
    return sentences((text % numbers, end_sentence(own.title) if own else "", *get_omission_notes(places)))


def draw(
    title: str, placed: Sequence[Place], places: Sequence[Place], unit: Unit, layout: Layout
) -> SafeString:
    values = [place.value or 0 for place in placed]
    top = 100.0 if unit == Unit.PERCENT else nice_top(values)
    scale = Linear(0, top, layout.side, layout.width - layout.side)
    has_half = unit == Unit.PERCENT or top % 2 == 0
    context = {
        "title": title,
        "description": _describe(placed, places, quartiles(values), unit),
        "role": "group" if any(place.url for place in placed) else "img",
        "layout": layout,
        "one": geometry(placed, scale, unit, layout),
        "ticks": [
            (scale(step), in_unit(step, unit)) for step in ((0, top / 2, top) if has_half else (0, top))
        ],
    }
    return render_to_string("charts/distribution.svg", context)


def geometry(placed: Sequence[Place], scale: Linear, unit: Unit, layout: Layout) -> Geometry:
    xs = [scale(place.value or 0) for place in placed]
    offsets = get_swarm_offsets(xs, 2 * layout.radius + 1)
    reach = max(map(abs, offsets), default=0) + layout.radius + 8
    top = ABOVE if any(place.is_own for place in placed) else ALONE
    center = top + reach
    quartile_values = quartiles([place.value or 0 for place in placed])
    dots = [
        PlaceDot(place, x, round(center + dy, 2)) for place, x, dy in zip(placed, xs, offsets, strict=True)
    ]
    own = next((dot for dot in dots if dot.place.is_own), None)
    median_text = _("Median %(value)s") % {"value": in_unit(quartile_values.median, unit)}
    return Geometry(
        dots=dots,
        top=top,
        floor=round(center + reach, 2),
        low_x=scale(quartile_values.low),
        high_x=scale(quartile_values.high),
        median_x=scale(quartile_values.median),
        height=round(center + reach + BELOW, 2),
        median=_place_caption(median_text, scale(quartile_values.median), layout),
        own=own,
        own_caption=_place_caption(own.place.title, own.x, layout) if own else None,
    )


def _place_caption(text: str, x: float, layout: Layout) -> Caption:
    """Return a caption above its place, kept within the edges."""
    shown = shorten_to_width(text, layout.width - 4, layout.font_size * 1.06)
    half = measure_width(shown, layout.font_size * 1.06) / 2
    return Caption(round(min(max(x, half + 2), layout.width - half - 2), 2), shown)


def get_swarm_offsets(xs: Sequence[float], apart: float) -> list[float]:
    """Return each dot's vertical offset from the line, so that none covers another: the nearest free one, alternating
    above and below.

    The result is deterministic for the same numbers in the same order.
    """
    done: list[tuple[float, float]] = []
    for x in xs:
        near = [(other, y) for other, y in done if abs(other - x) < apart]
        step = 0
        while any(math.hypot(other - x, y - _offset(step, apart)) < apart - 1e-9 for other, y in near):
            step += 1
        done.append((x, _offset(step, apart)))
    return [round(y, 2) for _x, y in done]


def _offset(step: int, apart: float) -> float:
    """Return 0, then a quarter above, a quarter below, two quarters above …"""
    height = (step + 1) // 2 * apart / 4
    return -height if step % 2 else height
