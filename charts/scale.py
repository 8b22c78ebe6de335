"""Scales from data to drawing units, in plain numbers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Linear:
    """Maps ``low``…``high`` of the data to ``start``…``end`` of the drawing; a flat domain maps to the start."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        if self.high == self.low:
            return self.start
        return round(self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start), 2)


@dataclass(frozen=True)
class Bands:
    """Divides ``start``…``end`` into ``count`` equal bands, ``gap`` (0 to 1) of each left free."""

    count: int
    start: float
    end: float
    gap: float = 0.2

    @property
    def step(self) -> float:
        return (self.end - self.start) / max(self.count, 1)

    @property
    def width(self) -> float:
        return round(self.step * (1 - self.gap), 2)

    def __call__(self, index: int) -> float:
        """Return where band ``index`` begins."""
        return round(self.start + index * self.step + self.step * self.gap / 2, 2)

    def middle(self, index: int) -> float:
        return round(self.start + (index + 0.5) * self.step, 2)


# Multiplied by a power of ten.
TOPS = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)


def nice_top(values: Sequence[float]) -> float:
    """Return the top of an axis: the smallest whole number of TOPS × 10ⁿ that no value exceeds."""
    top = max([*values, 1])
    power = 10 ** math.floor(math.log10(top))
    candidates = (float(step * power) for step in TOPS)
    return next(candidate for candidate in candidates if candidate >= top and candidate.is_integer())
