"""Layout of the connections heat map: the position and color level of each cell, as plain numbers for a template."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LEVELS = 4
# The shades for fewer than four steps, chosen so that the strongest is distinct.
SHADES = {1: (2,), 2: (1, 3), 3: (1, 2, 4), 4: (1, 2, 3, 4)}
GAP = 4


@dataclass(frozen=True)
class Layout:
    """``left``: the width for row names; if 0, names are above their cells, in a height of ``above``, and columns have
    the numbers of their rows. ``right``: the width for the last column's name.
    """

    left: int
    top: int
    row: int
    column: int
    above: int
    right: int

    @property
    def cell(self) -> int:
        return self.row - self.above - GAP


WIDE = Layout(left=206, top=30, row=46, column=64, above=0, right=92)
NARROW = Layout(left=0, top=30, row=62, column=42, above=24, right=4)


@dataclass(frozen=True)
class Scale:
    """Equal steps from 1 to the most meetings of any cell, each with a shade from 1 to 4; shade 0 is zero meetings."""

    most: int

    @property
    def size(self) -> int:
        return max(1, math.ceil(self.most / LEVELS))

    @property
    def shades(self) -> tuple[int, ...]:
        return SHADES.get(math.ceil(self.most / self.size), ())

    def level(self, meetings: int) -> int:
        return self.shades[math.ceil(meetings / self.size) - 1] if meetings else 0

    def steps(self) -> list[tuple[int, int, int]]:
        """Return (shade, fewest, most) of each step."""
        return [
            (shade, place * self.size + 1, min((place + 1) * self.size, self.most))
            for place, shade in enumerate(self.shades)
        ]


@dataclass(frozen=True)
class Box:
    """A cell: its position, its level (0: never met), its title and its link."""

    x: int
    y: int
    level: int
    number: int
    title: str
    url: str
    width: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def center(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True)
class Label:
    text: str
    x: int
    y: int


@dataclass(frozen=True)
class Picture:
    """The lower half of a square, since a pair has no order: row names to the left, column names above their first
    cell.
    """

    rows: list[Label]
    columns: list[Label]
    boxes: list[Box]
    width: int
    height: int
    is_narrow: bool


@dataclass(frozen=True)
class Content:
    """The content of a cell without its position."""

    level: int
    number: int
    title: str
    url: str


def triangle(
    names: Mapping[str, str], contents: Mapping[tuple[str, str], Content], layout: Layout = WIDE
) -> Picture:
    """Build the picture. ``names``: labels of the sides in order; ``contents``: one for each pair whose first side
    comes first.
    """
    sides = list(names)
    boxes = []
    for row, second in enumerate(sides):
        for column, first in enumerate(sides[: row + 1]):
            content = contents[first, second]
            x, y = layout.left + column * layout.column, _top(row, layout)
            boxes.append(
                Box(
                    x,
                    y,
                    content.level,
                    content.number,
                    content.title,
                    content.url,
                    layout.column - GAP,
                    layout.cell,
                )
            )
    return Picture(
        rows=[_row(names[side], row, layout) for row, side in enumerate(sides)],
        columns=[_column(names[side], place, layout) for place, side in enumerate(sides)],
        boxes=boxes,
        width=layout.left + len(sides) * layout.column + layout.right,
        height=layout.top + len(sides) * layout.row,
        is_narrow=not layout.left,
    )


def _top(row: int, layout: Layout) -> int:
    return layout.top + row * layout.row + layout.above


def _row(name: str, row: int, layout: Layout) -> Label:
    if layout.left:
        return Label(name, layout.left - 12, _top(row, layout) + layout.row // 2)
    return Label(f"{row + 1} {name}", 0, _top(row, layout) - 6)


def _column(name: str, place: int, layout: Layout) -> Label:
    """Return the label above the first cell of the column; without ``left``, all column numbers are
    in one row on top.
    """
    x = layout.left + place * layout.column
    if layout.left:
        return Label(name, x, layout.top + place * layout.row - 7)
    return Label(str(place + 1), x + (layout.column - GAP) // 2, layout.top - 14)


def build_scale(numbers: Iterable[int]) -> Scale:
    return Scale(max(numbers, default=0))
