"""Placement of point labels, so that neither lines nor uncertainty ranges run through them."""

from collections.abc import Sequence
from dataclasses import dataclass

from tfc.charts.texts import measure_width

FAR = 34
# A line that rises by less stays below the label.
STEEP = 14
BELOW = 20
HEIGHT = 14
# Line height of text.
LINE = 17
# Minimum distance between two texts on one line.
GAP = 4


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    anchor: str = "middle"


@dataclass(frozen=True)
class Extent:
    """The extent of a text: from ``left`` to ``right``, on a line at ``y``. Empty if there is no text."""

    left: float
    right: float
    y: float = 0

    @classmethod
    def for_text(cls, text: str, x: float, size: float, y: float = 0, anchor: str = "middle") -> "Extent":
        width = measure_width(text, size)
        left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
        return cls(left, left + width, y)

    def meets(self, other: "Extent") -> bool:
        return (
            abs(self.y - other.y) < HEIGHT and self.left < other.right + GAP and other.left < self.right + GAP
        )


def choose_visible(extents: Sequence[Extent]) -> set[int]:
    """Return the indexes of labels that do not overlap; the last one is the newest and always shown."""
    visible: list[int] = []
    for index in reversed(range(len(extents))):
        own = extents[index]
        if own.left < own.right and not any(own.meets(extents[other]) for other in visible):
            visible.append(index)
    return set(visible)


def find_valleys(heights: Sequence[float | None], runs: Sequence[Sequence[int]]) -> set[int]:
    """Return the indexes of points from which the line rises steeply on all sides, through a label above them.

    ``heights`` grow downwards, as in a drawing.
    """
    valleys = set()
    for run in runs:
        for at, index in enumerate(run):
            own = heights[index] or 0
            neighbors = [
                heights[neighbor] or 0 for neighbor in (*run[max(at - 1, 0) : at], *run[at + 1 : at + 2])
            ]
            if neighbors and max(neighbors) <= own and min(neighbors) < own - STEEP:
                valleys.add(index)
    return valleys


def place_below(lowest: float, floor: float) -> float | None:
    """Return the position below what ends at ``lowest``; None if the axis is too near."""
    y = round(lowest + BELOW, 2)
    return y if y <= floor - 4 else None


def label_at(
    index: int,
    x: float,
    y: float,
    ends: Sequence[float],
    floor: float,
    *,
    in_valley: bool,
    other: float | None,
) -> Label:
    """Return the label's position: above the point and its range (``ends``), or below it in a valley, unless the
    ``other`` line is there.

    If the range reaches so far up that the label would be detached, it is below the point, or next to it if there is
    no room.
    """
    lowest, highest = max(y, *ends), min(y, *ends)
    under = place_below(lowest, floor) if lowest - y <= STEEP else None
    if under is not None and other is not None and under - HEIGHT < other < under + 2:
        under = None
    is_far = y - highest > FAR
    if under is not None and (in_valley or is_far):
        return Label(x, under)
    if not is_far:
        return Label(x, round(highest - 10, 2))
    # All on the left, so that neighboring labels do not meet; the first is on the right, because the axis labels are
    # to its left.
    return Label(x + 9, y + 5, "start") if index == 0 else Label(x - 9, y + 5, "end")
