import subprocess
import sys
from pathlib import Path

import pytest

from dev.tests import has_pooler, quicker, wants_browser

ROOT = Path(__file__).parents[2]


@pytest.mark.thorough
@pytest.mark.parametrize("workers", ["0", "2"])
def test_it_counts_the_browser_tests_it_leaves_out(tmp_path, monkeypatch, workers):
    # Another clock gives another reason.
    monkeypatch.delenv("BROWSERLESS_BECAUSE", raising=False)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser\n")
    (tmp_path / "test_some.py").write_text(
        "import pytest\n"
        "@pytest.mark.browser\n"
        "@pytest.mark.parametrize('page', range(3))\n"
        "def test_it_opens_a_page(page): raise AssertionError\n"
        "def test_it_adds(): assert 1 + 1 == 2\n"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.without_browser",
        "-p",
        "no:django",
        "-n",
        workers,
    ]
    process = subprocess.run(
        [*command, "--rootdir", tmp_path, "-c", tmp_path / "pytest.ini", tmp_path],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "3 browser tests were not run: no Chromium was found." in process.stdout
    assert "1 passed" in process.stdout
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [([], True), (["-x"], True), (["tests/dev"], False), (["tests/e2e/test_login_to_report.py"], True)],
)
def test_it_needs_a_browser_only_where_browser_tests_are_chosen(monkeypatch, tmp_path, arguments, wanted):
    monkeypatch.setattr("dev.tests.BROWSER_TESTS", tmp_path)

    assert wants_browser(arguments) is wanted


@pytest.mark.parametrize(
    ("programs", "taken"),
    [
        ({}, "chromium"),
        ({"chromium-headless-shell": 0}, "chromium-headless-shell"),
        ({"chromium-headless-shell": 1}, "chromium"),
        ({"apt-cache": 0, "apt-get": 1}, "chromium"),
    ],
    ids=str,
)
def test_it_takes_the_quicker_browser_where_it_starts(monkeypatch, tmp_path, programs, taken):
    for name, status in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {status}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setattr("dev.apt.LOGS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("CI", "true")

    assert quicker(str(tmp_path / "chromium")) == str(tmp_path / taken)


@pytest.mark.parametrize("status", [None, 0])
def test_it_says_whether_a_pooler_is_there(monkeypatch, tmp_path, status):
    """Without a pooler the suite continues and skips the test of it."""
    if status is not None:
        (tmp_path / "pgbouncer").write_text(f"#!/bin/sh\nexit {status}\n")
        (tmp_path / "pgbouncer").chmod(0o755)
    monkeypatch.setattr("dev.tests.PLACES", str(tmp_path))
    monkeypatch.setattr("dev.apt.LOGS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CI", "true")
    assert has_pooler() is (status is not None)
