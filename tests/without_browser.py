"""A pytest plugin that leaves out browser tests and reports their number and the reason."""

import os

import pytest

LEFT_OUT = pytest.StashKey[int]()
NO_CHROMIUM = "no Chromium was found"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if _is_left_out(item)]
    items[:] = [item for item in items if not _is_left_out(item)]
    config.hook.pytest_deselected(items=left_out)
    config.stash[LEFT_OUT] = len(left_out)
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = len(left_out)


def _is_left_out(item: pytest.Item) -> bool:
    needs_real_clock = bool(os.environ.get("FAKETIME") and item.get_closest_marker("real_clock"))
    return needs_real_clock or item.get_closest_marker("browser") is not None


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """All processes of pytest-xdist collect the same tests; the first that ends reports the number."""
    output = getattr(node, "workeroutput", {})
    node.config.stash[LEFT_OUT] = output.get("left_out", 0)  # type: ignore[attr-defined]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    number = config.stash.get(LEFT_OUT, 0)
    if number:
        reason = os.environ.get("BROWSERLESS_BECAUSE", NO_CHROMIUM)
        terminalreporter.write_line(f"{number} browser tests were not run: {reason}.", yellow=True)
