"""Who has met whom as a picture: where each cell stands and how strong its colour is. Plain numbers for a template."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LEVELS = 4
# Which of the four shades to use when there are so few steps, so that the strongest stands apart.
SHADES = {1: (2,), 2: (1, 3), 3: (1, 2, 4), 4: (1, 2, 3, 4)}
LEFT, TOP = 206, 30
ROW, COLUMN, GAP = 46, 64, 4
# What the name of the last column needs to its right.
RIGHT = 92


@dataclass(frozen=True)
class Scale:
    """Equal steps from 1 to the most meetings of any cell, each with a shade from 1 to 4; 0 is for none."""

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
        """(shade, fewest, most) of each step."""
        return [
            (shade, place * self.size + 1, min((place + 1) * self.size, self.most))
            for place, shade in enumerate(self.shades)
        ]


@dataclass(frozen=True)
class Box:
    """A cell: its place, its level (0: never met), what it says and where it leads."""

    x: int
    y: int
    level: int
    number: int
    title: str
    url: str

    width = COLUMN - GAP
    height = ROW - GAP

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
    """Half a square, since a pair has no order: names of rows to the left, of columns above their first cell."""

    rows: list[Label]
    columns: list[Label]
    boxes: list[Box]
    width: int
    height: int


@dataclass(frozen=True)
class Content:
    """What a cell says, before it has a place."""

    level: int
    number: int
    title: str
    url: str


def triangle(names: Mapping[str, str], contents: Mapping[tuple[str, str], Content]) -> Picture:
    """``names`` of the sides in their order; ``contents`` for each pair whose first side comes first."""
    sides = list(names)
    boxes = []
    for row, second in enumerate(sides):
        for column, first in enumerate(sides[: row + 1]):
            one = contents[first, second]
            x, y = LEFT + column * COLUMN, TOP + row * ROW
            boxes.append(Box(x, y, one.level, one.number, one.title, one.url))
    return Picture(
        rows=[Label(names[side], LEFT - 12, TOP + row * ROW + ROW // 2) for row, side in enumerate(sides)],
        columns=[
            Label(names[side], LEFT + place * COLUMN, TOP + place * ROW - 7)
            for place, side in enumerate(sides)
        ],
        boxes=boxes,
        width=LEFT + len(sides) * COLUMN + RIGHT,
        height=TOP + len(sides) * ROW,
    )


def scale_of(numbers: Iterable[int]) -> Scale:
    return Scale(max(numbers, default=0))
