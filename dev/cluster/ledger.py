"""Compares acknowledged writes with stored ones. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass
class WriteLog:
    """The writes of one writer and the times of their acknowledgment. A failed write is sent again
    with the same name.
    """

    sent: set[str] = field(default_factory=set)
    acknowledged: dict[str, float] = field(default_factory=dict)
    refused: int = 0  # attempts without acknowledgment


@dataclass(frozen=True)
class Verdict:
    acknowledged: int
    tries_again: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    unknown: tuple[str, ...]  # stored but never sent

    @property
    def holds(self) -> bool:
        return not (self.lost or self.doubled or self.unknown)


def compare_with_stored(ledgers: Iterable[WriteLog], stored: Iterable[str]) -> Verdict:
    """Compare: each acknowledged write must be stored once; one that was not acknowledged may be
    stored, at most once.
    """
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
    """Return the longest time in which no writer got an acknowledgment."""
    moments = sorted(
        at for write_log in ledgers for at in write_log.acknowledged.values() if begin <= at <= end
    )
    edges = [begin, *moments, end]
    return max(later - earlier for earlier, later in pairwise(edges))


def format_durations(seconds: Mapping[str, float]) -> str:
    """Return one line for each duration, with the names in one column."""
    width = max(map(len, seconds), default=0)
    return "\n".join(f"  {name.ljust(width)}  {value:6.1f} s" for name, value in seconds.items())
