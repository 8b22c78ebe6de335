"""Hatching and dots over a rectangle, as a stroked SVG path, to distinguish areas without color.

Each stroke starts where the previous one ended: repeated relative steps compress well.
"""

from collections.abc import Iterator

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
