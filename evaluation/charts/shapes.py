"""What a chart is made of, from figures over half-years or communities; templates only place it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from evaluation.charts.scale import Bands, Linear, nice_top
from evaluation.instrument import Unit
from evaluation.measures import Measured, Rating, State
from evaluation.wording import bounds_text, number_text, percent_text, rating_text, value_text

TREND = {"width": 360, "height": 150, "left": 34, "right": 8, "top": 22, "bottom": 26}
STACK = {"width": 640, "row": 34, "left": 190, "right": 8, "top": 6}

# In the order of a stacked bar: what is good first, what is open last.
STACK_ORDER = (
    Rating.MET,
    Rating.PARTLY,
    Rating.NOT_MET,
    Rating.NOT_RATED,
    Rating.INCONCLUSIVE,
    Rating.NOT_ENOUGH_DATA,
    Rating.UNKNOWN,
    Rating.NOT_APPLICABLE,
    Rating.HIDDEN,
)


@dataclass(frozen=True)
class Bar:
    """One half-year of a trend; an unknown or hidden one has no height, only a dashed place with its sign."""

    label: str
    title: str
    known: bool
    x: float
    middle: float
    width: float
    y: float
    height: float
    upper_y: float | None
    text_y: float
    value: str
    sign: str
    url: str


def trend(title: str, points: Sequence[tuple[str, Measured | None, str]], unit: Unit) -> SafeString:
    """Bars over half-years: (label, figure, link) each, oldest first; percent from 0 to 100, counts from 0."""
    box = TREND
    values = [float(found.value) for _, found, _ in points if found is not None and found.value is not None]
    tops = [float(found.upper_value) for _, found, _ in points if found and found.upper_value is not None]
    top = 100.0 if unit == Unit.PERCENT else nice_top([*values, *tops])
    floor = box["height"] - box["bottom"]
    scale = Linear(0, top, floor, box["top"])
    bands = Bands(len(points), box["left"], box["width"] - box["right"], 0.3)
    bars = [_bar(index, point, bands, scale, floor) for index, point in enumerate(points)]
    text = percent_text if unit == Unit.PERCENT else number_text
    # There is no half an event.
    steps = (0, top / 2, top) if unit == Unit.PERCENT or top % 2 == 0 else (0, top)
    ticks = [{"y": scale(value), "label": text(value)} for value in steps]
    # A picture has no links inside it: with them, it is a group of links.
    role = "group" if any(bar.url for bar in bars) else "img"
    return render_to_string(
        "evaluation/charts/trend.svg",
        {"title": title, "bars": bars, "ticks": ticks, "box": box, "role": role},
    )


def _bar(
    index: int, point: tuple[str, Measured | None, str], bands: Bands, scale: Linear, floor: float
) -> Bar:
    label, found, url = point
    known = found is not None and found.value is not None
    y = scale(float(found.value)) if found is not None and found.value is not None else floor
    upper = None
    if found is not None and found.upper_value is not None and found.upper_value != found.value:
        upper = scale(float(found.upper_value))
    words = value_text(found) if found is not None else ""
    bounds = bounds_text(found) if found is not None else ""
    return Bar(
        label=label,
        title=", ".join(filter(None, (f"{label}: {words}", bounds))),
        known=known,
        x=bands(index),
        middle=bands.middle(index),
        width=bands.width,
        y=y,
        height=round(floor - y, 2),
        upper_y=upper,
        text_y=y if upper is None else upper,
        value=words if known else "",
        sign="…" if found is not None and found.state == State.HIDDEN else "?",
        url=url,
    )


@dataclass(frozen=True)
class Segment:
    rating: Rating
    title: str
    count: int
    x: float
    width: float
    middle: float


def stack(title: str, rows: Sequence[tuple[str, Mapping[Rating, int]]]) -> SafeString:
    """A stacked bar a row: how many communities have each rating. The count stands in its segment."""
    box = STACK
    width = box["width"] - box["left"] - box["right"]
    drawn = []
    for index, (label, counts) in enumerate(rows):
        y = box["top"] + index * box["row"]
        drawn.append(
            {"label": label, "y": y, "text_y": y + 17, "segments": _segments(counts, box["left"], width)}
        )
    height = box["top"] * 2 + len(rows) * box["row"]
    return render_to_string(
        "evaluation/charts/stack.svg", {"title": title, "rows": drawn, "box": box, "height": height}
    )


def _segments(counts: Mapping[Rating, int], left: float, width: float) -> list[Segment]:
    total = sum(counts.values())
    segments, x = [], float(left)
    for rating in STACK_ORDER:
        if count := counts.get(rating, 0):
            share = round(width * count / total, 2)
            title = f"{rating_text(rating)}: {number_text(count)}"
            segments.append(Segment(rating, title, count, round(x, 2), share, round(x + share / 2, 2)))
            x += share
    return segments
