"""A pytest plugin: in a new clone the processes of pytest-xdist do not all rewrite the assertions of the same files.

Pytest compiles each file of tests by itself, a quarter of a minute for all of ours, and keeps what it compiled. Here
each process begins with a part of its own and finds the others' parts done when it comes to them.
"""

import importlib
import os
from collections.abc import Sequence
from contextlib import suppress

import pytest

PROCESS, OF = "PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT"


def in_turn(names: Sequence[str], process: int, of: int) -> list[str]:
    """All of them, the part of this process first."""
    begin = len(names) * process // of
    return [*names[begin:], *names[:begin]]


def pytest_collection(session: pytest.Session) -> None:
    config = session.config
    if PROCESS not in os.environ or config.args != config.getini("testpaths"):
        return
    files = sorted((config.rootpath / "tests").rglob("test_*.py"))
    names = [".".join(path.relative_to(config.rootpath).with_suffix("").parts) for path in files]
    for name in in_turn(names, int(os.environ[PROCESS].removeprefix("gw")), int(os.environ[OF])):
        # What cannot be imported is told of where it is collected.
        with suppress(Exception):
            importlib.import_module(name)
