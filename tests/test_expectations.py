"""docs/expectations.md names, for each of the forty expectations, the browser tests that are marked with its number."""

import ast
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NUMBERS = set(range(1, 41))
ROW = re.compile(r"^\| (\d+) \|.*\|([^|]+)\|$", re.MULTILINE)


def documented_tests() -> dict[int, set[str]]:
    rows = ROW.findall((ROOT / "docs/expectations.md").read_text())
    return {int(number): set(re.findall(r"`([\w.]+::\w+)`", tests)) for number, tests in rows}


def marked_tests() -> dict[int, set[str]]:
    tests = defaultdict(set)
    for path in (ROOT / "tests/e2e").glob("test_*.py"):
        functions = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]
        for function, mark in ((test, mark) for test in functions for mark in test.decorator_list):
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.expectation":
                for number in mark.args:
                    tests[ast.literal_eval(number)].add(f"{path.name}::{function.name}")
    return dict(tests)


def test_each_expectation_names_the_browser_tests_that_show_it():
    documented = documented_tests()
    assert set(documented) == NUMBERS
    assert documented == marked_tests()
