"""How many have each rating or state: one bar per row, all of the same length, so that shares are comparable."""

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from charts import signs
from charts.data import counts_data
from evaluation.wording import rating_text
from tfc.charts import Chart, Key, LinkedText
from tfc.charts.texts import measure_width, shorten_to_width, wrap_text
from tfc.number_text import number_text
from tfc.text.punctuation import clauses, join_title, phrases


@dataclass(frozen=True)
class Layout:
    """``label_width``: the width of labels on the left; 0 puts them above the bars."""

    width: int
    label_width: int
    bar: int
    row: int
    font_size: float
    css: str

    @property
    def plate_height(self) -> int:
        """Less than the bar's height, so that the texture continues above and below the number."""
        return self.bar - 2 * RIM


WIDE = Layout(width=640, label_width=196, bar=28, row=40, font_size=13, css="tf-chart-label")
NARROW = Layout(width=340, label_width=0, bar=28, row=60, font_size=14, css="tf-chart-small")
ABOVE, NUMBER, RIM = 22, 14, 4


@dataclass(frozen=True)
class StackRow:
    """``counts`` and ``urls`` (what is behind a count) are by the code of a rating or state."""

    label: str
    counts: Mapping[str, int]
    urls: Mapping[str, str]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Segment:
    code: str
    css: str
    text_css: str
    title: str
    count: str
    x: float
    width: float
    middle: float
    texture_css: str
    texture: str
    plate: float
    plate_css: str
    url: str

    @property
    def plate_x(self) -> float:
        """Return where the plain area behind the count begins, which keeps it legible on the texture."""
        return round(self.middle - self.plate / 2, 2)


@dataclass(frozen=True)
class Bar:
    label: Sequence[str]
    label_y: float
    y: float
    middle: float
    segments: Sequence[Segment]

    @property
    def plate_y(self) -> float:
        return self.y + RIM


Names = Mapping[str, str]


def stack(
    code: str,
    title: str,
    rows: Sequence[tuple[str, Mapping[str, int]]],
    *,
    names: Names | None = None,
    first: str = "",
    urls: Sequence[Mapping[str, str]] = (),
    format_label: Callable[[str], str] = str,
    note: str = "",
    source: str = "",
    made_on: dt.date | None = None,
) -> Chart:
    """Draw rows of (label, count by code).

    ``names``: labels by code in order, by default the ratings; ``first``: the heading of the table's first column;
    ``urls``: for each row, URLs by code; ``format_label``: formats a label for display, not in the data.
    """
    labels = names or ratings()
    stack_rows = [
        StackRow(format_label(label), counts, urls[at] if urls else {})
        for at, (label, counts) in enumerate(rows)
    ]
    is_drawn = any(row.total for row in stack_rows)
    used = [
        segment_code for segment_code in labels if any(row.counts.get(segment_code) for row in stack_rows)
    ]
    return Chart(
        code=code,
        title=title,
        text_alternative=describe(stack_rows, labels),
        svg=draw(title, stack_rows, labels, WIDE) if is_drawn else SafeString(),
        small=draw(title, stack_rows, labels, NARROW) if is_drawn else SafeString(),
        sentence="" if is_drawn else _("Nothing to count yet."),
        note=note,
        headers=[first, *(labels[segment_code] for segment_code in labels)],
        rows=[
            [
                row.label,
                *(
                    LinkedText(number_text(row.counts.get(segment_code, 0)), row.urls.get(segment_code, ""))
                    for segment_code in labels
                ),
            ]
            for row in stack_rows
        ],
        data=counts_data(rows, list(labels)),
        legend=[Key(labels[segment_code], signs.area_sign(segment_code)) for segment_code in used],
        source=source,
        made_on=made_on,
    )


def ratings() -> Names:
    return {code: rating_text(code) for code in signs.ORDER}


def describe(rows: Sequence[StackRow], names: Names) -> str:
    return clauses(
        join_title(
            row.label, phrases(f"{names[code]} {row.counts[code]}" for code in names if row.counts.get(code))
        )
        for row in rows
        if row.total
    )


def draw(title: str, rows: Sequence[StackRow], names: Names, layout: Layout) -> SafeString:
    layout = replace(layout, label_width=_get_label_width([row.label for row in rows], layout))
    bars = geometry(rows, names, layout)
    context = {
        "title": title,
        "description": describe(rows, names),
        "role": "group" if any(row.urls for row in rows) else "img",
        "layout": layout,
        "height": len(bars) * layout.row,
        "bars": bars,
    }
    return render_to_string("charts/stack.svg", context)


def _get_label_width(labels: Sequence[str], layout: Layout) -> int:
    """Return the width of the longest label, up to the layout's maximum."""
    longest = max((measure_width(label, layout.font_size) for label in labels), default=0)
    return min(layout.label_width, math.ceil(longest) + 16)


def geometry(rows: Sequence[StackRow], names: Names, layout: Layout) -> list[Bar]:
    bars = []
    for index, row in enumerate(rows):
        y = index * layout.row + (0 if layout.label_width else ABOVE)
        label = _label(row.label, layout)
        middle = y + layout.bar / 2
        label_y = middle + 4.5 - (len(label) - 1) * 8 if layout.label_width else y - 7
        bars.append(Bar(label, label_y, y, middle + 5, build_segments(row, names, y, layout)))
    return bars


def _label(text: str, layout: Layout) -> list[str]:
    if not layout.label_width:
        return [shorten_to_width(text, layout.width, layout.font_size)]
    lines = wrap_text(text, layout.label_width - 12, layout.font_size)
    return (
        lines
        if len(lines) <= 2
        else [lines[0], shorten_to_width(" ".join(lines[1:]), layout.label_width - 12, layout.font_size)]
    )


def build_segments(row: StackRow, names: Names, y: float, layout: Layout) -> list[Segment]:
    room = layout.width - layout.label_width
    x, row_segments = float(layout.label_width), []
    for code in names:
        count = row.counts.get(code, 0)
        if not count:
            continue
        share = room * count / row.total
        # A gap of two between neighbors, and a minimum visible width.
        width = round(max(share - 2, 1.5), 2)
        shown = number_text(count)
        fits = width >= measure_width(shown, NUMBER) + 6
        css, path = signs.texture(code, round(x, 2), y, width, layout.bar)
        row_segments.append(
            Segment(
                code=code,
                css=signs.get_css_class(code),
                title=join_title(phrases((row.label, names[code])), shown),
                count=shown if fits else "",
                x=round(x, 2),
                width=width,
                middle=round(x + width / 2, 2),
                texture_css=css,
                texture=path,
                **_get_plate(code, shown, width, is_textured=bool(path)),
                url=row.urls.get(code, ""),
            )
        )
        x += share
    return row_segments


def _get_plate(code: str, shown: str, width: float, *, is_textured: bool) -> dict[str, Any]:
    """Return the style of the number: on a textured area with a plain background, in the page color if enough texture
    remains.
    """
    plate = round(measure_width(shown, NUMBER) + 6, 2)
    if not is_textured or width < plate:
        return {"text_css": signs.get_text_css_class(code), "plate": 0, "plate_css": ""}
    if width < plate + 10:
        return {
            "text_css": signs.get_text_css_class(code),
            "plate": plate,
            "plate_css": f"{signs.get_css_class(code)} tf-chart-plain",
        }
    return {"text_css": "tf-chart-on-light", "plate": plate, "plate_css": "tf-chart-paper"}
