"""How pytest-xdist hands out the tests: long groups first, and of the others a few neighbors at a time.

Handing out one test after the other keeps a third process as busy as those that run them, and where a long group
begins last, the others wait for it.
"""

import os
from collections import Counter
from collections.abc import Generator, Iterable
from typing import Any

import pytest
from xdist.scheduler import LoadGroupScheduling
from xdist.workermanage import WorkerController

# So few that all processes end together.
BATCH = 8
# By how long they take.
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
    """By the name of each test, which ends with its group where it has one: the group, or file and parcel."""
    found: dict[str, str] = {}
    of_file: Counter[str] = Counter()
    for test in tests:
        _rest, at, group = test.rpartition("@")
        if at and "]" not in group:
            found[test] = group
            continue
        file = test.partition("::")[0]
        found[test] = f"{file} {of_file[file] // BATCH}"
        of_file[file] += 1
    return found


class BatchScheduling(LoadGroupScheduling):
    """``--dist loadgroup`` for groups: tests of one ``xdist_group`` stay together."""

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
        longest = next((one for one in LONG if one in self.workqueue), None)
        if longest:
            self.workqueue.move_to_end(longest, last=False)
        super()._assign_work_unit(node)

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """A parcel that is done is forgotten: after each test, all that a process ever had is looked through."""
        super().mark_test_complete(node, item_index, duration)
        mine, scope = self.assigned_work[node], self.scopes[self.registered_collections[node][item_index]]
        if all(mine[scope].values()):
            del mine[scope]


@pytest.hookimpl(optionalhook=True, wrapper=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """One more than there are processors: a process waits for its browser, for a worker or for the database."""
    number = yield
    return number if os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS") else number + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> BatchScheduling | None:
    return BatchScheduling(config, log) if config.getvalue("dist") == "loadgroup" else None
