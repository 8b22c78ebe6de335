"""Create the rows that tests/row_sets.py stores."""

import os
import time

from django.conf import settings

from tests.base import World, make_world
from tests.budgets.row_multiplier import grow, settle
from tests.matrix.samples import Samples, make_samples
from tests.reports.report_samples import fill
from tests.row_sets import RowSets


def store_rows(row_sets: RowSets, *, samples: bool = True, grown: bool = True) -> None:
    """Store ``world``; ``filled``, the same with figures of three half-years; ``sampled`` with one of everything;
    ``few``, that with figures; and ``many``, a dozen of each."""
    row_sets.store("world", make_world)
    row_sets.store("filled", _make_filled)
    if samples or grown:
        row_sets.store("sampled", _make_sampled)
    if grown:
        row_sets.store("few", lambda: _make_settled(row_sets, grown=False))
        row_sets.store("many", lambda: _make_settled(row_sets, grown=True))
    _date_files()


def _date_files() -> None:
    """Give files the tests' date: under another clock, a test that deletes old files would delete those of other
    tests."""
    now = time.time()
    for path in settings.FILES_ROOT.glob("*/*"):
        os.utime(path, (now, now))


def _make_filled() -> World:
    world = make_world()
    fill(world)
    return world


def _make_sampled() -> tuple[World, Samples]:
    world = make_world()
    return world, make_samples(world)


def _make_settled(row_sets: RowSets, *, grown: bool) -> tuple[World, Samples]:
    result: tuple[World, Samples] = row_sets.restore("sampled")
    if grown:
        grow()
    settle()
    return result
