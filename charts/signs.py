"""Ratings and states as areas and signs: each has its own texture or shape, so that none depends on color.

The codes are those of Rating, State and the survey states; "value" is a known figure. A texture is one stroked SVG
path; each stroke starts where the previous one ended, since repeated relative steps compress well.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from evaluation.measures import Rating
from evaluation.wording import rating_text
from tfc.charts import Key

# The order in a stacked bar: best first, unresolved last.
ORDER: Sequence[str] = (
    Rating.MET,
    Rating.PARTLY_OR_MET,
    Rating.PARTLY,
    Rating.NOT_MET_OR_PARTLY,
    Rating.NOT_MET,
    Rating.NOT_RATED,
    Rating.INCONCLUSIVE,
    Rating.NOT_ENOUGH_DATA,
    Rating.UNKNOWN,
    Rating.NOT_APPLICABLE,
    Rating.HIDDEN,
)
# Their fill is dark in light mode and light in dark mode: text on them has the page color.
DARK = frozenset({"met", "accepted", "not_met", "inconclusive", "submitted", "value"})
AMBER = frozenset({"partly", "partly_or_met", "not_met_or_partly", "returned"})
LINED = frozenset({"not_met", "not_met_or_partly", "returned"})
DOTTED = frozenset({"inconclusive", "partly_or_met", "submitted"})

# In a square of 16; hollow signs are drawn in a muted color.
GLYPHS = {
    "met": "M4 8.5l2.7 2.7L12 5.4",
    "accepted": "M4 8.5l2.7 2.7L12 5.4",
    "not_met": "M5 5l6 6M11 5l-6 6",
    "partly_or_met": "M8 12V4.5M4.8 7.7L8 4.5l3.2 3.2",
    "not_met_or_partly": "M8 4v7.5M4.8 8.3L8 11.5l3.2-3.2",
    "returned": "M5 5l6 6M11 5l-6 6",
    "inconclusive": "M3.8 9.2q2.1-3.4 4.2-1.2t4.2-1.2",
    "submitted": "M3.8 9.2q2.1-3.4 4.2-1.2t4.2-1.2",
    "not_rated": "M5 8h6",
    "not_applicable": "M6 8h4",
    "unknown": "M6 6.4a2 2 0 1 1 2.6 1.9q-.6.3-.6 1.2M8 11.9h.01",
    "not_enough_data": "M6 6.4a2 2 0 1 1 2.6 1.9q-.6.3-.6 1.2M8 11.9h.01",
    "none": "M6 8h4",
    "draft": "M6 8h4",
    "hidden": "M4.9 8h.01M8 8h.01M11.1 8h.01",
    "declared_zero": "M8 5.2a2 2.8 0 1 0 .01 0z",
}

HALF = SafeString(
    '<path class="tf-chart-glyph-fill" d="M8 3.5a4.5 4.5 0 0 1 0 9z"/>'
    '<circle class="tf-chart-glyph" cx="8" cy="8" r="4.5"/>'
)


def get_css_class(code: str) -> str:
    return "tf-chart-value-known" if code == "value" else f"tf-chart-{code}"


def get_text_css_class(code: str) -> str:
    """Return the CSS class of text on the area."""
    if code in AMBER:
        return "tf-chart-on-amber"
    return "tf-chart-on-dark" if code in DARK else "tf-chart-on-light"


def texture(code: str, x: float, y: float, width: float, height: float) -> tuple[str, str]:
    """Return class and path of the texture over the area; two empty strings if it has none."""
    if code in LINED:
        return "tf-chart-texture", hatch(x, y, width, height)
    if code in DOTTED:
        return "tf-chart-texture", dots(x, y, width, height)
    if code == Rating.NOT_ENOUGH_DATA:
        return "tf-chart-texture-dark", hatch(x, y, width, height, 9)
    if code == Rating.HIDDEN:
        return "tf-chart-texture-dots", dots(x, y, width, height)
    return "", ""


def area_sign(code: str) -> SafeString:
    """Return the sign as in a bar, in a square of 16."""
    css, path = texture(code, 1, 1, 14, 14)
    over = format_html('<path class="{}" d="{}"/>', css, path) if path else ""
    return format_html(
        '<rect class="{}" x="1" y="1" width="14" height="14" rx="2"/>{}', get_css_class(code), over
    )


def glyph_css(code: str) -> str:
    return "tf-chart-glyph" if code in DARK or code in AMBER else "tf-chart-glyph-dark"


@cache
def glyph(code: str) -> SafeString:
    """Return the sign as in a cell, in a square of 16."""
    if code in (Rating.PARTLY, "draft"):
        return HALF
    return format_html('<path class="{}" d="{}"/>', glyph_css(code), GLYPHS[code])


def cell_sign(code: str) -> SafeString:
    """Return the cell of a heat map, in a square of 16."""
    return format_html(
        '<rect class="{}" x="0.75" y="0.75" width="14.5" height="14.5" rx="3"/>{}',
        get_css_class(code),
        glyph(code),
    )


def legend_of_cells(codes: Iterable[str]) -> list[Key]:
    """Return the ratings that occur, in order."""
    used = set(codes)
    return [Key(rating_text(code), cell_sign(code)) for code in ORDER if code in used]


# Start and end of a line, or the position of a dot twice.
Stroke = tuple[float, float, float, float]
# So short that only the round line caps are visible.
DOT = "h.01"


def hatch(x: float, y: float, width: float, height: float, step: float = 6) -> str:
    """Return lines that rise to the right, ``step`` apart along the top edge, clipped to the rectangle."""
    return _path(x, y, _lines(width, height, step))


def dots(x: float, y: float, width: float, height: float, step: float = 6) -> str:
    """Return dots in rows, every second row shifted by half a step; drawn with round line caps."""
    return _path(x, y, _points(width, height, step))


def _lines(width: float, height: float, step: float) -> Iterator[Stroke]:
    reach = step
    while reach < width + height:
        # On each line, x + y is constant: it runs from the left or lower edge to the upper or right one.
        start = (0.0, reach) if reach <= height else (reach - height, height)
        end = (reach, 0.0) if reach <= width else (width, reach - width)
        yield (*start, *end)
        reach += step


def _points(width: float, height: float, step: float) -> Iterator[Stroke]:
    row = 0
    while (row + 0.5) * step < height:
        column = 0.5 if row % 2 == 0 else 1.0
        while column * step < width:
            place = (column * step, (row + 0.5) * step)
            yield (*place, *place)
            column += 1
        row += 1


def _path(x: float, y: float, strokes: Iterator[Stroke]) -> str:
    """Return the path; ``x`` and ``y`` are the origin of the strokes. Steps connect rounded positions, so that errors
    do not add up.
    """
    commands = [f"M{x:.5g} {y:.5g}"]
    here = (0.0, 0.0)
    for stroke in strokes:
        left, top, right, bottom = (round(coordinate, 2) for coordinate in stroke)
        commands.append(f"m{left - here[0]:.5g} {top - here[1]:.5g}")
        if (left, top) == (right, bottom):
            commands.append(DOT)
            here = (left + 0.01, top)
        else:
            commands.append(f"l{right - left:.5g} {bottom - top:.5g}")
            here = (right, bottom)
    return "".join(commands) if len(commands) > 1 else ""
