"""Compare frozen candidate scores with the communities' outcomes, as ranks and pairs.

Pure functions of plain numbers. They describe a few communities and test no hypothesis: no coefficient, no
significance. Unknown values are in no rank and no pair.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from communities.models import Stage

Number = int | Fraction
# A statistical rule of thumb; below it the page says that nothing can be concluded.
ENOUGH_TO_DESCRIBE = 30


def ranks(values: Sequence[Number | None]) -> list[int | None]:
    """Return ranks, 1 for the highest; equal values share the better rank; None for unknown values."""
    numbers = [value for value in values if value is not None]
    return [None if value is None else 1 + sum(other > value for other in numbers) for value in values]


@dataclass(frozen=True)
class Pairs:
    """Counts of pairs with both numbers known: in the same order, in opposite order, and tied in either."""

    n: int
    same: int
    opposite: int
    tied: int

    @property
    def all(self) -> int:
        return self.same + self.opposite + self.tied

    @property
    def is_few(self) -> bool:
        return self.n < ENOUGH_TO_DESCRIBE


def pairs(first: Sequence[Number | None], second: Sequence[Number | None]) -> Pairs:
    value_pairs = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    turns = [(a - c) * (b - d) for (a, b), (c, d) in combinations(value_pairs, 2)]
    return Pairs(
        n=len(value_pairs),
        same=sum(turn > 0 for turn in turns),
        opposite=sum(turn < 0 for turn in turns),
        tied=sum(turn == 0 for turn in turns),
    )


def mean(values: Sequence[int]) -> Fraction | None:
    return Fraction(sum(values), len(values)) if values else None


def stage_place(stage: str) -> int:
    """Return how far a community came; a dormant one ranks below all others."""
    return -1 if stage == Stage.DORMANT else list(Stage).index(Stage(stage))
