"""The amount of work that waits for workers: each app with jobs has a module ``queue_depth``.

Its function ``work()`` needs no scope: it reads tables of jobs that every login may read.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tfc.app_modules import app_modules


@dataclass(frozen=True)
class Work:
    """Jobs of one kind. ``overdue``: jobs that a worker should have taken long ago."""

    name: str
    waiting: int
    overdue: int = 0
    failed: int = 0


def all_work() -> Iterator[Work]:
    for module in app_modules("queue_depth"):
        yield from module.work()
