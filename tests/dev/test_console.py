"""Progress of a long step without a terminal."""

import re
import time

import pytest

from tfc import console
from tfc.console import step


def test_a_long_step_counts_its_seconds_on_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(console, "FIRST_PLAIN_NUMBER", 0.01)
    monkeypatch.setattr(console, "PLAIN_INTERVAL", 0.01)
    with step("Migrating the database"):
        time.sleep(0.3)
    counted, done = capsys.readouterr().out.splitlines()
    assert counted.startswith("  Migrating the database … 0 s … 0 s")
    assert done.startswith("  Migrating the database: done in 0.")


def test_a_short_step_is_one_line(capsys: pytest.CaptureFixture[str]):
    with step("Starting the broker"):
        pass
    assert re.fullmatch(r"  Starting the broker: done in \d\.\d s\n", capsys.readouterr().out)
