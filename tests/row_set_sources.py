"""Create the rows that tests/row_sets.py stores."""

import os
import time

from django.conf import settings

from tests.base import World, make_world
from tests.budgets.row_multiplier import grow, settle
from tests.matrix.samples import Samples, make_samples
from tests.row_sets import RowSets


def store_rows(row_sets: RowSets, *, samples: bool = True, grown: bool = True) -> None:
    """``world``; ``sampled``, with one of everything; ``few``, the same as a worker leaves it, and ``many`` of each."""
    row_sets.store("world", make_world)
    if samples or grown:
        row_sets.store("sampled", _make_sampled)
    if grown:
        row_sets.store("few", lambda: _make_settled(row_sets, grown=False))
        row_sets.store("many", lambda: _make_settled(row_sets, grown=True))
    _date_files()


def _date_files() -> None:
    """Give the files of these rows the date of the clock: under one that is months ahead (docs/testing.md) they would
    be as old as the machine says, and a test that deletes old files would take them from the others."""
    now = time.time()
    for path in settings.FILES_ROOT.glob("*/*"):
        os.utime(path, (now, now))


def _make_sampled() -> tuple[World, Samples]:
    world = make_world()
    return world, make_samples(world)


def _make_settled(row_sets: RowSets, *, grown: bool) -> tuple[World, Samples]:
    made: tuple[World, Samples] = row_sets.restore("sampled")
    if grown:
        grow()
    settle()
    return made
