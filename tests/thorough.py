"""A pytest plugin: a run of the whole suite leaves the thorough tests out, whose rules smaller tests hold as well.

`make test ARGS="-m thorough"` runs them, and so does .ci/run. Where paths are named, all tests in them run.
"""

from collections.abc import Iterable
from typing import Any

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.args != config.getini("testpaths") or config.option.markexpr or config.option.keyword:
        return
    thorough = [item for item in items if item.get_closest_marker("thorough")]
    items[:] = [item for item in items if not item.get_closest_marker("thorough")]
    config.hook.pytest_deselected(items=thorough)


def sample(values: Iterable[Any], *, first: int) -> list[Any]:
    """Return the values of a parametrized test of which the first few are in the suite and the others thorough."""
    every = list(values)
    rest = (value if isinstance(value, tuple) else (value,) for value in every[first:])
    return every[:first] + [pytest.param(*value, marks=pytest.mark.thorough) for value in rest]
