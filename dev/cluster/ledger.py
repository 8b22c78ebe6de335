"""What was acknowledged against what is stored. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass
class WriteLog:
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


def compare_with_stored(ledgers: Iterable[WriteLog], stored: Iterable[str]) -> Verdict:
    """Each acknowledged write must be stored once. One that was not acknowledged may be stored, once as well."""
    write_logs = list(ledgers)
    counted = Counter(stored)
    sent = set().union(*(write_log.sent for write_log in write_logs))
    acknowledged = [name for write_log in write_logs for name in write_log.acknowledged]
    return Verdict(
        acknowledged=len(acknowledged),
        tries_again=sum(write_log.refused for write_log in write_logs),
        lost=tuple(sorted(name for name in acknowledged if not counted[name])),
        doubled=tuple(sorted(name for name, times in counted.items() if times > 1)),
        unknown=tuple(sorted(name for name in counted if name not in sent)),
    )


def get_longest_silence(ledgers: Iterable[WriteLog], begin: float, end: float) -> float:
    """The longest time within which nobody at all got an acknowledgment."""
    moments = sorted(
        at for write_log in ledgers for at in write_log.acknowledged.values() if begin <= at <= end
    )
    edges = [begin, *moments, end]
    return max(later - earlier for earlier, later in pairwise(edges))


def format_durations(seconds: Mapping[str, float]) -> str:
    """A line for each of them, the names in one column."""
    width = max(map(len, seconds), default=0)
    return "\n".join(f"  {name.ljust(width)}  {value:6.1f} s" for name, value in seconds.items())
