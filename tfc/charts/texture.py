"""Lines and dots over a rectangle, as the path of a stroke: what tells areas apart where colours do not."""


def hatch(x: float, y: float, width: float, height: float, step: float = 6) -> str:
    """Lines that rise to the right, ``step`` apart along the top, cut off at the rectangle."""
    words = []
    reach = step
    while reach < width + height:
        # On this line, x + y is the same everywhere: from the left or lower edge to the upper or right one.
        start = (x, y + reach) if reach <= height else (x + reach - height, y + height)
        end = (x + reach, y) if reach <= width else (x + width, y + reach - width)
        words.append(f"M{start[0]:.5g} {start[1]:.5g}L{end[0]:.5g} {end[1]:.5g}")
        reach += step
    return "".join(words)


def dots(x: float, y: float, width: float, height: float, step: float = 6) -> str:
    """Points in rows, every other row moved by half a step; drawn with round ends."""
    words = []
    row = 0
    while (row + 0.5) * step < height:
        column = 0.5 if row % 2 == 0 else 1.0
        while column * step < width:
            words.append(f"M{x + column * step:.5g} {y + (row + 0.5) * step:.5g}h.01")
            column += 1
        row += 1
    return "".join(words)
