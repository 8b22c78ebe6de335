"""What was acknowledged against what is stored. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass
class Ledger:
    """Of one writer: what it sent, and when each was acknowledged. A try that failed is sent again as the same."""

    sent: set[str] = field(default_factory=set)
    acknowledged: dict[str, float] = field(default_factory=dict)
    refused: int = 0  # tries that brought no acknowledgment


@dataclass(frozen=True)
class Verdict:
    acknowledged: int
    tries_again: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    unknown: tuple[str, ...]  # stored, and nobody sent it

    @property
    def holds(self) -> bool:
        return not (self.lost or self.doubled or self.unknown)


def compare(ledgers: Iterable[Ledger], stored: Iterable[str]) -> Verdict:
    """Each acknowledged write must be stored once. One that was not acknowledged may be stored, once as well."""
    every = list(ledgers)
    counted = Counter(stored)
    sent = set().union(*(one.sent for one in every))
    acknowledged = [name for one in every for name in one.acknowledged]
    return Verdict(
        acknowledged=len(acknowledged),
        tries_again=sum(one.refused for one in every),
        lost=tuple(sorted(name for name in acknowledged if not counted[name])),
        doubled=tuple(sorted(name for name, times in counted.items() if times > 1)),
        unknown=tuple(sorted(name for name in counted if name not in sent)),
    )


def longest_silence(ledgers: Iterable[Ledger], begin: float, end: float) -> float:
    """The longest time within which nobody at all got an acknowledgment."""
    moments = sorted(at for one in ledgers for at in one.acknowledged.values() if begin <= at <= end)
    edges = [begin, *moments, end]
    return max(later - earlier for earlier, later in pairwise(edges))


def lasted(seconds: Mapping[str, float]) -> str:
    """A line for each of them, the names in one column."""
    width = max(map(len, seconds), default=0)
    return "\n".join(f"  {name.ljust(width)}  {value:6.1f} s" for name, value in seconds.items())
