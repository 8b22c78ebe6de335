"""Lines and dots over a rectangle, as the path of a stroke: what tells areas apart where colours do not.

Each begins where the one before it ended: steps repeat, and what repeats weighs nothing on its way to a phone.
"""

from collections.abc import Iterator

# From where to where a line goes, or where a dot stands twice.
Stroke = tuple[float, float, float, float]
# So short that only its round ends are seen.
DOT = "h.01"


def hatch(x: float, y: float, width: float, height: float, step: float = 6) -> str:
    """Lines that rise to the right, ``step`` apart along the top, cut off at the rectangle."""
    return _path(x, y, _lines(width, height, step))


def dots(x: float, y: float, width: float, height: float, step: float = 6) -> str:
    """Points in rows, every other row moved by half a step; drawn with round ends."""
    return _path(x, y, _points(width, height, step))


def _lines(width: float, height: float, step: float) -> Iterator[Stroke]:
    reach = step
    while reach < width + height:
        # On this line, x + y is the same everywhere: from the left or lower edge to the upper or right one.
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
    """``x``, ``y``: where the strokes' own 0, 0 is. Steps lie between rounded places, so that no error adds up."""
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
