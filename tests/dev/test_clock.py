"""`make test CLOCK=…`: the clock of a process and its children."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dev import clock
from dev import tests as launcher
from tfc.console import StackError

NOW = dt.datetime(2026, 11, 30, 9, 25, tzinfo=dt.UTC)


def test_it_is_a_moment_in_utc():
    assert clock.parse_clock("2026-12-31 23:30", NOW) == dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC)
    assert clock.parse_clock("2026-12-31T15:30-08:00", NOW) == dt.datetime(
        2026, 12, 31, 23, 30, tzinfo=dt.UTC
    )


@pytest.mark.parametrize("text", ["tomorrow", "23:30", "2026-02-29 12:00"])
def test_what_is_no_moment_gets_a_sentence(text: str):
    with pytest.raises(StackError, match=f"“{text}” is neither"):
        clock.parse_clock(text, NOW)


def test_each_clock_has_its_turn():
    days = [NOW + dt.timedelta(days=number) for number in range(len(clock.CLOCKS))]
    assert {f"{clock.parse_clock('turns', day):%Y-%m-%d %H:%M}" for day in days} == set(clock.CLOCKS)


def test_without_libfaketime_it_says_so_in_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(clock, "LIBRARIES", (tmp_path / "libfaketime.so.1",))
    monkeypatch.setattr(clock, "install", lambda *_args, **_more: False)
    monkeypatch.setenv("CLOCK", "2026-12-31 23:30")
    monkeypatch.delenv("LIBFAKETIME", raising=False)
    with pytest.raises(StackError, match="needs libfaketime and none was found"):
        launcher.test([])


@pytest.mark.real_clock
def test_a_process_that_starts_later_has_the_same_clock():
    library = next((path for path in clock.LIBRARIES if path.is_file()), None)
    if library is None:
        pytest.skip("libfaketime is not installed here.")
    now = dt.datetime.now(dt.UTC)
    environment = clock.get_clock_environment(now + dt.timedelta(days=400), now, library)
    command = [sys.executable, "-c", "import time; print(time.time())"]
    texts = [
        float(subprocess.run(command, env=os.environ | environment, capture_output=True, check=True).stdout)
        for _ in range(2)
    ]
    ahead = [(dt.datetime.fromtimestamp(text, dt.UTC) - now).total_seconds() / 86400 for text in texts]
    assert texts[0] < texts[1]
    assert ahead == [pytest.approx(400, abs=0.01)] * 2
