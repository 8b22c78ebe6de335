"""The amount of work that waits for workers: each app with jobs registers a function (tfc/registry.py).

The function needs no scope: it reads tables of jobs that every login may read.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tfc.registry import get_extensions


@dataclass(frozen=True)
class Work:
    """Jobs of one kind. ``overdue``: jobs that a worker should have taken long ago."""

    name: str
    waiting: int
    overdue: int = 0
    failed: int = 0


def get_all_work() -> Iterator[Work]:
    for get_waiting_work in get_extensions("get_waiting_work"):
        yield from get_waiting_work()
