"""`make security` counts the tries and reports no control as holding without any."""

from itertools import groupby
from pathlib import Path

import pytest

from tests.security.__main__ import get_paths
from tests.security.control_tally import Counter, Tally, get_control
from tests.security.controls import CONTROLS, Control
from tests.security.table import get_row, written

ROOT = Path(__file__).resolve().parents[2]
ONE = Control("door", "doors", ("tests/door.py",))


def test_it_knows_each_control_once_with_tests_that_are_there():
    codes = [control.code for control in CONTROLS]
    assert sorted(set(codes)) == sorted(codes)
    assert [path for control in CONTROLS for path in control.paths if not (ROOT / path).exists()] == []
    assert [control.code for control in CONTROLS if bool(control.paths) == bool(control.command)] == []


def test_it_gives_a_test_to_the_control_of_the_longest_path_or_to_the_one_that_it_names():
    assert get_control("tests/faults/test_faults.py") == "faults"
    assert get_control("tests/security/test_control_tally.py") == "counting"
    assert get_control("tests/faults/test_faults.py", "access") == "access"
    assert get_control("tests/events/test_counts.py") is None


def test_it_names_the_files_of_a_folder_one_after_the_other():
    folders = [str(Path(path).parent) for path in get_paths(list(CONTROLS))]
    assert [folder for folder, _ in groupby(folders)].count("tests/library") == 1


@pytest.mark.parametrize(
    ("tally", "result", "is_bad"),
    [
        (Tally(tests=4, tried=90), "holds", False),
        (Tally(tests=4, tried=90, failed=1), "FAILED in 1 of 4", True),
        (Tally(tests=4, tried=3, left_out=1), "holds; 1 left out on this machine", False),
        (Tally(tests=4, left_out=4), "left out on this machine", False),
        (None, "NOT TRIED", True),
    ],
)
def test_it_reports_the_result_of_a_control(tally, result, is_bad):
    row = get_row(ONE, tally)
    assert (row.result, row.is_bad) == (result, is_bad)


def test_it_prints_each_control_and_the_sum():
    rows = [get_row(ONE, Tally(tests=4, tried=1500)), get_row(Control("cellar", "a " * 60, ("x",)), None)]
    result = written(rows)
    assert "door" in result
    assert "1,500  holds" in result
    assert "NOT TRIED" in result
    assert result.endswith("make security: 1 of 2 controls do not hold, 1,500 things tried")


def test_it_sums_a_controls_tests_and_reports_a_failure_at_once(tmp_path):
    counter = Counter(tmp_path / "failures.txt")
    for when, outcome, outcome_text in (
        ("setup", "passed", []),
        ("call", "passed", [("tried", 500), ("tried", 20)]),
        ("call", "passed", []),
        ("call", "failed", [("tried", 7)]),
        ("setup", "failed", []),
        ("setup", "skipped", []),
        ("teardown", "passed", []),
    ):
        properties = [("control", "door"), *outcome_text]
        counter.pytest_runtest_logreport(
            pytest.TestReport(
                "tests/door.py::one", ("", 0, ""), {}, outcome, None, when, (), 0.5, 0, 1, properties
            )
        )
    counter.pytest_runtest_logreport(
        pytest.TestReport("tests/hall.py::one", ("", 0, ""), {}, "failed", None, "call", ())
    )
    assert dict(counter.tallies) == {"door": Tally(5, 528, 2, 1, 3.5)}
    outcome_text = (tmp_path / "failures.txt").read_text()
    assert outcome_text.count("── door: tests/door.py::one") == 2
    assert "tests/hall.py" not in outcome_text
