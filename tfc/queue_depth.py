"""How much work waits for the workers, from whoever has some: the apps name their sources in WORK_SOURCES.

A source is a module with a function ``work()``, which needs no scope: it reads tables of jobs that all may read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings


@dataclass(frozen=True)
class Work:
    """One kind of it. ``overdue``: what waits although a worker should long have taken it."""

    name: str
    waiting: int
    overdue: int = 0
    failed: int = 0


def all_work() -> Iterator[Work]:
    for source in settings.WORK_SOURCES:
        yield from import_module(source).work()
