"""How much work waits for the workers: each app with jobs has a module ``queue_depth``.

Its function ``work()`` needs no scope: it reads tables of jobs that every login may read.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tfc.app_modules import app_modules


@dataclass(frozen=True)
class Work:
    """One kind of it. ``overdue``: what waits although a worker should long have taken it."""

    name: str
    waiting: int
    overdue: int = 0
    failed: int = 0


def all_work() -> Iterator[Work]:
    for module in app_modules("queue_depth"):
        yield from module.work()
