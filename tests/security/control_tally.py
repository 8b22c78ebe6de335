"""A pytest plugin that counts what the tests of each security control tried.

``tried(500)`` says that the test tried so many things; without it a test counts as one. The numbers are part of the
reports, so they arrive from the processes of pytest-xdist.
"""

import json
import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dev.layout import BUILD
from tests.security.controls import CONTROLS

OURS = "tests/security/"
# The file for the tally; tests/security/__main__.py reads it.
RESULTS = "SECURITY_RESULTS"
FAILURES = "security-failures.txt"


@dataclass
class Tally:
    tests: int = 0
    tried: int = 0
    failed: int = 0
    left_out: int = 0
    seconds: float = 0


class Counter:
    """Collects the results of each control's tests from all processes.

    ``failures``: the file that receives each failure at once, since a run of two hours may be stopped.
    """

    def __init__(self, failures: Path) -> None:
        self.tallies: defaultdict[str, Tally] = defaultdict(Tally)
        self.failures = failures
        failures.write_text("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        user_properties: dict[str, Any] = dict(report.user_properties)
        if "control" not in user_properties:
            return
        tally = self.tallies[user_properties["control"]]
        tally.seconds += report.duration
        if report.failed:
            with self.failures.open("a") as file:
                file.write(f"── {user_properties['control']}: {report.nodeid}\n{report.longreprtext}\n\n")
        if report.when == "call" or report.outcome != "passed":
            tally.tests += 1
            tally.failed += report.failed
            tally.left_out += report.skipped
        if report.when == "call" and not report.skipped:
            tally.tried += sum(_tried(report)) or 1

    def pytest_sessionfinish(self) -> None:
        texts = {code: asdict(tally) for code, tally in self.tallies.items()}
        Path(os.environ[RESULTS]).write_text(json.dumps(texts))


def _tried(report: pytest.TestReport) -> list[int]:
    return [number for name, number in report.user_properties if name == "tried" and isinstance(number, int)]


@pytest.fixture
def tried(request: pytest.FixtureRequest) -> Callable[[int], None]:
    def count(number: int) -> None:
        request.node.user_properties.append(("tried", number))

    return count


@cache
def get_control(path: str, marked: str | None = None) -> str | None:
    """Return the control that the test file proves, or None. ``path``: relative to the project."""
    if marked:
        return marked
    results = [
        (len(prefix), control.code)
        for control in CONTROLS
        for prefix in control.paths
        if path.startswith(prefix)
    ]
    return max(results)[1] if results else None


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "control(code): which control of tests/security/controls.py it proves")
    if os.environ.get(RESULTS) and not hasattr(config, "workerinput"):
        BUILD.mkdir(exist_ok=True)
        config.pluginmanager.register(Counter(BUILD / FAILURES), "security-counter")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    codes = {control.code for control in CONTROLS}
    for item in items:
        path, marker = item.nodeid.partition("::")[0], item.get_closest_marker("control")
        code = get_control(path, marker.args[0] if marker else None)
        if code not in codes and (code or path.startswith(OURS)):
            raise pytest.UsageError(
                f"{item.nodeid} proves “{code}”, which is no control of {OURS}controls.py"
            )
        if code:
            item.user_properties.append(("control", code))
