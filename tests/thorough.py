"""A pytest plugin: a run of the whole suite leaves out the thorough tests, whose rules smaller tests cover.

`make test ARGS="-m thorough"` and .ci/run run them. If paths are given, all tests in them run. Tests that only read the
code are left out too, since `make check` runs them.
"""

from collections.abc import Iterable
from typing import Any

import pytest

from dev.checks import CODE_TESTS


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.args != config.getini("testpaths") or config.option.markexpr or config.option.keyword:
        return
    left_out = [item for item in items if _is_left_out(item)]
    items[:] = [item for item in items if not _is_left_out(item)]
    config.hook.pytest_deselected(items=left_out)


def _is_left_out(item: pytest.Item) -> bool:
    return item.get_closest_marker("thorough") is not None or item.nodeid.startswith(CODE_TESTS)


def sample(values: Iterable[Any], *, first: int) -> list[Any]:
    """Return the values of a parametrized test; all but the first few are marked thorough."""
    every = list(values)
    rest = (value if isinstance(value, tuple) else (value,) for value in every[first:])
    return every[:first] + [pytest.param(*value, marks=pytest.mark.thorough) for value in rest]
