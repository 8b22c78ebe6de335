"""Which rows are kept for the tests (tests/kept.py), and how they are made."""

import os
import time

from django.conf import settings

from tests.base import World, make_world
from tests.budgets.growing import grow, settle
from tests.kept import Kept
from tests.matrix.samples import Samples, make_samples


def store_rows(kept: Kept, *, samples: bool = True, grown: bool = True) -> None:
    """``world``; ``sampled``, with one of everything; ``few``, the same as a worker leaves it, and ``many`` of each."""
    kept.keep("world", make_world)
    if samples or grown:
        kept.keep("sampled", _make_sampled)
    if grown:
        kept.keep("few", lambda: _make_settled(kept, grown=False))
        kept.keep("many", lambda: _make_settled(kept, grown=True))
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


def _make_settled(kept: Kept, *, grown: bool) -> tuple[World, Samples]:
    made: tuple[World, Samples] = kept.restore("sampled")
    if grown:
        grow()
    settle()
    return made
