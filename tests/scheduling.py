"""The order in which pytest-xdist runs the tests: long groups first, then batches of neighbors.

Handing out single tests costs the time of a third process, and a long group at the end would keep the others
waiting.
"""

import os
from collections import Counter
from collections.abc import Generator, Iterable
from typing import Any

import pytest
from xdist.scheduler import LoadGroupScheduling
from xdist.workermanage import WorkerController

# Small, so that all processes end together.
BATCH = 8
# The longest first.
LONG = (
    "research",
    "demo",
    "faults",
    "offline queue",
    "public",
    "pages",
    "main-job",
    "help",
    "help-pages",
    "line",
    "library",
    "traces",
)


def group_tests(tests: Iterable[str]) -> dict[str, str]:
    """Return the group of each test: the one at the end of its name, or its file and batch."""
    results: dict[str, str] = {}
    of_file: Counter[str] = Counter()
    for test in tests:
        _rest, at, group = test.rpartition("@")
        if at and "]" not in group:
            results[test] = group
            continue
        file = test.partition("::")[0]
        results[test] = f"{file} {of_file[file] // BATCH}"
        of_file[file] += 1
    return results


class BatchScheduling(LoadGroupScheduling):
    """``--dist loadgroup``, which keeps the tests of one ``xdist_group`` together."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        super().__init__(config, log)
        self.scopes: dict[str, str] = {}

    def schedule(self) -> None:
        if not self.scopes:
            self.scopes = group_tests(next(iter(self.registered_collections.values())))
        super().schedule()

    def _split_scope(self, nodeid: str) -> str:
        return self.scopes[nodeid]

    def _assign_work_unit(self, node: WorkerController) -> None:
        longest = next((item for item in LONG if item in self.workqueue), None)
        if longest:
            self.workqueue.move_to_end(longest, last=False)
        super()._assign_work_unit(node)

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """Forget finished batches, since xdist scans all of them after each test."""
        super().mark_test_complete(node, item_index, duration)
        mine, scope = self.assigned_work[node], self.scopes[self.registered_collections[node][item_index]]
        if all(mine[scope].values()):
            del mine[scope]


@pytest.hookimpl(optionalhook=True, wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Run one process more than there are processors, since processes wait for browsers, workers and the database."""
    number = yield
    return number if os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS") else number + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> BatchScheduling | None:
    return BatchScheduling(config, log) if config.getvalue("dist") == "loadgroup" else None
