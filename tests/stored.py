"""Which rows are kept for the tests (tests/kept.py), and how they are made."""

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


def _make_sampled() -> tuple[World, Samples]:
    world = make_world()
    return world, make_samples(world)


def _make_settled(kept: Kept, *, grown: bool) -> tuple[World, Samples]:
    made: tuple[World, Samples] = kept.restore("sampled")
    if grown:
        grow()
    settle()
    return made
